"""What holds of continuity whatever the runs."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.themes.continuity import Continuity, KnownTheme, Past, continue_themes, remember
from nlp.themes.corrections import Constraint
from nlp.types import ConstraintKind, FoundTheme, Membership, Solidity, ThemeEvent, Zone
from tests.unit.nlp.themes.runs import ids


def found(key: str, passages: list[str], direction: int) -> FoundTheme:
    members = tuple(Membership(p, 0.9, Zone.CORE) for p in passages)
    centroid = np.eye(4, dtype=np.float32)[direction]
    return FoundTheme(key, key, (), (), members, (), len(passages), centroid, Solidity.SOLID, 0.9)


def known(name: str, passages: list[str], direction: int, *, alive: bool) -> KnownTheme:
    centroid = np.eye(4, dtype=np.float32)[direction]
    return KnownTheme(name, name, "c01", frozenset(passages), centroid, len(passages), alive=alive)


def run(themes: list[KnownTheme] | tuple[KnownTheme, ...], *now: FoundTheme, pending: tuple = ()) -> Continuity:
    """One run over all the passages, each with its own author; those in no theme are unclassified."""
    left = set(PASSAGES) - {m.passage for t in now for m in t.members}
    authors = {p: p for p in PASSAGES}
    return continue_themes(Past(themes, pending=pending), now, authors=authors, vectors={}, unclassified=left)


def texts(theme: FoundTheme) -> list[str]:
    return [m.passage for m in theme.members]


PASSAGES = [f"p{n}" for n in range(30)]


@st.composite
def two_runs(draw: st.DrawFn) -> tuple[list[KnownTheme], list[FoundTheme]]:
    """Thirty passages in up to four themes then, up to four now, some left out."""
    then = draw(st.lists(st.integers(0, 4), min_size=30, max_size=30))
    now = draw(st.lists(st.integers(0, 4), min_size=30, max_size=30))
    groups = [[p for p, g in zip(PASSAGES, then, strict=True) if g == n] for n in range(4)]
    clusters = [[p for p, g in zip(PASSAGES, now, strict=True) if g == n] for n in range(4)]
    asleep = draw(st.sets(st.integers(0, 3), max_size=2))
    themes = [known(f"k{n}", g, n, alive=n not in asleep) for n, g in enumerate(groups) if g]
    return themes, [found(f"t{n}", c, n) for n, c in enumerate(clusters) if c]


def told(continuity: Continuity) -> object:
    return (
        continuity.matches,
        [(t.known, t.found, sorted(m.passage for m in t.members), t.event, t.announced) for t in continuity.themes],
        [(p.candidate.themes, p.candidate.found, p.wins) for p in continuity.pending],
        continuity.unclassified,
    )


class TestWhateverTheInput:
    @given(two_runs(), st.randoms(use_true_random=False))
    @settings(max_examples=60)
    def test_order_changes_nothing(self, runs: tuple, random: object) -> None:
        themes, clusters = runs
        first = run(themes, *clusters)
        random.shuffle(themes)
        random.shuffle(clusters)
        assert told(run(themes, *clusters)) == told(first)

    @given(two_runs())
    @settings(max_examples=60)
    def test_no_theme_has_two_ids_and_no_id_two_themes(self, runs: tuple) -> None:
        themes, clusters = runs
        result = run(themes, *clusters)
        given_ids = [m.known for m in result.matches if m.known is not None]
        traced = [t.known for t in result.themes if t.known is not None]
        assert sorted(m.found for m in result.matches) == sorted(c.key for c in clusters)
        assert len(given_ids) == len(set(given_ids))
        assert len(traced) == len(set(traced))

    @given(two_runs())
    @settings(max_examples=60)
    def test_no_passage_is_lost_or_counted_twice(self, runs: tuple) -> None:
        themes, clusters = runs
        result = run(themes, *clusters)
        held = [m.passage for t in result.themes for m in t.members]
        assert sorted(held) == sorted(m.passage for c in clusters for m in c.members)

    @given(two_runs(), st.sets(st.sampled_from(PASSAGES), min_size=1, max_size=6))
    @settings(max_examples=60)
    def test_what_someone_took_back_changes_nothing_though_themes_and_corrections_still_name_it(
        self, runs: tuple, gone: set[str]
    ) -> None:
        themes, clusters = runs
        left = [
            found(c.key, kept, n) for n, c in enumerate(clusters) if (kept := [p for p in texts(c) if p not in gone])
        ]
        forgotten = [replace(theme, members=theme.members - gone) for theme in themes]
        corrections = [Constraint(ConstraintKind.BELONGS, passage, themes[0].id) for passage in gone if themes]
        corrections += [
            Constraint(ConstraintKind.TOGETHER, passage, other=PASSAGES[0]) for passage in gone - {PASSAGES[0]}
        ]

        def follow(past: Past) -> Continuity:
            there = {p for theme in left for p in texts(theme)}
            return continue_themes(past, left, authors={p: p for p in there}, vectors={})

        result = follow(Past(themes, corrections))

        assert told(result) == told(follow(Past(forgotten)))
        named = [m.passage for t in result.themes for m in t.members] + [e for t in result.themes for e in t.excerpts]
        named += [p for pending in result.pending for part in pending.candidate.parts for p in part]
        assert gone.isdisjoint(named)

    @given(two_runs())
    @settings(max_examples=60)
    def test_the_same_run_again_leaves_everything_stable(self, runs: tuple) -> None:
        _, clusters = runs
        names = {c.key: (f"id-{c.key}", c.label) for c in clusters}
        first = run([], *clusters)
        themes = remember([], first, names)
        second = run(themes, *clusters)
        assert ids(second) == {c.key: f"id-{c.key}" for c in clusters}
        assert {t.event for t in second.themes} <= {ThemeEvent.STABLE}
        assert second.pending == ()
        again = remember(themes, second, {})
        assert [(t.id, t.color, t.members) for t in again] == [(t.id, t.color, t.members) for t in themes]

    @given(st.lists(two_runs(), min_size=2, max_size=4))
    @settings(max_examples=20)
    def test_no_id_is_ever_given_twice(self, months: list) -> None:
        themes: tuple[KnownTheme, ...] = ()
        pending: tuple = ()
        taken: set[str] = set()
        for month, (_, clusters) in enumerate(months):
            result = run(themes, *clusters, pending=pending)
            new = [t.found[0] for t in result.themes if t.known is None]
            names = {key: (f"m{month}-{key}", key) for key in new}
            assert not taken & {i for i, _ in names.values()}
            assert {m.known for m in result.matches} - {None} <= taken
            taken |= {i for i, _ in names.values()}
            themes, pending = remember(themes, result, names), result.pending
            assert {t.id for t in themes} == taken
