"""What may be done to a theme, and what a page shows of one person."""

import uuid
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.themes import rules
from journal.themes.models import ThemeStatus


@pytest.mark.parametrize(("label", "problem"), [("", True), ("x" * 60, False), ("x" * 61, True), ("Le bus", False)])
def test_a_name_has_one_to_sixty_characters(label: str, problem: bool) -> None:
    assert bool(rules.label_problem(label)) is problem


@pytest.mark.parametrize("status", ThemeStatus)
@pytest.mark.parametrize("readers", [0, 1, 2, 3])
def test_only_an_adopted_theme_read_by_two_people_enters_the_narrative(status: ThemeStatus, readers: int) -> None:
    assert rules.may_enter_narrative(status, readers) is (status is ThemeStatus.ADOPTED and readers >= 2)


def test_how_others_read_a_theme_is_given_once_one_has_read_it_or_the_recit_may_tell_it() -> None:
    assert [rules.reads_others(readers, has_read=False) for readers in (0, 1, 2)] == [False, False, True]
    assert rules.reads_others(1, has_read=True)


def test_nothing_comes_back_from_a_merge_by_a_change_of_status() -> None:
    assert not [pair for pair in rules.TRANSITIONS if ThemeStatus.MERGED in pair]


class Words(NamedTuple):
    author_id: uuid.UUID
    number: int


def said_by(authors: Iterable[int]) -> list[Words]:
    return [Words(uuid.UUID(int=author), number) for number, author in enumerate(authors)]


def test_a_page_gives_one_passage_of_each_person_then_a_second_and_no_third() -> None:
    chosen = rules.shared_out(said_by([1, 1, 1, 2, 3]), 10, shown=Counter())

    assert [(words.author_id.int, words.number) for words in chosen] == [(1, 0), (2, 3), (3, 4), (1, 1)]


@given(st.lists(st.integers(0, 4), max_size=20), st.lists(st.integers(0, 4), max_size=6), st.integers(0, 8))
def test_nobody_fills_a_page_whatever_it_shows_already(authors: list[int], before: list[int], limit: int) -> None:
    shown = Counter(uuid.UUID(int=author) for author in before)
    already = Counter(shown)

    chosen = rules.shared_out(said_by(authors), limit, shown=shown)

    of_each = Counter(words.author_id for words in chosen)
    assert len(chosen) == len(set(chosen)) <= limit
    assert shown == already + of_each
    assert all(shown[author] <= rules.MOST_OF_ONE for author in of_each)
    voices = {uuid.UUID(int=author) for author in authors} - set(already)
    assert len(voices & set(of_each)) == min(len(voices), limit)


@given(st.integers(0, 300), st.integers(0, 300))
def test_trying_every_size_for_a_group_tells_who_shares_by_fives_only(some: int, others: int) -> None:
    """A coordinator writes the size of a group: whatever sizes they try, one person more or less stays hidden."""
    same = max(some - 1, 0) // 5 == max(others - 1, 0) // 5

    told = [[rules.is_little_heard(people, size) for size in range(1, 1300)] for people in (some, others)]

    assert (told[0] == told[1]) is same


@given(st.integers(0, 300), st.integers(1, 1000))
def test_a_group_is_said_to_be_little_heard_only_when_it_is_and_when_it_is_large(people: int, size: int) -> None:
    if rules.is_little_heard(people, size):
        assert size >= 20
        assert people < size / 4
