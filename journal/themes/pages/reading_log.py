"""Each reading of passages by staff is logged, so that the people who wrote them can see who did."""

import uuid
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.accounts.models import AuditEvent, Person
from journal.clock import day_of, midnight
from journal.themes.excerpts import Excerpt

ACTION = "read_passages"


def unlogged(session: Session, person: Person, excerpts: Iterable[Excerpt], *, now: datetime) -> list[uuid.UUID]:
    """The entries of these passages whose reading by this person is not noted yet today."""
    entries = {excerpt.entry_id for excerpt in excerpts}
    if not entries:
        return []
    morning = midnight(day_of(now))
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
    return sorted(entries - noted, key=str)


def log_reading(session: Session, person: Person, entries: Iterable[uuid.UUID]) -> None:
    """Note that someone reads passages of these entries. Commit before showing: what cannot be logged is not shown."""
    for entry_id in entries:
        record(session, ACTION, by=person, on=Subject("entry", entry_id))
