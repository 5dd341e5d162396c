"""What other pages say of the Lab's answers: the page of the cooperation, and the coordinators' Monday page."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.actors.models import Actor
from journal.clock import day_of
from journal.cooperation.models import LabAnswer
from journal.cooperation.queries import answers_of, overdue_answers, unanswered_themes
from journal.text import names
from journal.web.lines import Card, Dated, Line, Shared, how_many, tally


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


def with_actor(session: Session, actor: Actor, _today: date, _floor: int) -> Shared:
    """What the Lab answers to a theme in words that name an actor: what is still to do, and when each was said."""
    rows = session.scalars(sa.select(LabAnswer).where(LabAnswer.lab_id == actor.lab_id)).all()
    naming = [row for row in rows if names(row.text, actor.name)]
    return Shared(
        [
            Line(f"{row.standing}\u00a0: {row.text}", "cooperation.change", {"answer_id": row.id})
            for row in naming
            if row.done_on is None
        ],
        [
            Dated(day_of(row.at), "Réponse du Lab", row.text, "cooperation.change", {"answer_id": row.id})
            for row in naming
        ],
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
