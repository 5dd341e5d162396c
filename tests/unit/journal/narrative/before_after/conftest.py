"""A Lab whose people wrote before an experiment and since."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene


@pytest.fixture
def scene(session: Session) -> Scene:
    """A theme nobody wrote of yet in the months that are counted: the scene's people wrote in November 2025."""
    return scenes.make_scene(session, month=date(2025, 11, 1))
