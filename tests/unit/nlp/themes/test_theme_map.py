"""A theme keeps its colour and its place."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.themes.theme_map import PALETTE, next_color, place
from nlp.types import Vectors


def luminance(color: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


class TestColours:
    @pytest.mark.parametrize("color", PALETTE.values())
    def test_white_text_can_be_read_on_it(self, color: str) -> None:
        assert 1.05 / (luminance(color) + 0.05) >= 4.5

    def test_there_are_twelve_different_ones_with_stable_names(self) -> None:
        assert list(PALETTE) == [f"c{n:02}" for n in range(1, 13)]
        assert len(set(PALETTE.values())) == 12

    def test_the_first_free_one_is_chosen(self) -> None:
        assert next_color([]) == "c01"
        assert next_color(["c01", "c03"]) == "c02"

    def test_one_that_a_theme_may_come_back_with_is_left_while_another_is_free(self) -> None:
        assert next_color(["c01"], ["c01", "c02"]) == "c03"
        assert next_color([*PALETTE][1:], [*PALETTE]) == "c01"

    def test_the_least_used_one_is_chosen_when_all_are_taken(self) -> None:
        assert next_color([*PALETTE, "c01", "c02"]) == "c03"


def themes(count: int, seed: int = 0) -> dict[str, Vectors]:
    rng = np.random.default_rng(seed)
    return {f"k{n:02}": rng.normal(size=16).astype(np.float32) for n in range(count)}


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(np.hypot(a[0] - b[0], a[1] - b[1]))


class TestPlaces:
    @given(st.integers(0, 40), st.integers(0, 50), st.randoms(use_true_random=False))
    @settings(max_examples=30)
    def test_order_changes_nothing_and_everyone_is_on_the_map(self, count: int, seed: int, random: object) -> None:
        vectors = themes(count, seed)
        shuffled = list(vectors.items())
        random.shuffle(shuffled)
        placed = place(vectors)
        assert place(dict(shuffled)) == placed
        assert set(placed) == set(vectors)
        assert all(abs(x) <= 1 and abs(y) <= 1 for x, y in placed.values())

    def test_near_means_alike(self) -> None:
        base = themes(3)
        placed = place({**base, "twin": base["k00"] + 0.05 * base["k01"]}, gap=0.01)
        assert distance(placed["twin"], placed["k00"]) == min(distance(placed["twin"], placed[k]) for k in base)

    @pytest.mark.parametrize("count", [2, 12, 40])
    def test_two_themes_never_sit_on_each_other(self, count: int) -> None:
        placed = place(themes(count))
        assert min(distance(a, b) for a, b in combinations(placed.values(), 2)) >= 0.14

    def test_even_identical_themes_are_told_apart(self) -> None:
        placed = place({f"k{n}": np.ones(16, dtype=np.float32) for n in range(5)})
        assert min(distance(a, b) for a, b in combinations(placed.values(), 2)) >= 0.14

    def test_the_map_holds_still_when_nothing_changes(self) -> None:
        first = place(themes(12))
        second = place(themes(12), first)
        assert max(distance(first[k], second[k]) for k in first) < 0.05

    def test_the_map_is_turned_back_when_the_axes_flip(self) -> None:
        first = place(themes(12))
        turned = {k: (-y, x) for k, (x, y) in first.items()}
        second = place(themes(12), turned)
        assert max(distance(turned[k], second[k]) for k in turned) < 0.05

    def test_a_theme_goes_half_way_from_where_it_was_to_where_it_belongs(self) -> None:
        first = place(themes(12), gap=0)
        away = first | {"k00": (first["k00"][0] - np.sign(first["k00"][0]) * 0.4, first["k00"][1])}
        second = place(themes(12), away, gap=0)
        assert distance(second["k00"], away["k00"]) == pytest.approx(0.2, abs=0.05)

    def test_a_newcomer_barely_moves_the_others(self) -> None:
        first = place(themes(12))
        second = place(themes(13), first)
        assert np.mean([distance(first[k], second[k]) for k in first]) < 0.2

    def test_one_theme_stays_where_it_was(self) -> None:
        assert place(themes(1), {"k00": (0.4, -0.2)})["k00"] == pytest.approx((0.4, -0.2))
