"""Someone whose passage worries a coordinator of their Lab."""

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.entries.models import Entry
from tests.factories import make_lab, make_person
from tests.web.messages.letters import PASSAGE, given


@pytest.fixture
def lab(session: Session) -> Lab:
    return make_lab(session)


@pytest.fixture
def author(session: Session, lab: Lab) -> Person:
    person = make_person(session, lab, username="cigale-12")
    session.commit()
    return person


@pytest.fixture
def entry(session: Session, author: Person) -> Entry:
    return given(session, author, PASSAGE)


@pytest.fixture
def coordinator(session: Session, lab: Lab) -> Person:
    person = make_person(session, lab, Role.COORDINATOR)
    session.commit()
    return person
