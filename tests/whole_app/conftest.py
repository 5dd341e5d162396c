import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.config import Settings
from tests.conftest import SignIn
from tests.factories import make_lab, make_person
from tests.pages import Browser
from tests.whole_app.world import WORD, World, make_world


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    return make_world(session, settings, WORD)


@pytest.fixture
def browsers(session: Session, sign_in: SignIn) -> dict[str, Browser]:
    """One person of each role, all of the same Lab."""
    lab = make_lab(session)
    people = [make_person(session, lab, role) for role in Role]
    session.commit()
    return {person.role_name: sign_in(person) for person in people}
