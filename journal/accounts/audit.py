"""The log of what was done: ids only, append-only, chained with a key kept outside the database."""

import hmac
import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Person


@dataclass(frozen=True, slots=True)
class Subject:
    """What an action was done on."""

    kind: str
    id: uuid.UUID | None = None


def record(
    session: Session, action: str, *, by: Person | None, on: Subject, at: datetime, key: str, **detail: Any
) -> AuditEvent:
    """Append one event. ``detail`` holds ids, counts and enum values, never anyone's words."""
    if session.get_bind().dialect.name == "postgresql":
        # Two writers must not chain to the same row. SQLite's BEGIN IMMEDIATE already guarantees it.
        session.execute(sa.text("SELECT pg_advisory_xact_lock(721004)"))
    previous = session.scalar(sa.select(AuditEvent.mac).order_by(AuditEvent.sequence.desc()).limit(1)) or ""
    event = AuditEvent(
        at=at,
        actor_id=by.id if by else None,
        actor_role=by.role.value if by else "",
        lab_id=by.lab_id if by else None,
        action=action,
        subject=on.kind,
        subject_id=on.id,
        detail=detail,
        mac="",
    )
    event.mac = _mac(event, previous, key)
    session.add(event)
    session.flush()
    return event


def first_broken(session: Session, key: str) -> int | None:
    """The sequence of the first event whose chain does not hold, or nothing when all do."""
    previous = ""
    for event in session.scalars(sa.select(AuditEvent).order_by(AuditEvent.sequence)):
        if not hmac.compare_digest(event.mac, _mac(event, previous, key)):
            return event.sequence
        previous = event.mac
    return None


def _mac(event: AuditEvent, previous: str, key: str) -> str:
    content = [
        previous,
        event.at.isoformat(),
        str(event.actor_id),
        event.actor_role,
        str(event.lab_id),
        event.action,
        event.subject,
        str(event.subject_id),
        json.dumps(event.detail, sort_keys=True, default=str),
    ]
    return hmac.new(key.encode(), "\x1f".join(content).encode(), "sha256").hexdigest()
