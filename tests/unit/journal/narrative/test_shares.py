"""What a récit says that people of a theme feel tells of none of them."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from journal.months import last_of
from journal.narrative.figures import open_figures
from journal.narrative.gathering.shares import shares_of
from nlp.emotions import Emotion
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, make_scene


@pytest.mark.parametrize(("people", "felt"), [(7, []), (9, []), (10, [Emotion.FRUSTRATION])])
def test_an_emotion_is_told_where_five_people_at_least_may_not_share_it(
    session: Session, people: int, felt: list[Emotion]
) -> None:
    scene, december = make_scene(session), date(2026, 12, 1)
    run = scenes.make_run(session, scene.lab, until=last_of(december))
    state = scenes.see(session, run, scene.theme, scene.entries[:people])

    told = shares_of(session, [state], open_figures(session, scene.lab.id, december, **FIGURES))[state.id]

    assert [emotion for emotion, _ in told.emotions] == felt
