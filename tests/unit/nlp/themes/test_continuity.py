"""What became of each theme since the last run."""

from dataclasses import replace

import numpy as np
import pytest

from nlp.themes.continuity import (
    remember,
)
from nlp.themes.corrections import Constraint
from nlp.types import ConstraintKind, ThemeEvent
from tests.unit.nlp.themes.runs import A, B, axis, event, found, ids, known, members, run, texts


class TestIdentity:
    def test_a_theme_that_doubles_keeps_its_id(self) -> None:
        result = run([known("a", texts("p", 20))], found("t01", texts("p", 40)))
        assert ids(result) == {"t01": "a"}
        assert event(result, "a") is ThemeEvent.GROWS

    def test_a_theme_unlike_any_other_is_born(self) -> None:
        result = run([known("a", texts("p", 20))], found("t01", texts("p", 20)), found("t02", texts("q", 20), 1))
        assert ids(result) == {"t01": "a", "t02": None}
        assert event(result, None) is ThemeEvent.BORN

    def test_a_theme_whose_passages_were_all_withdrawn_is_known_by_its_centroid(self) -> None:
        result = run([known("a", texts("p", 20), 0)], found("t01", texts("q", 20), 0), found("t02", texts("r", 20), 1))
        assert ids(result) == {"t01": "a", "t02": None}

    def test_centroids_that_all_lean_the_same_way_are_compared_without_what_they_share(self) -> None:
        def leaning(direction: int) -> np.ndarray:
            return axis(direction) + 3 * axis(7)

        themes = [known(f"k{n}", texts(f"p{n}-", 20), centroid=leaning(n)) for n in range(5)]
        others = [replace(found(f"t{n}", texts(f"q{n}-", 20)), centroid=leaning(n)) for n in (0, 1, 2, 3, 5)]
        assert ids(run(themes, *others)) == {f"t{n}": f"k{n}" for n in range(4)} | {"t5": None}

    def test_a_likely_centroid_never_outweighs_passages_known_to_be_elsewhere(self) -> None:
        sleeping = known("old", texts("x", 20), 1, alive=False)
        result = run([known("a", texts("p", 40)), sleeping], found("t01", texts("p", 25), 0),
                     found("t02", texts("p", 25, 40), 1))  # fmt: skip
        assert ids(result) == {"t01": "a", "t02": None}

    def test_a_sleeping_theme_reappears_under_its_name(self) -> None:
        result = run([known("a", texts("p", 20), alive=False)], found("t01", texts("p", 20)))
        assert event(result, "a") is ThemeEvent.REAPPEARS

    def test_of_a_sleeping_theme_and_one_people_see_that_fit_as_well_the_second_keeps_its_name(self) -> None:
        themes = [known("a", texts("p", 20), alive=False), known("b", texts("p", 20))]
        assert ids(run(themes, found("t01", texts("p", 20)))) == {"t01": "b"}

    def test_a_new_encoder_leaves_the_passages_to_decide(self) -> None:
        old = known("a", texts("p", 20), centroid=np.ones(3, dtype=np.float32))
        assert ids(run([old], found("t01", texts("p", 20)))) == {"t01": "a"}

    def test_a_theme_that_is_gone_fades_once_then_sleeps(self) -> None:
        themes = [known("a", texts("p", 20)), known("b", texts("q", 20), 1)]
        first = run(themes, found("t01", texts("p", 20)))
        second = run(remember(themes, first, {}), found("t01", texts("p", 20)))
        assert event(first, "b") is ThemeEvent.FADES
        assert "b" not in {t.known for t in second.themes}

    def test_a_pinned_theme_never_disappears(self) -> None:
        themes = (known("a", texts("p", 20)), known("b", texts("q", 20), 1, pinned=True))
        for _ in range(4):
            result = run(themes, found("t01", texts("p", 20)))
            assert "b" in {t.known for t in result.themes}
            themes = remember(themes, result, {})

    def test_a_retired_id_is_never_given_again(self) -> None:
        retired = known("b", [], 1, alive=False, retired=True)
        result = run(
            [known("a", texts("p", 20)), retired], found("t01", texts("p", 20)), found("t02", texts("q", 9), 1)
        )
        assert ids(result)["t02"] is None
        with pytest.raises(ValueError, match="id of its own"):
            remember([known("a", texts("p", 20)), retired], result, {"t02": ("b", "b")})

    def test_an_id_that_looks_like_a_key_is_not_confused_with_it(self) -> None:
        result = run([known("t02", texts("p", 20))], found("t01", texts("p", 20)), found("t02", texts("q", 20), 1))
        assert members(result, "t02") == set(texts("p", 20))
        assert members(result, None) == set(texts("q", 20))

    def test_a_theme_given_twice_is_refused(self) -> None:
        with pytest.raises(ValueError, match="twice"):
            run([known("a", []), known("a", [])])


class TestCorrections:
    def test_a_correction_outlives_the_clustering(self) -> None:
        said = [Constraint(ConstraintKind.BELONGS, "q0", "a"), Constraint(ConstraintKind.NOT_BELONGS, "p0", "a")]
        result = run([known("a", A), known("b", B, 1)], found("t01", A), found("t02", B, 1), constraints=said)
        assert "q0" in members(result, "a")
        assert "p0" in result.unclassified

    def test_an_excerpt_taken_out_of_a_theme_no_longer_speaks_for_it(self) -> None:
        result = run([known("a", A)], found("t01", A), constraints=[Constraint(ConstraintKind.NOT_BELONGS, "p0", "a")])
        assert result.themes[0].excerpts == ("p1", "p2")

    def test_a_pinned_theme_nobody_found_holds_what_was_given_to_it(self) -> None:
        pinned = known("b", B, 1, pinned=True)
        result = run(
            [known("a", A), pinned], found("t01", A), constraints=[Constraint(ConstraintKind.BELONGS, "p0", "b")]
        )
        assert members(result, "b") == {"p0"}
