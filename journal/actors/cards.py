"""What the page of the cooperation shows of the actors."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.actors import queries
from journal.web.lines import Card
from journal.web.typography import plural


def actors_card(session: Session, person: Person, _now: datetime) -> Card | None:
    """Coordinators alone read who the actors are and where they stand."""
    if person.role is not Role.COORDINATOR:
        return None
    count = len(queries.actors_of(session, person.lab_id))
    return Card(
        "Les acteurs",
        "Les organisations et les rôles avec qui le Lab avance.",
        facts=(f"{plural(count, 'acteur')} aujourd’hui.",) if count else (),
        endpoint="actors.actors",
        link="Voir les acteurs",
    )
