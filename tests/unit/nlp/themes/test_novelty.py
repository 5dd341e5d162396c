"""Whether those who came since speak of something nobody spoke of before."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.encoding import unit_rows
from nlp.themes.novelty import DRAWS, Said, speaks_of_something_new
from nlp.themes.novelty import _draws as draws

DIMENSIONS = 24


def said(side: str, *counts: int, seed: int, each: int = 1, noise: float = 0.4) -> Said:
    """So many people on each subject; subject 4 stands beside subject 0, and resembles it more than any other."""
    rng = np.random.default_rng(seed)
    axes = np.eye(DIMENSIONS, dtype=np.float32)
    axes[4] = 0.75 * axes[0] + 0.66 * axes[4]
    subjects = np.repeat(np.arange(len(counts)), counts).repeat(each)
    rows = axes[subjects] + noise * rng.normal(size=(len(subjects), DIMENSIONS)) / np.sqrt(DIMENSIONS)
    return Said([f"{side}{n // each}" for n in range(len(rows))], unit_rows(rows.astype(np.float32)))


BEFORE = said("b", 40, 40, 40, 40, seed=0)


def test_newcomers_on_the_same_subjects_say_nothing_new() -> None:
    alarms = sum(speaks_of_something_new(BEFORE, said("n", 10, 10, 10, 10, seed=seed)) for seed in range(1, 41))
    assert alarms <= 1


def test_a_subject_more_or_less_spoken_of_than_before_is_hardly_news_while_it_is_known() -> None:
    assert not speaks_of_something_new(BEFORE, said("n", 14, 8, 12, 6, seed=3))


@pytest.mark.parametrize("people", [12, 30])
def test_a_group_among_newcomers_is_seen_though_it_stands_beside_a_known_subject(people: int) -> None:
    assert speaks_of_something_new(BEFORE, said("n", 10, 10, 10, 10, people, seed=5))


def test_four_people_are_too_few_to_be_a_group() -> None:
    assert not speaks_of_something_new(BEFORE, said("n", 10, 10, 10, 10, 4, seed=6))


def test_someone_who_writes_thirty_texts_on_something_new_is_one_person() -> None:
    lone = said("lone", 0, 0, 0, 0, 1, seed=7, each=30)
    others = said("n", 10, 10, 10, 10, seed=8)
    since = Said([*others.authors, *lone.authors], np.concatenate([others.vectors, lone.vectors]))
    assert not speaks_of_something_new(BEFORE, since)


def test_people_who_each_come_back_to_a_subject_of_their_own_are_no_group() -> None:
    lone = [said(f"lone{n}", *[0] * (5 + n), 1, seed=n, each=25) for n in range(8)]
    others = said("n", 10, 10, 10, 10, seed=8)
    assert not speaks_of_something_new(
        BEFORE,
        Said(
            [*others.authors, *(author for one in lone for author in one.authors)],
            np.concatenate([others.vectors, *(one.vectors for one in lone)]),
        ),
    )


def test_chance_draws_people_with_all_they_wrote_and_as_many_passages_as_came() -> None:
    authors = [f"a{n // 3}" for n in range(60)] + [f"b{n // 2}" for n in range(20)]
    newcomer = np.arange(80) >= 60

    drawn = draws(authors, newcomer)

    assert drawn.shape == (80, DRAWS)
    assert all((drawn[n] == drawn[n + 1]).all() for n in range(79) if authors[n] == authors[n + 1])
    assert set(drawn.sum(axis=0)) <= {18, 19, 20}, "no more than came, and none fewer that a whole person would fit in"
    assert 0.15 < drawn[:60].mean() < 0.35


def test_nothing_is_said_of_fewer_than_ten_people_nor_without_enough_to_compare_with() -> None:
    assert not speaks_of_something_new(BEFORE, said("n", 0, 0, 0, 0, 9, seed=9))
    assert speaks_of_something_new(BEFORE, said("n", 0, 0, 0, 0, 10, seed=9))
    assert not speaks_of_something_new(said("b", 5, 5, 5, 4, seed=1), said("n", 0, 0, 0, 0, 30, seed=9))
    nobody = Said([], np.zeros((0, DIMENSIONS), dtype=np.float32))
    assert not speaks_of_something_new(BEFORE, nobody)
    assert not speaks_of_something_new(nobody, BEFORE)


@given(st.integers(0, 20))
@settings(max_examples=5)
def test_it_answers_the_same_whenever_it_is_asked(seed: int) -> None:
    since = said("n", 10, 10, 10, 10, 5, seed=seed)
    assert speaks_of_something_new(BEFORE, since) == speaks_of_something_new(BEFORE, since)
