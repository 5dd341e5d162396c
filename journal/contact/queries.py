import uuid
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.contact.models import ContactRequest
from journal.db import Backlog, backlog, count, holding


def open_request(session: Session, person_id: uuid.UUID, *, lock: bool = False) -> ContactRequest | None:
    """A person's request. With ``lock``, the row is re-read and locked until the transaction ends."""
    found = sa.select(ContactRequest).where(ContactRequest.person_id == person_id, ContactRequest.closed_at.is_(None))
    return session.scalar(holding(found) if lock else found)


def last_closed(session: Session, person_id: uuid.UUID) -> ContactRequest | None:
    """The last request the team marked as answered, while it is stored: its author may say that it was not."""
    own = sa.select(ContactRequest).where(ContactRequest.person_id == person_id)
    closed = own.where(ContactRequest.closed_at.is_not(None)).order_by(ContactRequest.closed_at.desc())
    return session.scalar(closed.limit(1))


def in_lab(session: Session, lab_id: uuid.UUID, request_id: uuid.UUID) -> ContactRequest | None:
    """An open request of this Lab, locked for whoever answers it."""
    return session.scalar(holding(_open(lab_id).where(ContactRequest.id == request_id)))


def closed_in_lab(session: Session, lab_id: uuid.UUID, request_id: uuid.UUID) -> ContactRequest | None:
    """A request the team closed, or open again after a double click, for whoever says it was not answered."""
    wanted = sa.select(ContactRequest).where(ContactRequest.lab_id == lab_id, ContactRequest.id == request_id)
    return session.scalar(holding(wanted))


def just_closed(session: Session, lab_id: uuid.UUID, *, since: datetime) -> Sequence[ContactRequest]:
    """The requests closed since a moment, whose authors have not asked again."""
    asked_again = sa.select(ContactRequest.person_id).where(ContactRequest.closed_at.is_(None))
    wanted = (ContactRequest.lab_id == lab_id, ContactRequest.closed_at >= since)
    found = sa.select(ContactRequest).where(*wanted, ContactRequest.person_id.not_in(asked_again))
    return session.scalars(found.order_by(ContactRequest.closed_at.desc(), ContactRequest.id)).all()


def waiting(session: Session, lab_id: uuid.UUID) -> Sequence[ContactRequest]:
    """Every open request of a Lab, those nobody handles first, then the oldest first."""
    order = (ContactRequest.taken_at.is_not(None), ContactRequest.asked_at, ContactRequest.id)
    return session.scalars(_open(lab_id).order_by(*order)).all()


def untaken(session: Session, lab_id: uuid.UUID) -> Backlog:
    """The people waiting for someone, for Monday's page."""
    return backlog(session, ContactRequest.asked_at, *_is_open(lab_id), ContactRequest.taken_at.is_(None))


def taken_by(session: Session, person_id: uuid.UUID) -> int:
    """The number of open requests that someone handles."""
    return count(session, ContactRequest, ContactRequest.taken_by_id == person_id, ContactRequest.closed_at.is_(None))


def taken_before(session: Session, lab_id: uuid.UUID, moment: datetime) -> Backlog:
    """Open requests that someone has handled since before a moment."""
    return backlog(session, ContactRequest.taken_at, *_is_open(lab_id), ContactRequest.taken_at < moment)


def _open(lab_id: uuid.UUID) -> sa.Select[ContactRequest]:
    return sa.select(ContactRequest).where(*_is_open(lab_id))


def _is_open(lab_id: uuid.UUID) -> tuple[sa.ColumnElement[bool], ...]:
    return ContactRequest.lab_id == lab_id, ContactRequest.closed_at.is_(None)
