"""What the pages of other features show about the Lab's answers."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.actors.models import Actor
from journal.clock import day_of
from journal.cooperation.models import LabAnswer
from journal.cooperation.queries import answers_of, overdue_answers, unanswered_themes
from journal.db import Backlog
from journal.text import names
from journal.web.lines import Card, Dated, Line, Shared, tally
from journal.web.waiting import Urgency, Waiting, how_many


def answers_card(session: Session, person: Person, now: datetime) -> Card | None:
    """The Lab's answers: coordinators write them here, others read them in the récit."""
    if person.role is not Role.COORDINATOR:
        return None
    themes = answers_of(session, person.lab_id)
    waiting = sum(not rows for _, rows in themes)
    late = overdue_answers(session, person.lab_id, day_of(now)).count
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
    """The Lab's answers that name an actor: what is still to do, and when each was given."""
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


def on_monday(session: Session, lab_id: uuid.UUID, today: date) -> list[Waiting]:
    """Adopted themes without an answer, then late promises."""
    waiting, late = Backlog(unanswered_themes(session, lab_id), None), overdue_answers(session, lab_id, today)
    one, several, end = "Un thème adopté attend", "thèmes adoptés attendent", "une première réponse du Lab"
    found = how_many(waiting, Urgency.AWAITED, one, several, end, "cooperation.answers")
    one, several = "Une réponse du Lab a dépassé", "réponses du Lab ont dépassé"
    return found + how_many(late, Urgency.DATED, one, several, "la date promise", "cooperation.answers")
