"""A contribution to the récit at each step of its path, and its author."""

import pytest
from sqlalchemy.orm import Session

from journal.entries.models import MaskingState
from journal.narrative.making import services
from tests.factories import NOW
from tests.pages import Browser
from tests.unit.journal.narrative.scenes import FIGURES, Scene, make_scene
from tests.web.narrative.contributions.writing import MASKED, MASKS, TEXT, reload


@pytest.fixture
def scene(session: Session) -> Scene:
    scene = make_scene(session)
    services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)
    session.commit()
    return scene


@pytest.fixture
def author(scene: Scene, sign_in) -> Browser:
    return sign_in(scene.people[0])


@pytest.fixture
def written(scene: Scene, session: Session, author: Browser) -> str:
    """The page of what was just written."""
    page = author.get(f"/recit/themes/{scene.theme.id}/repondre")
    author.submit(page, {"answer": "missing", "text": TEXT})
    return f"/recit/contributions/{reload(session).id}"


@pytest.fixture
def masked(written: str, session: Session) -> str:
    """The same, once the worker has masked it."""
    found = reload(session)
    found.masked_text, found.masks, found.masking_state = MASKED, MASKS, MaskingState.MASKED
    session.commit()
    return written
