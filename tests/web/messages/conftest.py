"""Someone whose passage worries a coordinator of their Lab."""

from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.entries.models import Entry
from tests.factories import NOW, make_lab, make_person
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


@pytest.fixture
def at_one_moment() -> Iterator[None]:
    """Pages tell the time: two readings of the same page are compared."""
    with time_machine.travel(NOW, tick=False):
        yield
