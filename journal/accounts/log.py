"""Writing to the audit log from a request: who and when are known."""

from typing import Any

from sqlalchemy.orm import Session

from journal.accounts import audit
from journal.accounts.models import AuditEvent, Person
from journal.clock import now
from journal.web.settings import settings


def record(session: Session, action: str, *, by: Person | None, on: audit.Subject, **detail: Any) -> AuditEvent:
    """Append an event dated now. See ``audit.record``."""
    return audit.record(session, action, by=by, on=on, at=now(), key=settings().key_for("audit"), **detail)
