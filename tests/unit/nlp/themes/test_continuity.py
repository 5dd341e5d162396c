"""What became of each theme since the last run."""

from dataclasses import replace

import numpy as np
import pytest

from nlp.themes.continuity import (
    Continuity,
    ContinuitySettings,
    KnownTheme,
    continue_themes,
    remember,
)
from nlp.themes.corrections import Constraint
from nlp.themes.growth import growth
from nlp.themes.proposals import adopt
from nlp.types import Change, ConstraintKind, FoundTheme, Membership, Solidity, ThemeEvent, Zone

DIMENSIONS = 8


def axis(n: int) -> np.ndarray:
    return np.eye(DIMENSIONS, dtype=np.float32)[n % DIMENSIONS]


def texts(prefix: str, start: int, stop: int | None = None) -> list[str]:
    return [f"{prefix}{n}" for n in (range(start) if stop is None else range(start, stop))]


def found(key: str, passages: list[str], direction: int = 0) -> FoundTheme:
    members = tuple(Membership(p, 0.9, Zone.CORE) for p in passages)
    return FoundTheme(
        key, key, (), (), members, tuple(passages[:3]), len(passages), axis(direction), Solidity.SOLID, 0.9
    )


def known(name: str, passages: list[str], direction: int = 0, **more: object) -> KnownTheme:
    theme = KnownTheme(name, name, "c01", frozenset(passages), axis(direction), len(passages))
    return replace(theme, **more)


def run(themes: list[KnownTheme] | tuple[KnownTheme, ...], *now: FoundTheme, **more: object) -> Continuity:
    """One run in which every passage has its own author."""
    passages = {m.passage for t in now for m in t.members} | set(more.pop("others", ()))
    return continue_themes(
        themes, now, more.pop("pending", ()), authors={p: p for p in passages}, vectors={}, **more
    )  # fmt: skip


def event(continuity: Continuity, name: str | None) -> ThemeEvent | None:
    [theme] = [t for t in continuity.themes if t.known == name]
    return theme.event


def ids(continuity: Continuity) -> dict[str, str | None]:
    return {m.found: m.known for m in continuity.matches}


def members(continuity: Continuity, name: str | None) -> set[str]:
    return {m.passage for t in continuity.themes if t.known == name for m in t.members}


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

    def test_a_likely_centroid_never_outweighs_passages_known_to_be_elsewhere(self) -> None:
        sleeping = known("old", texts("x", 20), 1, alive=False)
        result = run([known("a", texts("p", 40)), sleeping], found("t01", texts("p", 25), 0),
                     found("t02", texts("p", 25, 40), 1))  # fmt: skip
        assert ids(result) == {"t01": "a", "t02": None}

    def test_a_sleeping_theme_reappears_under_its_name(self) -> None:
        result = run([known("a", texts("p", 20), alive=False)], found("t01", texts("p", 20)))
        assert event(result, "a") is ThemeEvent.REAPPEARS

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


class TestLeaving:
    """On a corpus nothing is taken back from, a theme people no longer write about keeps all of its people."""

    OLD, LATE = texts("p", 30), texts("q", 80)
    BEFORE = {p: 61 + n for n, p in enumerate(OLD)} | {p: 61 + n for n, p in enumerate(texts("q", 40))}
    SILENT = BEFORE | {p: n - 40 for n, p in enumerate(LATE) if n >= 40}

    def read(self, themes, ages, late: list[str] | None = None) -> Continuity:
        return run(themes, found("t01", self.OLD + (late or [])), found("t02", self.LATE, 1), ages=ages)

    def test_it_fades_once_and_is_remembered_as_quiet(self) -> None:
        themes = (known("a", self.OLD), known("b", texts("q", 40), 1))
        assert event(self.read(themes, None), "a") is ThemeEvent.STABLE, "its total says nothing"
        first = self.read(themes, self.SILENT)
        assert event(first, "a") is ThemeEvent.FADES
        assert event(first, "b") is ThemeEvent.GROWS

        themes = remember(themes, first, {})
        assert [t.quiet for t in themes] == [True, False]
        again = self.read(themes, self.SILENT)
        assert event(again, "a") is ThemeEvent.STABLE
        assert [t.quiet for t in remember(themes, again, {})] == [True, False]

    def test_it_stays_quiet_while_fewer_than_five_write_and_reappears_once_they_are_more(self) -> None:
        themes = (known("a", self.OLD, quiet=True), known("b", self.LATE, 1))
        long_ago = dict.fromkeys(self.OLD, 200) | {p: n for n, p in enumerate(self.LATE)}
        few, enough = texts("r", 4), texts("r", 5)
        assert event(self.read(themes, long_ago | dict.fromkeys(few, 1), few), "a") is ThemeEvent.STABLE
        back = self.read(themes, long_ago | dict.fromkeys(enough, 1), enough)
        assert event(back, "a") is ThemeEvent.REAPPEARS
        assert not remember(themes, back, {})[0].quiet


