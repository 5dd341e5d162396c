"""What a reader would notice between two themes or two months, and what is too faint to be told."""

from dataclasses import replace

import pytest

from nlp.emotions import Emotion
from nlp.prose.findings import find_tension, find_turning_point
from tests.unit.nlp.prose.telling import theme

HOPEFUL = theme("t0", label="Les trajets", participants=100, emotions=((Emotion.HOPE, 0.6),))
ANGRY = theme("t1", participants=100, emotions=((Emotion.ANGER, 0.6),))


def test_one_word_that_helps_and_hinders_in_the_same_theme_is_no_tension() -> None:
    assert find_tension([theme(helped=("le bus",), hindered=("le bus",)), theme("t1")]) is None


@pytest.mark.parametrize(
    "emotions",
    [
        ((Emotion.ANGER, 0.24),),
        ((Emotion.ANGER, 0.6), (Emotion.RELIEF, 0.53)),
        ((Emotion.RELIEF, 0.6), (Emotion.ANGER, 0.53)),
    ],
)
def test_a_faint_or_divided_mood_makes_neither_a_tension_nor_a_turning_point(emotions: tuple) -> None:
    faint = replace(ANGRY, emotions=emotions)
    assert find_tension([HOPEFUL, ANGRY]) is not None
    assert find_tension([HOPEFUL, faint]) is None
    assert find_turning_point([replace(HOPEFUL, ref="t1")], [ANGRY]) is not None
    assert find_turning_point([replace(HOPEFUL, ref="t1")], [faint]) is None


def test_of_moods_that_pull_apart_the_most_shared_are_told() -> None:
    angrier = replace(ANGRY, ref="t2", emotions=((Emotion.SHAME, 0.7),))
    found = find_tension([ANGRY, HOPEFUL, angrier])
    assert found is not None
    assert (found.first_ref, found.second_ref, found.second_emotion) == ("t0", "t2", Emotion.SHAME)


def test_the_widest_shift_of_agency_is_told_from_eight_tenths_on() -> None:
    before = [theme("t0", agency=2.0), theme("t1", agency=2.0)]
    assert find_turning_point([theme("t0", agency=2.7), theme("t1", agency=2.7)], before) is None
    found = find_turning_point([theme("t0", agency=2.8), theme("t1", agency=0.5)], before)
    assert found is not None
    assert (found.theme_ref, found.agency_before, found.agency_after) == ("t1", 2.0, 0.5)
