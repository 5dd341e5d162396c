"""What coordinators said of a passage holds in every later run."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.themes.corrections import Bound, Constraint, bind, guide
from nlp.types import ConstraintKind, Membership, Zone


def halo(passage: str, strength: float = 0.5, *, main: bool = True) -> Membership:
    return Membership(passage, strength, Zone.HALO, main)


THEMES = {"a": [halo("p1", 0.9), halo("p2", 0.4), halo("p3", 0.6)], "b": [halo("q1"), halo("p2", 0.3, main=False)]}


def belongs(passage: str, theme: str) -> Constraint:
    return Constraint(ConstraintKind.BELONGS, passage, theme)


def not_belongs(passage: str, theme: str) -> Constraint:
    return Constraint(ConstraintKind.NOT_BELONGS, passage, theme)


def together(passage: str, other: str) -> Constraint:
    return Constraint(ConstraintKind.TOGETHER, passage, other=other)


def apart(passage: str, other: str) -> Constraint:
    return Constraint(ConstraintKind.APART, passage, other=other)


def main_theme(bound: Bound, passage: str) -> str | None:
    homes = [t for t, row in bound.members.items() for m in row if m.passage == passage and m.main]
    assert len(homes) <= 1
    return homes[0] if homes else None


class TestAfterClustering:
    def test_a_passage_that_belongs_becomes_core_and_leaves_first_place_elsewhere(self) -> None:
        bound = bind(THEMES, [belongs("p1", "b")])
        assert main_theme(bound, "p1") == "b"
        assert bound.members["b"][0] == Membership("p1", 1.0, Zone.CORE, main=True)

    def test_a_passage_refused_falls_back_on_its_second_theme(self) -> None:
        bound = bind(THEMES, [not_belongs("p2", "a")])
        assert main_theme(bound, "p2") == "b"
        assert bound.unclassified == frozenset()

    def test_a_passage_refused_everywhere_stays_visible_as_unclassified(self) -> None:
        assert bind(THEMES, [not_belongs("p1", "a")]).unclassified == {"p1"}

    def test_a_pair_both_wanted_and_refused_is_refused(self) -> None:
        for said in ([belongs("q1", "a"), not_belongs("q1", "a")], [not_belongs("q1", "a"), belongs("q1", "a")]):
            assert main_theme(bind(THEMES, said), "q1") == "b"

    def test_passages_kept_together_follow_the_majority_and_the_chain(self) -> None:
        bound = bind(THEMES, [together("p1", "q1"), together("p3", "p1")])
        assert {main_theme(bound, p) for p in ("p1", "p3", "q1")} == {"a"}

    def test_a_passage_said_to_go_with_another_follows_it_however_firmly_it_is_elsewhere(self) -> None:
        assert main_theme(bind(THEMES, [together("q1", "p1")]), "p1") == "b"
        assert main_theme(bind(THEMES, [together("q1", "p1"), together("q1", "p3")]), "p3") == "b"

    def test_of_two_that_each_go_with_the_other_the_surest_of_its_theme_is_followed(self) -> None:
        bound = bind(THEMES, [together("p2", "q1"), together("q1", "p2")])
        assert {main_theme(bound, p) for p in ("p2", "q1")} == {"b"}
        sure = THEMES | {"a": [halo("p1", 0.9), halo("p2", 0.6), halo("p3", 0.6)]}
        bound = bind(sure, [together("p2", "q1"), together("q1", "p2")])
        assert {main_theme(bound, p) for p in ("p2", "q1")} == {"a"}

    def test_passages_kept_together_follow_the_one_a_human_placed(self) -> None:
        bound = bind(THEMES, [together("p1", "p3"), belongs("p3", "b")])
        assert {main_theme(bound, p) for p in ("p1", "p3")} == {"b"}

    def test_of_passages_kept_apart_the_other_leaves_however_sure_it_is(self) -> None:
        bound = bind(THEMES, [apart("p3", "p1")])
        assert main_theme(bound, "p3") == "a"
        assert main_theme(bound, "p1") is None

    def test_a_passage_a_human_placed_does_not_leave_for_another(self) -> None:
        bound = bind(THEMES, [apart("p3", "p1"), belongs("p1", "a")])
        assert main_theme(bound, "p1") == "a"
        assert main_theme(bound, "p3") is None
        both = bind(THEMES, [apart("p3", "p1"), belongs("p1", "a"), belongs("p3", "a")])
        assert {main_theme(both, p) for p in ("p1", "p3")} == {"a"}

    def test_passages_kept_apart_part_in_whichever_theme_they_meet(self) -> None:
        bound = bind(THEMES, [apart("q1", "p1"), together("p2", "q1")])
        assert main_theme(bound, "q1") == "a"
        assert main_theme(bound, "p1") is None

    def test_a_withdrawn_passage_never_comes_back(self) -> None:
        bound = bind(THEMES, [belongs("gone", "a"), together("gone", "p1")])
        assert "gone" not in {m.passage for row in bound.members.values() for m in row}

    @given(st.permutations([belongs("q1", "a"), not_belongs("p3", "a"), together("p1", "q1"), apart("p2", "p1")]))
    def test_the_order_of_corrections_changes_nothing(self, said: list[Constraint]) -> None:
        assert bind(THEMES, said) == bind(THEMES, sorted(said))


class TestBeforeClustering:
    VECTORS = np.eye(4, dtype=np.float32)
    KEYS = ("p1", "p2", "p3", "p4")

    def test_a_passage_comes_nearer_its_theme_and_the_others_stay_where_they_are(self) -> None:
        theme = np.array([0, 0, 0, 2], dtype=np.float32)
        moved = guide(self.KEYS, self.VECTORS, [belongs("p1", "a")], {"a": theme})
        assert moved[0] @ moved[3] > 0.6
        assert np.array_equal(moved[1:], self.VECTORS[1:])
        assert np.linalg.norm(moved[0]) == pytest.approx(1)

    def test_passages_kept_together_come_nearer_one_another(self) -> None:
        moved = guide(self.KEYS, self.VECTORS, [together("p1", "p2")], {})
        assert moved[0] @ moved[1] > 0.6

    def test_refusals_gone_passages_and_gone_themes_move_nothing(self) -> None:
        said = [not_belongs("p1", "a"), apart("p1", "p2"), belongs("gone", "a"), together("gone", "p1"),
                belongs("p1", "gone")]  # fmt: skip
        moved = guide(self.KEYS, self.VECTORS, said, {"a": np.ones(4, dtype=np.float32)})
        assert np.array_equal(moved, self.VECTORS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": ConstraintKind.BELONGS, "passage": "p"},
        {"kind": ConstraintKind.BELONGS, "passage": "p", "theme": "a", "other": "q"},
        {"kind": ConstraintKind.APART, "passage": "p", "theme": "a"},
        {"kind": ConstraintKind.TOGETHER, "passage": "", "other": "q"},
    ],
)
def test_a_correction_says_exactly_what_it_is_about(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="needs a passage and"):
        Constraint(**wrong)
