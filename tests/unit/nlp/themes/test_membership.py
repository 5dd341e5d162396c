"""How strongly a passage belongs to each theme."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.encoding import unit_rows
from nlp.themes.membership import MOST, NEAR, NOBODY, SECOND_COSINE, assign, nearest, nearness, strengths, themes_of
from nlp.types import Vectors


def rows(*points: tuple[float, ...]) -> Vectors:
    return unit_rows(np.array(points, dtype=np.float32))


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 99))
def test_strengths_add_up_to_one_and_rank_themes_as_cosines_do(passages: int, themes: int, seed: int) -> None:
    cosines = np.random.default_rng(seed).uniform(-1, 1, (passages, themes)).astype(np.float32)

    found = strengths(cosines)

    assert found.sum(axis=1) == pytest.approx(np.ones(passages))
    assert np.array_equal(found.argmax(axis=1), cosines.argmax(axis=1))


def test_a_tenth_more_of_cosine_is_more_than_three_times_as_strong() -> None:
    ((first, second),) = strengths(np.array([[0.5, 0.4]], dtype=np.float32))
    assert first / second == pytest.approx(np.exp(1.2), rel=1e-4)


def test_themes_are_seen_from_their_middle_and_a_lone_one_as_it_is() -> None:
    """All themes lean the same way, here along the third axis: that brings nothing nearer."""
    there = rows((1, 0, 9))

    assert nearness(there, rows((1, 0, 9), (-1, 0, 9)))[0] == pytest.approx([1, -1], abs=1e-3)
    assert nearness(there, rows((-1, 0, 9)))[0] == pytest.approx([80 / 82], abs=1e-4)


@pytest.mark.parametrize(
    ("cosines", "themes"),
    [
        ([0.9, 0.88, 0.86, 0.87], [0, 1, 3]),  # three at most, the strongest first
        ([0.9, 0.88, 0.1, 0.1], [0, 1]),
        ([0.9, 0.8, 0.1, 0.1], [0]),  # near, and not half as strong
        ([SECOND_COSINE + 0.01, SECOND_COSINE - 0.01, 0, 0], [0]),  # as strong, and not near enough
    ],
)
def test_further_themes_of_a_passage_are_near_and_nearly_as_strong(cosines: list[float], themes: list[int]) -> None:
    near = np.array(cosines, dtype=np.float32)
    assert len(themes) <= MOST
    assert themes_of(near, strengths(near[None])[0], main=0) == themes


def test_a_passage_joins_the_nearest_theme_that_is_near_enough() -> None:
    assert nearest(np.array([0.1, NEAR + 0.01, 0.0])) == 1
    assert nearest(np.array([0.1, NEAR - 0.01, 0.0])) == NOBODY


def test_neither_the_order_of_themes_nor_the_passages_beside_change_what_one_joins() -> None:
    rng = np.random.default_rng(0)
    vectors = unit_rows(rng.normal(size=(8, 6)).astype(np.float32))
    themes = {f"t{n}": row for n, row in enumerate(unit_rows(rng.normal(size=(4, 6)).astype(np.float32)))}
    joined = assign(vectors, themes)

    assert any(joined)
    assert assign(vectors, dict(reversed(themes.items()))) == joined
    twins = {"b": themes["t0"], "a": themes["t0"], "c": themes["t1"]}
    assert assign(themes["t0"][None], twins)[0][0].theme == "a", "of themes as near, the first by its key"
    assert [assign(vectors[n : n + 1], themes)[0] for n in range(len(vectors))] == joined
