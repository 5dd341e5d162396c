"""A log in which several things were done."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from journal.accounts import audit
from tests.unit.journal.accounts.audit.chained import KEY, START


@pytest.fixture
def log(session: Session) -> Session:
    """Six events, a hundred days apart, written down for good."""
    for number in range(6):
        audit.record(
            session,
            "sign_in",
            by=None,
            on=audit.Subject("person", uuid.UUID(int=number)),
            at=START + timedelta(days=100 * number),
            key=KEY,
            number=number,
        )
    session.commit()
    return session
