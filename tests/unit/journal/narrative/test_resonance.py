"""How far participants recognise themselves: no group drowns another, and nothing is said of a few."""

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.narrative import resonance
from journal.narrative.models import ResonanceAnswer as Answer


def crowd(yes: int, no: int, group: str) -> list[tuple[Answer, str]]:
    return [(Answer.YES, group)] * yes + [(Answer.NO, group)] * no


class TestResonance:
    def test_is_not_told_under_five_answers(self) -> None:
        assert resonance.score(crowd(4, 0, "a"), floor=5) is None

    @given(st.integers(5, 400))
    def test_a_large_cohort_cannot_drown_a_small_one(self, size: int) -> None:
        score = resonance.score(crowd(size, 0, "large") + crowd(0, 6, "small"), floor=5)

        assert score is not None
        assert score < 0.4

    @given(st.integers(5, 60), st.integers(0, 60), st.integers(5, 60), st.integers(0, 60))
    def test_one_more_yes_never_lowers_it_and_one_more_no_never_raises_it(self, a: int, b: int, c: int, d: int) -> None:
        answers = crowd(a, b, "one") + crowd(c, d, "two")
        score = resonance.score(answers, floor=5)

        assert resonance.score([*answers, (Answer.YES, "one")], floor=5) >= score  # type: ignore[operator]
        assert resonance.score([*answers, (Answer.NO, "one")], floor=5) <= score  # type: ignore[operator]

    @given(st.permutations(crowd(5, 2, "a") + crowd(2, 6, "b") + crowd(1, 1, "c") + crowd(2, 2, "d")))
    def test_does_not_depend_on_the_order_of_answers(self, answers: Collection) -> None:
        assert resonance.score(list(answers), floor=5) == resonance.score(sorted(answers), floor=5)

    @given(st.lists(st.tuples(st.sampled_from(Answer), st.sampled_from("abcd")), min_size=5, max_size=50))
    def test_stays_between_none_and_all(self, answers: list) -> None:
        score = resonance.score(answers, floor=5)

        assert score is not None
        assert 0 < score < 1


READINGS = ("Sans moyen d’aller, on renonce.", "Aller travailler coûte trop.")


class TestPartVersion:
    @pytest.mark.parametrize(
        "same",
        [
            ("Les trajets", "", READINGS[::-1]),  # whoever writes again writes last
            ("les trajets", " ", ("Sans moyen d’aller… on renonce !", "ALLER travailler coute trop")),
        ],
    )
    def test_is_of_the_words_alone(self, same: tuple[str, str, tuple[str, ...]]) -> None:
        assert resonance.part_version(*same) == resonance.part_version("Les trajets", "", READINGS)

    @pytest.mark.parametrize(
        "other",
        [
            ("Se déplacer", "", READINGS),
            ("Les trajets", "Aller et revenir.", READINGS),
            ("Les trajets", "", (READINGS[0], "Aller travailler prend la moitié du jour.")),
            ("Les trajets", READINGS[0], READINGS[1:]),
        ],
    )
    def test_changes_with_the_name_the_definition_or_a_reading(self, other: tuple[str, str, tuple[str, ...]]) -> None:
        assert resonance.part_version(*other) != resonance.part_version("Les trajets", "", READINGS)
