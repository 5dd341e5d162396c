"""Whether what arrives still resembles the themes that were found."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.encoding import unit_rows
from nlp.themes.drift import Closeness, closeness, has_drifted, nearest_without_itself
from nlp.themes.membership import nearness
from nlp.types import Vectors

NAMES = [f"n{n}" for n in range(30)]
HELD = Closeness(people=100, mean=0.3, spread=0.12, far=0.1)


def cloud(themes: int = 3, each: int = 8, seed: int = 0) -> tuple[Vectors, list[int]]:
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(themes, 16))
    rows = np.repeat(centres, each, axis=0) + rng.normal(scale=0.7, size=(themes * each, 16))
    return unit_rows(rows.astype(np.float32)), [n // each for n in range(themes * each)]


def centres_of(vectors: Vectors, main: list[int]) -> list[Vectors]:
    return [unit_rows(vectors[np.array(main) == k].mean(axis=0)[None])[0] for k in range(max(main) + 1)]


def test_a_passage_is_compared_with_its_theme_as_if_it_had_come_after() -> None:
    vectors, main = cloud()
    centroids = centres_of(vectors, main)
    found = nearest_without_itself(vectors, main, centroids)
    for row in (0, 9, 17):
        rest = [n for n in range(len(main)) if main[n] == main[row] and n != row]
        without = [*centroids]
        without[main[row]] = unit_rows(vectors[rest].mean(axis=0)[None])[0]
        origin = np.stack(centroids).mean(axis=0)
        expected = (unit_rows(vectors[row : row + 1] - origin) @ unit_rows(np.stack(without) - origin).T).max()
        assert found[row] == pytest.approx(expected, abs=1e-5)
    assert found.mean() < nearness(vectors, centroids).max(axis=1).mean()


def test_a_lone_theme_is_seen_as_it_is_without_the_passage() -> None:
    vectors, main = cloud(themes=1)
    found = nearest_without_itself(vectors, main, centres_of(vectors, main))
    assert found[0] == pytest.approx(float(vectors[0] @ unit_rows(vectors[1:].mean(axis=0)[None])[0]), abs=1e-5)


def test_a_passage_of_no_theme_is_compared_as_it_is() -> None:
    vectors, main = cloud()
    centroids = centres_of(vectors, main)
    assert nearest_without_itself(vectors, [-1] * len(main), centroids) == pytest.approx(
        nearness(vectors, centroids).max(axis=1), abs=1e-6
    )


def test_someone_who_writes_much_counts_once() -> None:
    some = closeness(["a", *["b"] * 50], [0.4, *[0.0] * 50])
    assert (some.people, some.mean, some.far) == (2, 0.2, 0.5)


@given(st.permutations(range(12)))
@settings(max_examples=20)
def test_the_order_in_which_texts_came_changes_nothing(order: list[int]) -> None:
    authors, near = [f"a{n % 5}" for n in range(12)], [n / 12 for n in range(12)]
    assert closeness([authors[n] for n in order], [near[n] for n in order]) == closeness(authors, near)


def test_nothing_is_said_of_fewer_than_ten_people() -> None:
    assert not has_drifted(HELD, Closeness(people=9, mean=-0.5, spread=0.1, far=1.0))
    assert has_drifted(HELD, Closeness(people=10, mean=-0.5, spread=0.1, far=1.0))
    assert not has_drifted(closeness([], []), Closeness(people=50, mean=-0.5, spread=0.1, far=1.0))


@given(st.floats(0.285, 1.0), st.integers(10, 100_000))
def test_words_as_near_as_before_are_never_a_drift_however_many_people_write(mean: float, people: int) -> None:
    assert not has_drifted(HELD, Closeness(people, mean, 0.12, 0.1))


@pytest.mark.parametrize(("mean", "drifted"), [(0.283, False), (0.281, True)])
def test_between_crowds_a_trifle_is_sure_and_is_no_drift(mean: float, *, drifted: bool) -> None:
    """A seventh of the spread between people, or nearly."""
    assert has_drifted(replace(HELD, people=100_000), Closeness(100_000, mean, 0.12, 0.1)) is drifted


def test_newcomers_who_happen_to_resemble_one_another_are_compared_by_how_much_people_differ() -> None:
    before = replace(HELD, spread=0.2)
    assert not has_drifted(before, Closeness(people=20, mean=0.22, spread=0.02, far=0.1))
    assert has_drifted(before, Closeness(people=20, mean=0.17, spread=0.02, far=0.1))


def test_the_more_people_write_the_smaller_the_drift_that_is_seen_down_to_a_floor() -> None:
    farther = Closeness(people=40, mean=0.26, spread=0.12, far=0.2)
    assert not has_drifted(HELD, farther)
    assert has_drifted(HELD, Closeness(people=400, mean=0.26, spread=0.12, far=0.2))


def test_people_who_write_once_are_not_a_drift_because_means_of_many_texts_scatter_less() -> None:
    rng = np.random.default_rng(0)
    before = closeness([f"a{n // 10}" for n in range(400)], rng.normal(0.3, 0.13, 400))
    alarms = sum(has_drifted(before, closeness(NAMES, rng.normal(0.3, 0.13, len(NAMES)))) for _ in range(300))
    assert alarms <= 6
