"""What other pages say of the Lab's answers: the page of the cooperation, and the coordinators' Monday page."""

import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.clock import day_of
from journal.cooperation.queries import answers_of, overdue_answers, unanswered_themes
from journal.web.lines import Card, Line, how_many, tally


def answers_card(session: Session, person: Person, now: datetime) -> Card | None:
    """What the Lab answers: coordinators write it here, the others read it in the récit."""
    if person.role is not Role.COORDINATOR:
        return None
    themes = answers_of(session, person.lab_id)
    waiting = sum(not rows for _, rows in themes)
    late = overdue_answers(session, person.lab_id, day_of(now))
    return Card(
        "Réponses du Lab",
        "Ce que vous faites, ferez ou ne pouvez pas faire, thème par thème.",
        facts=(
            *tally(waiting, "thème attend", "thèmes attendent", "une première réponse"),
            *tally(late, "réponse a dépassé", "réponses ont dépassé", "la date promise"),
        ),
        endpoint="cooperation.answers",
        link="Répondre aux thèmes",
    )


def late_promises(session: Session, lab_id: uuid.UUID, today: date) -> list[Line]:
    late = overdue_answers(session, lab_id, today)
    return how_many(
        late, "Une réponse du Lab a dépassé", "réponses du Lab ont dépassé", "la date promise", "cooperation.answers"
    )


def unanswered(session: Session, lab_id: uuid.UUID) -> list[Line]:
    """Adopted themes to which the Lab has answered nothing."""
    return how_many(
        unanswered_themes(session, lab_id),
        "Un thème adopté attend",
        "thèmes adoptés attendent",
        "une première réponse du Lab",
        "cooperation.answers",
    )
