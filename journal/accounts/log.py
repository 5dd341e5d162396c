"""Writing to the audit log from a request, with its person and the time."""

import uuid
from collections.abc import Iterable
from typing import Any

from flask import g
from sqlalchemy.orm import Session

from journal.accounts import audit
from journal.accounts.models import AuditEvent, Person
from journal.accounts.readings import Reading, unlogged
from journal.clock import now
from journal.web.database import get_session
from journal.web.settings import settings


def record(session: Session, action: str, *, by: Person | None, on: audit.Subject, **detail: Any) -> AuditEvent:
    """Append an event dated now. See ``audit.record``."""
    return audit.record(session, action, by=by, on=on, at=now(), key=settings().key_for("audit"), **detail)


def log_as_read(reading: Reading, ids: Iterable[uuid.UUID]) -> None:
    """Log that the person reads these rows, before they are shown: what cannot be logged is not shown.

    Once a day for each row. Nobody waits to write when all is noted.
    """
    missing = unlogged(get_session(), g.person, reading, ids, now=now())
    if missing:
        session = get_session(write=True)
        for row_id in missing:
            record(session, reading.value, by=g.person, on=audit.Subject(reading.subject, row_id))
        session.commit()
