"""Each reading of passages by staff is logged, so that the people who wrote them can see who did."""

import uuid
from collections.abc import Iterable
from datetime import datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.accounts.models import AuditEvent, Person
from journal.clock import PARIS
from journal.themes.queries import Excerpt

ACTION = "read_passages"


def log_reading(session: Session, person: Person, excerpts: Iterable[Excerpt], *, now: datetime) -> int:
    """Note that someone reads passages of these entries, once a day for each; return how many were noted.

    The session must be one that writes. The caller commits before it shows anything: what cannot be logged is not
    shown.
    """
    entries = {excerpt.entry_id for excerpt in excerpts}
    if not entries:
        return 0
    morning = datetime.combine(now.astimezone(PARIS).date(), time(), PARIS)
    noted: set[uuid.UUID | None] = set(
        session.scalars(
            sa.select(AuditEvent.subject_id).where(
                AuditEvent.actor_id == person.id,
                AuditEvent.action == ACTION,
                AuditEvent.at >= morning,
                AuditEvent.subject_id.in_(entries),
            )
        )
    )
    new = sorted(entries - noted, key=str)
    for entry_id in new:
        record(session, ACTION, by=person, on=Subject("entry", entry_id))
    return len(new)
