"""A coordinator, and the pages they are signed in to."""

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from tests.conftest import SignIn
from tests.factories import make_lab, make_person
from tests.pages import Browser


@pytest.fixture
def coordinator(session: Session) -> Person:
    person = make_person(session, make_lab(session), Role.COORDINATOR)
    session.commit()
    return person


@pytest.fixture
def team(sign_in: SignIn, coordinator: Person) -> Browser:
    return sign_in(coordinator)
