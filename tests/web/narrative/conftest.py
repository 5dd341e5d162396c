import pytest
from sqlalchemy.orm import Session

from tests.unit.journal.narrative.scenes import Scene, make_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    scene = make_scene(session)
    session.commit()
    return scene
