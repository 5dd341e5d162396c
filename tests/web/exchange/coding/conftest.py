"""A Lab with themes to take away."""

import pytest
from sqlalchemy.orm import Session

from tests.conftest import SignIn
from tests.pages import Browser
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene, make_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    """Thirteen people, eight of whom wrote of journeys and five of hours."""
    scene = make_scene(session)
    hours = scenes.adopt(session, scene.lab, "Les horaires", (scene.first, scene.second), born_on=scenes.NOVEMBER)
    moved = [member for member in scene.state.members if member.excerpt_rank is not None and member.excerpt_rank >= 8]
    for member in moved:
        session.delete(member)
    session.flush()
    scenes.see(session, scene.run, hours, scene.entries[8:])
    session.commit()
    scene.more = {"hours": hours}
    return scene


@pytest.fixture
def browser(scene: Scene, sign_in: SignIn) -> Browser:
    return sign_in(scene.first)
