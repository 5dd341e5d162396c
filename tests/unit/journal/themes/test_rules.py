"""What may be shown of a theme."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.themes import rules
from journal.themes.models import ThemeStatus

FLOOR = 5
counts = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(1, 40), max_size=6)


@pytest.mark.parametrize(
    ("people", "shown"), [(0, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (22, 20), (23, 25)]
)
def test_people_are_shown_to_the_nearest_five_and_never_under_the_floor(people: int, shown: int | None) -> None:
    assert rules.rounded(people, floor=FLOOR) == shown


@given(st.integers(0, 500), st.integers(5, 20))
def test_one_person_more_or_less_seldom_shows_and_never_by_more_than_a_step(people: int, floor: int) -> None:
    before, after = rules.rounded(people, floor=floor), rules.rounded(people + 1, floor=floor)

    if before is not None and after is not None:
        assert after - before in {0, 1, 2, 3, 4, 5}
        assert before >= floor


class TestAnswersAreToldBySteps:
    floors = st.integers(5, 20)

    @given(counts, floors)
    def test_never_under_the_floor_nor_more_than_there_are(self, given_: dict[str, int], floor: int) -> None:
        told = rules.at_least(given_, floor=floor) or {}

        for answer, number in told.items():
            assert number == 0 or floor <= number <= given_[answer]
            assert number % 5 == 0

    @given(counts, st.sampled_from("abcdef"))
    def test_one_more_shows_only_when_a_step_is_reached(self, given_: dict[str, int], more: str) -> None:
        before = given_ | {more: given_.get(more, 0)}
        after = before | {more: before[more] + 1}

        if after[more] % 5:
            assert rules.at_least(after, floor=FLOOR) == rules.at_least(before, floor=FLOOR)

    def test_nobody_and_a_few_are_told_the_same_way(self) -> None:
        """« Everybody agrees » would tell what each of them answered."""
        assert rules.at_least({"yes": 6, "no": 0}, floor=FLOOR) == rules.at_least({"yes": 6, "no": 1}, floor=FLOOR)

    @given(counts, floors)
    def test_two_readers_with_two_floors_learn_no_more_than_the_one_who_reads_most(
        self, given_: dict[str, int], floor: int
    ) -> None:
        """A partner and a participant who compare what they read: one figure is found from the other."""
        most = rules.at_least(given_, floor=FLOOR) or {}
        found = {answer: number if number >= floor else 0 for answer, number in most.items()}

        assert (rules.at_least(given_, floor=floor) or {}) == (found if any(found.values()) else {})

    def test_too_few_for_each_answer_is_not_told_from_nobody(self) -> None:
        assert rules.at_least({"yes": 4, "no": 4}, floor=FLOOR) is None
        assert rules.at_least({"yes": 0, "no": 0}, floor=FLOOR) is None


@given(counts)
def test_no_part_shown_leaves_fewer_than_five_people_outside_or_inside(parts: dict[str, int]) -> None:
    total = max([*parts.values(), 1])

    for name in rules.shown_breakdown(parts, total, floor=FLOOR):
        assert parts[name] >= FLOOR
        assert total - parts[name] == 0 or total - parts[name] >= FLOOR


@given(counts, st.integers(1, 4))
def test_a_hidden_part_is_never_alone(parts: dict[str, int], small: int) -> None:
    parts = parts | {"small": small}
    total = sum(parts.values())

    shown = rules.shown_breakdown(parts, total, floor=FLOOR)

    assert len(parts) - len(shown) >= min(2, len(parts))


@pytest.mark.parametrize(("label", "problem"), [("", True), ("x" * 60, False), ("x" * 61, True), ("Le bus", False)])
def test_a_name_has_one_to_sixty_characters(label: str, problem: bool) -> None:
    assert bool(rules.label_problem(label)) is problem


@pytest.mark.parametrize("status", ThemeStatus)
@pytest.mark.parametrize("readers", [0, 1, 2, 3])
def test_only_an_adopted_theme_read_by_two_people_enters_the_narrative(status: ThemeStatus, readers: int) -> None:
    assert rules.may_enter_narrative(status, readers) is (status is ThemeStatus.ADOPTED and readers >= 2)


def test_nothing_comes_back_from_a_merge_by_a_change_of_status() -> None:
    assert not [pair for pair in rules.TRANSITIONS if ThemeStatus.MERGED in pair]
