"""Someone who writes, and their journal."""

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from tests.conftest import SignIn
from tests.factories import make_person
from tests.pages import Browser


@pytest.fixture
def amina(session: Session) -> Person:
    person = make_person(session)
    session.commit()
    return person


@pytest.fixture
def journal(amina: Person, sign_in: SignIn) -> Browser:
    return sign_in(amina)
