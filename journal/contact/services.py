"""Asking to be contacted; handling, closing and deleting a request."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.contact.models import Channel, ContactRequest
from journal.contact.queries import open_request
from journal.contact.rules import KEPT, may_be_reopened
from journal.db import hold
from journal.errors import DomainError


@dataclass(frozen=True, slots=True)
class Wish:
    """How a person wishes to be contacted."""

    called: str
    channel: Channel
    reach: str
    words: str


def ask(session: Session, person: Person, wish: Wish, *, now: datetime) -> ContactRequest:
    """Ask to be contacted, or change the request: a person has at most one open."""
    hold(session, Person, person.id)
    row = open_request(session, person.id, lock=True)
    if row is None:
        row = ContactRequest(lab_id=person.lab_id, person_id=person.id, asked_at=now)
        session.add(row)
    row.called, row.channel, row.words = wish.called, wish.channel, wish.words
    row.reach = "" if wish.channel is Channel.IN_PERSON else wish.reach
    session.flush()
    return row


def withdraw(session: Session, row: ContactRequest) -> None:
    """Erase a request."""
    session.delete(row)
    session.flush()


def take(session: Session, row: ContactRequest, *, by: Person, now: datetime) -> None:
    """Take charge of a request; its author sees that someone did.

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
    """Leave a request to whoever else can answer it."""
    row.taken_at = row.taken_by_id = None
    session.flush()


def close(session: Session, row: ContactRequest, *, now: datetime) -> None:
    row.closed_at = now
    session.flush()


def reopen(session: Session, row: ContactRequest, *, now: datetime) -> None:
    """Reopen a request closed by mistake a moment ago.

    Raises
    ------
    DomainError
        When it was closed too long ago, or its author has asked again since.
    """
    hold(session, Person, row.person_id)
    if row.closed_at is None:
        return  # a second click
    if not may_be_reopened(row.closed_at, now):
        raise DomainError("Cette demande est close depuis plus d’un jour.")
    if open_request(session, row.person_id) is not None:
        raise DomainError("Cette personne a fait une nouvelle demande depuis\u00a0: répondez à celle-là.")
    row.closed_at = None
    taker = session.get(Person, row.taken_by_id) if row.taken_by_id else None
    if taker is None or not taker.coordinates:
        row.taken_at = row.taken_by_id = None  # who left the team since takes care of nothing
    session.flush()


def forget_closed(session: Session, *, now: datetime) -> int:
    """Erase the requests closed a month ago; return how many.

    One by one: each is then marked as erased, and no older backup brings a phone number back.
    """
    old = session.scalars(sa.select(ContactRequest).where(ContactRequest.closed_at < now - KEPT)).all()
    for row in old:
        session.delete(row)
    session.flush()
    return len(old)
