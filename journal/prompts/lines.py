"""What the page of cooperation shows about the prompts of the Lab."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.prompts.queries import prompts_of
from journal.web.lines import Card, tally


def prompts_card(session: Session, person: Person, _now: datetime) -> Card | None:
    """The team chooses them here; authors see them on the writing page."""
    if person.role is not Role.COORDINATOR:
        return None
    rows = prompts_of(session, person.lab_id)
    paused = sum(row.paused_at is not None for row in rows)
    return Card(
        "Questions pour écrire",
        "Celles que votre Lab propose, parmi d’autres, à qui ne sait par où commencer.",
        facts=(
            *tally(len(rows) - paused, "question est proposée", "questions sont proposées"),
            *tally(paused, "question est", "questions sont", "en pause"),
        ),
        endpoint="prompts.index",
        link="Choisir les questions",
    )
