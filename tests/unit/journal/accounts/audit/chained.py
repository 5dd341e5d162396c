"""A log of events, each sealed to the one before."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent

KEY = "a key kept outside the database"
START = datetime(2025, 1, 10, 8, 0, tzinfo=UTC)


def sequences(session: Session) -> list[int]:
    return list(session.scalars(sa.select(AuditEvent.sequence).order_by(AuditEvent.sequence)))
