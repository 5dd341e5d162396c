"""Writing to the author of a passage or text, and what they do with the message."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Lab, Person
from journal.db import count, hold
from journal.errors import DomainError, TooManyTries
from journal.messages import queries, rules, writings
from journal.messages.models import MessageAnswer, TeamMessage
from journal.messages.writings import Writing

# How the log names the sending of a message, and its taking back.
SENT, TAKEN_BACK = "write_to_author", "take_message_back"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a coordinator writes, and how they sign."""

    words: str
    signed_name: str
    signed_role: str


def send(session: Session, about: Writing, letter: Letter, *, by: Person, now: datetime) -> TeamMessage:
    """Write to the author of a passage, or of another text sent to the team.

    Nothing is looked up of the author: whoever wrote it, whatever they were sent before and whatever they want, the
    same is done and the same is told. The Lab is held, never the text: to wait for it would tell of its author.

    Raises
    ------
    TooManyTries
        When this coordinator wrote enough today.
    DomainError
        When a message about these very words is on its way already.
    """
    hold(session, Lab, by.lab_id)
    today = (AuditEvent.actor_id == by.id, AuditEvent.action == SENT, AuditEvent.at > now - timedelta(days=1))
    if count(session, AuditEvent, *today) >= rules.MOST_PER_DAY:
        raise TooManyTries(
            "Vous avez écrit cinq mots depuis hier. Parlez-en à vos collègues, ou reprenez demain\u00a0: chaque mot "
            "compte davantage quand ils sont peu."
        )
    if not rules.may_be_written_about(queries.last_about(session, about), now):
        raise DomainError("Un mot est déjà parti à propos de ce texte. Il faut lui laisser le temps.")
    message = TeamMessage(
        id=uuid.uuid4(),
        lab_id=by.lab_id,
        person_id=writings.author_of(about),
        sent_by_id=by.id,
        signed_name=letter.signed_name,
        signed_role=letter.signed_role,
        words=letter.words,
        sent_at=now,
        **writings.keys_of(about),
    )
    session.add(message)
    session.flush()
    return message


def take_back(session: Session, message: TeamMessage, *, now: datetime) -> None:
    """Stop delivering a message. What its reader already did with it stays theirs, and unknown to the team.

    Raises
    ------
    DomainError
        When an answer says that it was read, when it is too old to reach anyone, or taken back already.
    """
    if not rules.may_be_taken_back(message, now):
        raise DomainError("Ce mot ne se reprend plus\u00a0: il est repris, a reçu une réponse, ou a plus d’un mois.")
    message.taken_back_at = now
    session.flush()


def answer(session: Session, message: TeamMessage, words: str, *, now: datetime) -> None:
    """Answer a message, or change the answer until the team may read it.

    One that was taken back meanwhile may be answered still: whoever was writing has read it.

    Raises
    ------
    DomainError
        When the message is too old, or its answer is read already.
    """
    if not rules.is_open(message, now):
        raise DomainError("Ce mot a plus d’un mois\u00a0: il ne reçoit plus de réponse. Demandez à être contacté·e.")
    if rules.is_told(message.answer, now):
        raise DomainError("L’équipe a déjà votre réponse. Vous pouvez la retirer.")
    if message.answer is None:
        message.answer = MessageAnswer(words=words, at=now)
    message.answer.words, message.answer.at = words, now
    session.flush()


def withdraw_answer(session: Session, message: TeamMessage, *, now: datetime) -> None:
    """Erase an answer. The message stays put away, and asks for no other."""
    if message.answer is not None:
        session.delete(message.answer)  # named: what listens to erasures sees no orphan go
        message.answer = None
    put_away(session, message, now=now)


def put_away(session: Session, message: TeamMessage, *, now: datetime) -> None:
    """Stop showing a message on the journal's first page; its sender is not told."""
    message.put_away_at = message.put_away_at or now
    session.flush()


def take_up_again(session: Session, message: TeamMessage) -> None:
    """Show a message again after it was put away.

    Raises
    ------
    DomainError
        When the team took it back: it stays where its reader put it.
    """
    if message.taken_back_at is not None:
        raise DomainError("L’équipe a repris ce mot. Il reste parmi ceux que vous avez rangés.")
    message.put_away_at = None
    session.flush()


def choose(session: Session, person: Person, *, takes: bool, now: datetime) -> None:
    """Choose whether to receive messages from the team; nobody is told, and a message being shown is put away."""
    shown = queries.current(session, person, now=now)
    if shown is not None and not takes:
        put_away(session, shown, now=now)
    person.takes_messages = takes
    session.flush()


def forget_old(session: Session, *, now: datetime) -> int:
    """Erase old messages, and those about a text the team may no longer read; return how many.

    One by one: each is then marked as erased, and no older backup brings it back. A text may have been withdrawn in
    the very instant in which someone wrote about it.
    """
    ended = (TeamMessage.sent_at <= now - rules.KEPT) | ~queries.given()
    old = session.scalars(sa.select(TeamMessage).where(ended)).all()
    for message in old:
        session.delete(message)
    session.flush()
    return len(old)
