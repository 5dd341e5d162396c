"""What may be done to a theme."""

import pytest

from journal.themes import rules
from journal.themes.models import ThemeStatus


@pytest.mark.parametrize(("label", "problem"), [("", True), ("x" * 60, False), ("x" * 61, True), ("Le bus", False)])
def test_a_name_has_one_to_sixty_characters(label: str, problem: bool) -> None:
    assert bool(rules.label_problem(label)) is problem


@pytest.mark.parametrize("status", ThemeStatus)
@pytest.mark.parametrize("readers", [0, 1, 2, 3])
def test_only_an_adopted_theme_read_by_two_people_enters_the_narrative(status: ThemeStatus, readers: int) -> None:
    assert rules.may_enter_narrative(status, readers) is (status is ThemeStatus.ADOPTED and readers >= 2)


def test_nothing_comes_back_from_a_merge_by_a_change_of_status() -> None:
    assert not [pair for pair in rules.TRANSITIONS if ThemeStatus.MERGED in pair]