class TestGrowth:
    @pytest.mark.parametrize(
        ("before", "now", "said"),
        [
            (10, 14, ThemeEvent.STABLE),  # 40 % but four people
            (10, 15, ThemeEvent.GROWS),
            (100, 119, ThemeEvent.STABLE),  # nineteen people but 19 %
            (100, 120, ThemeEvent.GROWS),
            (100, 80, ThemeEvent.FADES),
            (10, 6, ThemeEvent.STABLE),
        ],
    )
    def test_growing_takes_five_people_and_a_fifth(self, before: int, now: int, said: ThemeEvent) -> None:
        assert growth(before, now) is said

    def test_slow_growth_is_told_once_it_adds_up(self) -> None:
        themes: tuple[KnownTheme, ...] = (known("a", texts("p", 20)),)
        said = []
        for size in (22, 24, 26, 28):
            result = run(themes, found("t01", texts("p", size)))
            said.append(event(result, "a"))
            themes = remember(themes, result, {})
        assert said == [ThemeEvent.STABLE, ThemeEvent.STABLE, ThemeEvent.GROWS, ThemeEvent.STABLE]

    def test_people_are_counted_and_not_passages(self) -> None:
        result = continue_themes(
            [], [found("t01", texts("p", 20))], authors=dict.fromkeys(texts("p", 20), "one"), vectors={}
        )
        assert result.themes[0].participants == 1


A, B = texts("p", 20), texts("q", 30)


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
            [known("a", A), known("b", B, 1)], [found("t01", whole)], authors={p: p for p in whole}, vectors=vectors
        )
        assert "near a" in members(result, "a")
        assert "near b" in members(result, "b")

    def test_a_theme_found_in_two_pieces_stays_one_until_a_human_says_otherwise(self) -> None:
        result = run([known("a", B)], found("t01", B[:18]), found("t02", B[18:], 1))
        assert members(result, "a") == set(B)
        assert None not in {t.known for t in result.themes}

    @pytest.mark.parametrize("pieces", [2, 4, 5])
    def test_a_theme_cut_in_equal_pieces_still_has_an_heir(self, pieces: int) -> None:
        whole = texts("p", 60)
        result = run([known("a", whole)], *(found(f"t{n}", whole[n::pieces], n) for n in range(pieces)))
        assert members(result, "a") == set(whole)

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
        after = run(adopt(themes, seen.proposals[0].candidate), found("t01", [*A, *B]))
        assert ids(after) == {"t01": "a"}  # pinned, so it keeps its name though the other is larger
        assert {t.known for t in after.themes} == {"a"}

    def test_a_proposal_is_refused_once_one_of_its_themes_is_retired(self) -> None:
        themes = (known("a", A), known("b", B, 1))
        seen = run(themes, found("t01", [*A, *B]), settings=ContinuitySettings(patience=1))
        after = adopt(themes, seen.proposals[0].candidate)
        with pytest.raises(ValueError, match="not known"):
            adopt(after, seen.proposals[0].candidate)


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
