import pytest
from sqlalchemy.orm import Session

from journal.config import Settings
from tests.whole_app.world import WORD, World, make_world


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    return make_world(session, settings, WORD)
