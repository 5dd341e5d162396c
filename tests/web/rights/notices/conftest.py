"""A Lab whose words went far in November."""

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.cooperation.models import LabAnswer
from nlp.prose.types import AnswerKind
from tests.factories import NOW
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene, make_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    """Words of November joined a theme, which the récit tells and the Lab answers."""
    scene = make_scene(session)
    scenes.publish(session, scene)
    answer = LabAnswer(lab_id=scene.lab.id, theme_id=scene.theme.id, at=NOW, kind=AnswerKind.DOING, text="une navette")
    session.add(answer)
    author = scene.people[0]
    author.email, author.wants_notice = "lectrice@exemple.org", True
    session.commit()
    return scene


@pytest.fixture
def author(scene: Scene) -> Person:
    return scene.people[0]
