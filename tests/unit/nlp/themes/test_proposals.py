"""Themes found as one, or in pieces, stay as people made them: merges and splits are proposed."""

from dataclasses import replace

import numpy as np
import pytest

from nlp.themes.continuity import (
    ContinuitySettings,
    KnownTheme,
    Past,
    continue_themes,
    remember,
)
from nlp.themes.proposals import adopt
from nlp.types import Change, ThemeEvent
from tests.unit.nlp.themes.runs import A, B, axis, event, found, ids, known, members, run, texts


class TestStructure:
    def test_two_themes_found_as_one_stay_two_until_a_human_says_otherwise(self) -> None:
        result = run([known("a", A), known("b", B, 1)], found("t01", [*A, *B]))
        assert members(result, "a") == set(A)
        assert members(result, "b") == set(B)
        assert {event(result, "a"), event(result, "b")} == {ThemeEvent.STABLE}
        assert result.proposals == ()

    def test_new_passages_of_two_themes_found_as_one_go_to_the_nearest(self) -> None:
        whole = [*A, *B, "near a", "near b"]
        vectors = {"near a": axis(0), "near b": axis(1)}
        result = continue_themes(
            Past([known("a", A), known("b", B, 1)]),
            [found("t01", whole)],
            authors={p: p for p in whole},
            vectors=vectors,
        )
        assert "near a" in members(result, "a")
        assert "near b" in members(result, "b")

    def test_two_themes_held_through_a_change_of_encoder_can_be_compared_with_the_others(self) -> None:
        before = [known("a", A, centroid=np.ones(3, np.float32)), known("b", B, centroid=np.ones(3, np.float32))]
        vectors = {p: axis(0) for p in A} | {p: axis(1) for p in B}
        whole = found("t01", [*A, *B])
        result = continue_themes(Past(before), [whole], authors={p: p for p in vectors}, vectors=vectors)
        assert {t.known: t.centroid.tolist() for t in result.themes} == {"a": axis(0).tolist(), "b": axis(1).tolist()}

    def test_a_theme_found_in_two_pieces_stays_one_until_a_human_says_otherwise(self) -> None:
        result = run([known("a", B)], found("t01", B[:18]), found("t02", B[18:], 1))
        assert members(result, "a") == set(B)
        assert None not in {t.known for t in result.themes}

    @pytest.mark.parametrize("pieces", [2, 4, 5])
    def test_a_theme_cut_in_equal_pieces_still_has_an_heir(self, pieces: int) -> None:
        whole = texts("p", 60)
        result = run([known("a", whole)], *(found(f"t{n}", whole[n::pieces], n) for n in range(pieces)))
        assert members(result, "a") == set(whole)

    def test_a_sleeping_theme_that_comes_back_in_pieces_has_no_heir(self) -> None:
        whole = texts("p", 60)
        result = run([known("a", whole, alive=False)], *(found(f"t{n}", whole[n::5], n) for n in range(5)))
        assert set(ids(result).values()) == {None}

    def test_a_theme_swallowed_by_a_cluster_of_others_does_not_give_it_its_name(self) -> None:
        groups = {name: texts(name, 40) for name in "bcd"}
        small = texts("a", 10)
        cluster = [*small, *(p for group in groups.values() for p in group[:12])]
        themes = [known("a", small), *(known(name, group, n) for n, (name, group) in enumerate(groups.items(), 1))]
        rest = [found(f"t{name}", group[12:], n) for n, (name, group) in enumerate(groups.items(), 1)]
        assert ids(run(themes, found("t", cluster, 5), *rest)) == {"t": None, "tb": "b", "tc": "c", "td": "d"}

    def test_pieces_put_back_together_keep_the_best_place_of_each_passage_and_weigh_as_their_sizes(self) -> None:
        large, small = found("t01", B[:20]), found("t02", B[20:], 1)
        torn = replace(small.members[0], main=False, strength=0.3)
        whole = run([known("a", B)], replace(large, members=(*large.members, torn)), small).themes[0]
        assert [m for m in whole.members if m.passage == torn.passage] == [small.members[0]]
        assert whole.centroid == pytest.approx((2 * axis(0) + axis(1)) / 3)

    def test_a_sleeping_theme_is_never_proposed_for_a_merge(self) -> None:
        result = run([known("a", A), known("b", B, 1, alive=False)], found("t01", [*A, *B]))
        assert result.pending == ()

    @pytest.mark.parametrize("count", [2, 4, 5])
    def test_equal_themes_found_as_one_all_stay(self, count: int) -> None:
        groups = [texts(f"g{n}-", 12) for n in range(count)]
        themes = [known(f"k{n}", g, n) for n, g in enumerate(groups)]
        result = run(themes, found("t01", [p for g in groups for p in g]))
        assert [members(result, f"k{n}") for n in range(count)] == [set(g) for g in groups]

    def test_a_cluster_of_new_passages_is_a_birth_even_if_it_draws_some_old_ones(self) -> None:
        result = run([known("a", B)], found("t01", B[:20]), found("t02", [*B[20:], *texts("new", 60)], 1))
        assert event(result, None) is ThemeEvent.BORN
        assert result.pending == ()

    def test_a_merge_is_proposed_on_the_third_run_in_a_row(self) -> None:
        themes: tuple[KnownTheme, ...] = (known("a", A), known("b", B, 1))
        pending: object = ()
        proposed = []
        for _ in range(4):
            result = run(themes, found("t01", [*A, *B]), pending=pending)
            proposed.append([p.candidate.themes for p in result.proposals])
            themes, pending = remember(themes, result, {}), result.pending
        assert proposed == [[], [], [("a", "b")], [("a", "b")]]
        assert event(result, "a") is ThemeEvent.MERGED

    def test_one_run_without_the_change_starts_the_count_again(self) -> None:
        themes: tuple[KnownTheme, ...] = (known("a", A), known("b", B, 1))
        pending: object = ()
        together, separate = [found("t01", [*A, *B])], [found("t01", A), found("t02", B, 1)]
        for now in (together, together, separate, together, together):
            result = run(themes, *now, pending=pending)
            assert result.proposals == ()
            themes, pending = remember(themes, result, {}), result.pending

    def test_a_split_is_proposed_with_its_parts_and_applied_by_hand(self) -> None:
        themes: tuple[KnownTheme, ...] = (known("a", B),)
        pending: object = ()
        for _ in range(3):
            result = run(themes, found("t01", B[:18]), found("t02", B[18:], 1), pending=pending)
            themes, pending = remember(themes, result, {}), result.pending
        [proposal] = result.proposals
        assert proposal.candidate.change is Change.SPLIT
        assert event(result, "a") is ThemeEvent.SPLIT
        after = run(adopt(themes, proposal.candidate, ["c"]), found("t01", B[:18]), found("t02", B[18:], 1))
        assert ids(after) == {"t01": "a", "t02": "c"}
        assert after.pending == ()

    def test_parts_that_change_every_run_are_never_proposed(self) -> None:
        themes: tuple[KnownTheme, ...] = (known("a", B),)
        pending: object = ()
        for cut in (B, B[::2] + B[1::2], B[::-2] + B[::2], B[::3] + B[1::3] + B[2::3]):
            result = run(themes, found("t01", cut[:15]), found("t02", cut[15:], 1), pending=pending)
            assert result.proposals == ()
            themes, pending = remember(themes, result, {}), result.pending

    def test_a_refused_merge_is_not_proposed_again(self) -> None:
        themes: tuple[KnownTheme, ...] = (known("a", A), known("b", B, 1))
        seen = run(themes, found("t01", [*A, *B]), settings=ContinuitySettings(patience=1))
        refused = [p.candidate for p in seen.proposals]
        again = run(themes, found("t01", [*A, *B]), settings=ContinuitySettings(patience=1), refused=refused)
        assert len(refused) == 1
        assert again.proposals == ()

    def test_an_adopted_merge_goes_on_as_one_theme(self) -> None:
        themes = (known("a", A, pinned=True), known("b", B, 1))
        seen = run(themes, found("t01", [*A, *B]), settings=ContinuitySettings(patience=1))
        merged = adopt(themes, seen.proposals[0].candidate)
        assert [(t.id, t.announced, t.retired) for t in merged] == [("a", len(B), False), ("b", len(B), True)]
        after = run(merged, found("t01", [*A, *B]))
        assert ids(after) == {"t01": "a"}  # pinned, so it keeps its name though the other is larger
        assert {t.known for t in after.themes} == {"a"}

    def test_a_proposal_is_refused_once_one_of_its_themes_is_retired(self) -> None:
        themes = (known("a", A), known("b", B, 1))
        seen = run(themes, found("t01", [*A, *B]), settings=ContinuitySettings(patience=1))
        after = adopt(themes, seen.proposals[0].candidate)
        with pytest.raises(ValueError, match="not known"):
            adopt(after, seen.proposals[0].candidate)
