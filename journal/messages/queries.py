"""Queries about messages. What the team is given reveals nothing its reader did, except an answer."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from journal.accounts.models import AuditEvent, Person
from journal.accounts.readings import Reading
from journal.calls.models import IdeaWords
from journal.calls.queries import read_by_team
from journal.clock import day_of, midnight
from journal.common_good.models import Words
from journal.db import count, holding
from journal.entries.models import Entry, Sharing
from journal.messages.models import MessageAnswer, TeamMessage
from journal.messages.rules import KEPT, is_told, may_be_taken_back, to_read
from journal.messages.writings import Place, Writing, key_of, place_of, words_of
from journal.narrative.models import Contribution, ContributionState
from journal.themes.excerpts import Excerpt, readable


@dataclass(frozen=True, slots=True)
class Sent:
    """A sent message as the team sees it; without its answer until the day after."""

    id: uuid.UUID
    excerpt: Excerpt | None
    # Or words that were sent to the team, and where it reads them.
    said: str
    place: Place | None
    words: str
    signature: str
    at: datetime
    is_mine: bool
    taken_back_at: datetime | None
    may_be_taken_back: bool
    answer: str


def given() -> sa.ColumnElement[bool]:
    """``rules.is_given`` in SQL."""
    # Each looks its own row up: a list of those given would read every text of the site for one message.
    return sa.or_(
        TeamMessage.entry.has(Entry.sharing == Sharing.QUOTABLE),
        TeamMessage.contribution.has(Contribution.state != ContributionState.UNSENT),
        TeamMessage.common_good_words.has(Words.sent_at.is_not(None)),
        read_by_team().where(IdeaWords.id == TeamMessage.idea_words_id).exists(),
    )


def sent_by_team(session: Session, by: Person, *, now: datetime) -> list[Sent]:
    """Every message sent by the coordinator's Lab, latest first."""
    rows = session.scalars(
        _kept(now).where(TeamMessage.lab_id == by.lab_id).order_by(TeamMessage.sent_at.desc(), TeamMessage.id)
    ).all()
    excerpts = readable(session, by.lab_id, [row.passage_id for row in rows if row.passage_id])
    return [_as_sent(session, row, excerpts, by, now) for row in rows]


def _as_sent(
    session: Session, row: TeamMessage, excerpts: Mapping[uuid.UUID, Excerpt], by: Person, now: datetime
) -> Sent:
    words = words_of(row)
    return Sent(
        id=row.id,
        excerpt=excerpts.get(row.passage_id) if row.passage_id else None,
        said=words.said if words else "",
        place=place_of(session, words) if words else None,
        words=row.words,
        signature=f"{row.signed_name}, {row.signed_role}",
        at=row.sent_at,
        is_mine=row.sent_by_id == by.id,
        taken_back_at=row.taken_back_at,
        may_be_taken_back=may_be_taken_back(row, now),
        answer=row.answer.words if row.answer and is_told(row.answer, now) else "",
    )


def sent_in_lab(session: Session, lab_id: uuid.UUID, message_id: uuid.UUID, *, now: datetime) -> TeamMessage | None:
    """A message sent by the team of a Lab."""
    return session.scalar(_kept(now).where(TeamMessage.id == message_id, TeamMessage.lab_id == lab_id))


def last_about(session: Session, writing: Writing) -> TeamMessage | None:
    """The last message about a passage or other text, whoever in the team sent it."""
    return last_about_each(session, [writing]).get(writing.id)


def last_about_each(session: Session, writings: Iterable[Writing]) -> dict[uuid.UUID, TeamMessage]:
    """By row, the last message about each of some passages or texts, whoever in the team sent it."""
    found: dict[uuid.UUID, TeamMessage] = {}
    for key, ids in _by_key(writings).items():
        about = sa.select(TeamMessage).where(getattr(TeamMessage, key).in_(ids))
        for message in session.scalars(about.order_by(TeamMessage.sent_at, TeamMessage.id.desc())):
            found[getattr(message, key)] = message
    return found


def _by_key(writings: Iterable[Writing]) -> dict[str, list[uuid.UUID]]:
    ids: dict[str, list[uuid.UUID]] = {}
    for each in writings:
        ids.setdefault(key_of(each), []).append(each.id)
    return ids


def unread_answers(session: Session, lab_id: uuid.UUID, *, now: datetime) -> int:
    """The number of answers the team has not read, for Monday's page."""
    today = midnight(day_of(now))
    read = sa.select(AuditEvent.subject_id).where(
        AuditEvent.lab_id == lab_id, AuditEvent.action == Reading.ANSWER.value, AuditEvent.subject_id.is_not(None)
    )
    told = (MessageAnswer.message_id == TeamMessage.id, MessageAnswer.at < today, TeamMessage.id.not_in(read))
    return count(session, TeamMessage, TeamMessage.lab_id == lab_id, sa.exists().where(*told), given())


def of_person(session: Session, person: Person, *, now: datetime) -> Sequence[TeamMessage]:
    """Every message sent to someone, including those they are not shown."""
    own = _kept(now).where(TeamMessage.person_id == person.id).options(joinedload(TeamMessage.passage))
    return session.scalars(own.order_by(TeamMessage.sent_at.desc(), TeamMessage.id)).all()


def current(session: Session, person: Person, *, now: datetime) -> TeamMessage | None:
    """The message someone is shown now, if there is one."""
    return to_read(of_person(session, person, now=now), takes=person.takes_messages, now=now)


def own(session: Session, person: Person, message_id: uuid.UUID) -> TeamMessage | None:
    """A message, only for the person it is sent to, locked until the transaction ends."""
    wanted = sa.select(TeamMessage).where(TeamMessage.id == message_id, TeamMessage.person_id == person.id)
    return session.scalar(holding(wanted))


def _kept(now: datetime) -> sa.Select[TeamMessage]:
    return sa.select(TeamMessage).where(TeamMessage.sent_at > now - KEPT, given())
