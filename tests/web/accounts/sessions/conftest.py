"""Someone of the team who signs in."""

import pytest
from sqlalchemy.orm import Session

from journal.accounts import codes
from journal.accounts.models import Person, Role
from tests.factories import make_lab, make_person


@pytest.fixture
def coordinator(session: Session) -> Person:
    lab = make_lab(session)
    make_person(session, lab, Role.ADMIN)
    person = make_person(session, lab, Role.COORDINATOR, username="camille", recovery_hash=codes.hash_code("AAAA-BBBB"))
    session.commit()
    return person
