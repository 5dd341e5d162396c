"""Asking to be contacted, taking charge of a request, closing it, forgetting it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.contact.models import Channel, ContactRequest
from journal.db import hold
from journal.errors import DomainError

LONGEST_WORDS = 1000
# A phone number serves no purpose once the call was made.
KEPT = timedelta(days=30)
LATE = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person says of how they wish to be contacted."""

    called: str
    channel: Channel
    reach: str
    words: str


def ask(session: Session, person: Person, wish: Wish, *, now: datetime) -> ContactRequest:
    """Ask to be contacted, or change what was asked: a person has one open request at most."""
    hold(session, Person, person.id)
    row = open_request(session, person.id, held=True)
    if row is None:
        row = ContactRequest(lab_id=person.lab_id, person_id=person.id, asked_at=now)
        session.add(row)
    row.called, row.channel, row.words = wish.called, wish.channel, wish.words
    row.reach = "" if wish.channel is Channel.IN_PERSON else wish.reach
    session.flush()
    return row


def open_request(session: Session, person_id: uuid.UUID, *, held: bool = False) -> ContactRequest | None:
    """A person's request; ``held``, as it is now, and nobody else takes or closes it meanwhile."""
    found = sa.select(ContactRequest).where(ContactRequest.person_id == person_id, ContactRequest.closed_at.is_(None))
    if held:
        found = found.with_for_update().execution_options(populate_existing=True)
    return session.scalar(found)


def last_closed(session: Session, person_id: uuid.UUID) -> ContactRequest | None:
    """The last request the team says it answered, while it is kept: its author may say that nobody did."""
    own = sa.select(ContactRequest).where(ContactRequest.person_id == person_id)
    closed = own.where(ContactRequest.closed_at.is_not(None)).order_by(ContactRequest.closed_at.desc())
    return session.scalar(closed.limit(1))


def withdraw(session: Session, row: ContactRequest) -> None:
    """Take a request back: nothing of it stays."""
    session.delete(row)
    session.flush()


def take(session: Session, row: ContactRequest, *, by: Person, now: datetime) -> None:
    """Say who takes charge of a request; its author reads that someone does.

    Raises
    ------
    DomainError
        When someone else does already: two people calling is one too many.
    """
    if row.taken_by_id not in (None, by.id):
        raise DomainError("Une autre personne de l’équipe vient de s’en charger.")
    row.taken_at, row.taken_by_id = row.taken_at or now, by.id
    session.flush()


def give_back(session: Session, row: ContactRequest) -> None:
    """Leave a request to whoever can answer it."""
    row.taken_at = row.taken_by_id = None
    session.flush()


def close(session: Session, row: ContactRequest, *, now: datetime) -> None:
    row.closed_at = now
    session.flush()


def in_lab(session: Session, lab_id: uuid.UUID, request_id: uuid.UUID) -> ContactRequest | None:
    """An open request, only inside its Lab, held for whoever answers it."""
    return session.scalar(_open(lab_id).where(ContactRequest.id == request_id).with_for_update())


def waiting(session: Session, lab_id: uuid.UUID) -> Sequence[ContactRequest]:
    """Every open request of a Lab, the one that waits for longest first, those nobody took before the others."""
    order = (ContactRequest.taken_at.is_not(None), ContactRequest.asked_at, ContactRequest.id)
    return session.scalars(_open(lab_id).order_by(*order)).all()


def untaken(session: Session, lab_id: uuid.UUID) -> int:
    """How many people wait for someone: for Monday's page."""
    statement = _open(lab_id).where(ContactRequest.taken_at.is_(None))
    return session.scalar(sa.select(sa.func.count()).select_from(statement.subquery())) or 0


def is_late(row: ContactRequest, now: datetime) -> bool:
    return row.asked_at < now - LATE


def forget_closed(session: Session, *, now: datetime) -> int:
    """Erase the requests closed a month ago; return how many.

    One by one: each is then marked as erased, and no older backup brings a phone number back.
    """
    old = session.scalars(sa.select(ContactRequest).where(ContactRequest.closed_at < now - KEPT)).all()
    for row in old:
        session.delete(row)
    session.flush()
    return len(old)


def _open(lab_id: uuid.UUID) -> sa.Select[ContactRequest]:
    return sa.select(ContactRequest).where(ContactRequest.lab_id == lab_id, ContactRequest.closed_at.is_(None))
