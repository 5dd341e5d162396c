"""Reads of messages. What the team is given here holds nothing that its reader did, but an answer."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from journal.accounts.models import AuditEvent, Person
from journal.accounts.readings import Reading
from journal.clock import day_of, midnight
from journal.db import count, holding
from journal.entries.models import Entry, Sharing
from journal.messages.models import MessageAnswer, TeamMessage
from journal.messages.rules import KEPT, is_told, to_read
from journal.themes.excerpts import Excerpt, readable


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as the team reads it again; no answer until the day after it was written."""

    id: uuid.UUID
    excerpt: Excerpt | None
    words: str
    signature: str
    at: datetime
    is_mine: bool
    answer: str


def given() -> sa.ColumnElement[bool]:
    """``rules.is_given`` in SQL."""
    return sa.and_(Entry.withdrawn_at.is_(None), Entry.sharing == Sharing.QUOTABLE)


def sent_by_team(session: Session, by: Person, *, now: datetime) -> list[Sent]:
    """Every message that the Lab of a coordinator sent, the latest first."""
    rows = session.scalars(
        _kept(now).where(TeamMessage.lab_id == by.lab_id).order_by(TeamMessage.sent_at.desc(), TeamMessage.id)
    ).all()
    excerpts = readable(session, by.lab_id, [row.passage_id for row in rows if row.passage_id])
    return [
        Sent(
            id=row.id,
            excerpt=excerpts.get(row.passage_id) if row.passage_id else None,
            words=row.words,
            signature=f"{row.signed_name}, {row.signed_role}",
            at=row.sent_at,
            is_mine=row.sent_by_id == by.id,
            answer=row.answer.words if row.answer and is_told(row.answer, now) else "",
        )
        for row in rows
    ]


def last_about(session: Session, passage_id: uuid.UUID) -> TeamMessage | None:
    """The last message about a passage, whoever of the team sent it."""
    about = sa.select(TeamMessage).where(TeamMessage.passage_id == passage_id)
    return session.scalar(about.order_by(TeamMessage.sent_at.desc(), TeamMessage.id).limit(1))


def unread_answers(session: Session, lab_id: uuid.UUID, *, now: datetime) -> int:
    """How many answers nobody of the team has read: for Monday's page."""
    today = midnight(day_of(now))
    read = sa.select(AuditEvent.subject_id).where(
        AuditEvent.lab_id == lab_id, AuditEvent.action == Reading.ANSWER.value, AuditEvent.subject_id.is_not(None)
    )
    told = (MessageAnswer.message_id == TeamMessage.id, MessageAnswer.at < today, TeamMessage.id.not_in(read))
    return count(session, TeamMessage, TeamMessage.lab_id == lab_id, sa.exists().where(*told), _about_a_given_text())


def of_person(session: Session, person: Person, *, now: datetime) -> Sequence[TeamMessage]:
    """All that was sent to someone, what they are not shown included."""
    own = _kept(now).where(TeamMessage.person_id == person.id).options(joinedload(TeamMessage.passage))
    return session.scalars(own.order_by(TeamMessage.sent_at.desc(), TeamMessage.id)).all()


def current(session: Session, person: Person, *, now: datetime) -> TeamMessage | None:
    """The message someone is shown now, if there is one."""
    return to_read(of_person(session, person, now=now), takes=person.takes_messages, now=now)


def own(session: Session, person: Person, message_id: uuid.UUID) -> TeamMessage | None:
    """A message, only for the person it is sent to, held until the transaction ends."""
    wanted = sa.select(TeamMessage).where(TeamMessage.id == message_id, TeamMessage.person_id == person.id)
    return session.scalar(holding(wanted))


def _kept(now: datetime) -> sa.Select[TeamMessage]:
    return sa.select(TeamMessage).where(TeamMessage.sent_at > now - KEPT, _about_a_given_text())


def _about_a_given_text() -> sa.ColumnElement[bool]:
    return TeamMessage.entry_id.in_(sa.select(Entry.id).where(given()))
