"""Someone who writes."""

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from tests.factories import make_person


@pytest.fixture
def author(session: Session) -> Person:
    author = make_person(session)
    session.commit()
    return author
