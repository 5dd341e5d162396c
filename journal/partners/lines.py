"""What the pages of other features show about partners."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.partners import queries
from journal.web.lines import Card, tally
from journal.web.typography import in_guillemets


def partners_card(session: Session, person: Person, _now: datetime) -> Card | None:
    """For coordinators only: administrators have the page in their menu."""
    if person.role is not Role.COORDINATOR:
        return None
    accounts = queries.accounts_of(session, person.lab_id)
    speaking = sum(any(member.disabled_at is None for member in members) for _, members in accounts)
    return Card(
        "Les partenaires",
        "Les comptes de celles et ceux qui parlent ici pour une organisation.",
        facts=tally(speaking, "organisation a un compte", "organisations ont un compte"),
        endpoint="partners.partners",
        link="Inviter un·e partenaire",
    )


def left_behind(session: Session, person: Person) -> list[str]:
    """That nobody will speak for an organisation once this account is closed."""
    for actor, members in queries.accounts_of(session, person.lab_id):
        if person in members and not any(each.disabled_at is None for each in members if each is not person):
            return [f"Plus personne ne parlera ici pour {in_guillemets(actor.name)}."]
    return []
