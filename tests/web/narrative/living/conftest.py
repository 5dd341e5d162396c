import pytest
from sqlalchemy.orm import Session

from tests.unit.journal.narrative.scenes import Scene, make_scene
from tests.web.narrative.living.composing import compose


@pytest.fixture
def scene(session: Session) -> Scene:
    """A Lab whose récit is composed."""
    scene = make_scene(session)
    compose(session, scene)
    return scene
