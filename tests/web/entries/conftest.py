"""Someone who writes, and their journal."""

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session, selectinload

from journal.accounts.models import Person
from journal.entries.models import Entry
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


def the_entry(session: Session) -> Entry:
    """The only entry there is, as it is now."""
    session.expire_all()
    found = session.scalars(sa.select(Entry).options(selectinload(Entry.passages))).one()
    session.commit()  # a test that holds the database would stop the application
    return found


def look_for(journal: Browser, words: str) -> BeautifulSoup:
    """What the search of the journal finds: its form is shown where something is written."""
    return journal.post("/journal/chercher", {"q": words}, follow=True)
