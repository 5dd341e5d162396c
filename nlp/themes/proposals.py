"""Merging and splitting themes: seen by the machine, proposed once it lasts, applied by a human only.

A single run proves little: clusterings wobble. As in Polis, a change must win on several consecutive runs
before anyone hears of it; one run without it and the count starts again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from scipy.optimize import linear_sum_assignment

from nlp.themes.matching import Comparison, ContinuitySettings, KnownTheme, Match, main_members
from nlp.types import Change


@dataclass(frozen=True, slots=True)
class Candidate:
    """A structural change as one run sees it, with its reasons as plain figures."""

    change: Change
    themes: tuple[str, ...]  # known ids: the two to merge, or the one to split
    found: tuple[str, ...]  # found keys: the one that holds both, or the parts, the heir first
    parts: tuple[frozenset[str], ...]  # for a split, the passages of each part, in the order of ``found``
    shared: int  # passages concerned
    share: float  # smallest share of a theme found in the other, or of the theme found in a part
    cosine: float  # merge: between the centroids of the two themes; split: lowest between the theme and a part

    def same_as(self, other: "Candidate") -> bool:
        """Whether two runs see the same change: same themes and, for a split, much the same parts."""
        if (self.change, self.themes) != (other.change, other.themes):
            return False
        return self.change is Change.MERGE or _same_division(self.parts, other.parts)


@dataclass(frozen=True, slots=True)
class Pending:
    """A structural change and the consecutive runs it has won."""

    candidate: Candidate
    wins: int


@dataclass(frozen=True, slots=True)
class Ripening:
    """What is still waiting and what may be proposed. A ripe change goes on being counted while it wins."""

    pending: tuple[Pending, ...]
    proposals: tuple[Pending, ...]


def find_candidates(
    comparison: Comparison, matches: Sequence[Match], settings: ContinuitySettings
) -> tuple[Candidate, ...]:
    """Merges and splits one run points to. A sleeping theme takes no part in any."""
    column = {t.key: j for j, t in enumerate(comparison.found)}
    row = {t.id: i for i, t in enumerate(comparison.known)}
    heirs = {row[m.known]: column[m.found] for m in matches if m.known is not None}
    return (*_merges(comparison, heirs, settings), *_splits(comparison, heirs, settings))


def _merges(comparison: Comparison, heirs: Mapping[int, int], settings: ContinuitySettings) -> list[Candidate]:
    known, found, kept = comparison.known, comparison.found, comparison.kept_share
    merges = []
    for heir, j in sorted(heirs.items()):
        joined = [
            i
            for i, theme in enumerate(known)
            if i not in heirs and theme.alive and kept[i, j] >= settings.contained
            and comparison.shared[i, j] >= settings.fewest_passages
        ]  # fmt: skip
        if not known[heir].alive:
            continue
        for a, b in combinations(sorted([heir, *joined]), 2):
            ids = (known[a].id, known[b].id)
            shared = int(comparison.shared[[a, b], j].sum())
            share = float(kept[[a, b], j].min())
            cosine = _cosine(known[a].centroid, known[b].centroid)
            merges.append(Candidate(Change.MERGE, ids, (found[j].key,), (), shared, share, cosine))
    return merges


def _splits(comparison: Comparison, heirs: Mapping[int, int], settings: ContinuitySettings) -> list[Candidate]:
    taken = set(heirs.values())
    splits = []
    for i, heir in sorted(heirs.items()):
        theme = comparison.known[i]
        left = [j for j in range(len(comparison.found)) if j not in taken and _is_part(comparison, i, j, settings)]
        if not theme.alive or not left:
            continue
        columns = [heir, *left]
        splits.append(
            Candidate(
                Change.SPLIT,
                (theme.id,),
                tuple(comparison.found[j].key for j in columns),
                tuple(main_members(comparison.found[j]) for j in columns),
                int(comparison.shared[i, columns].sum()),
                float(comparison.kept_share[i, columns].min()),
                float(comparison.cosine[i, columns].min()),
            )
        )
    return splits


def _is_part(comparison: Comparison, i: int, j: int, settings: ContinuitySettings) -> bool:
    """A part is made of the theme's old passages. A cluster of mostly new ones is a birth, whatever it draws in."""
    shared = comparison.shared[i, j]
    old_enough = shared >= len(main_members(comparison.found[j])) / 3
    large_enough = shared >= max(settings.fewest_passages, settings.part * comparison.known_sizes[i])
    return bool(old_enough and large_enough and comparison.come_share[i, j] >= settings.contained)


def _cosine(a: np.ndarray, b: np.ndarray) -> float:
    if a.shape != b.shape:
        return 0.0
    return float(np.clip(a @ b / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-12), -1, 1))


def _same_division(a: tuple[frozenset[str], ...], b: tuple[frozenset[str], ...]) -> bool:
    """Two divisions agree when, on the passages both hold, at least three quarters sit in paired parts."""
    common = frozenset().union(*a) & frozenset().union(*b)
    if len(a) != len(b) or not common:
        return False
    table = np.array([[len(x & y & common) for y in b] for x in a])
    rows, columns = linear_sum_assignment(table, maximize=True)
    return bool(table[rows, columns].sum() >= 0.75 * len(common))


def ripen(
    pending: Iterable[Pending], candidates: Iterable[Candidate], *, patience: int, refused: Iterable[Candidate]
) -> Ripening:
    """Count one more run.

    Parameters
    ----------
    pending : iterable of Pending
        What the last run left. What is not among ``candidates`` any more is forgotten.
    candidates : iterable of Candidate
        What this run sees.
    patience : int
        Consecutive runs needed before a change is proposed.
    refused : iterable of Candidate
        What a human has already refused: never proposed again as it is.

    Raises
    ------
    ValueError
        If patience is under one.
    """
    if patience < 1:
        raise ValueError("patience counts runs and starts at one")
    before, no = tuple(pending), tuple(refused)
    after = []
    for candidate in sorted(candidates, key=lambda c: (c.change, c.themes, c.found)):
        if any(candidate.same_as(r) for r in no):
            continue
        wins = max((p.wins for p in before if candidate.same_as(p.candidate)), default=0)
        after.append(Pending(candidate, wins + 1))
    return Ripening(tuple(after), tuple(p for p in after if p.wins >= patience))


def adopt(known: Sequence[KnownTheme], candidate: Candidate, new_ids: Sequence[str] = ()) -> tuple[KnownTheme, ...]:
    """Apply a proposal, after a human said yes.

    A merge keeps the pinned theme, else the larger, else the first, with the people announced for the larger; the other
    is retired, so that its id is never given again. A split keeps the theme for its heir and opens one theme per
    other part, with the ids given, the theme's label and no colour: both are for a human to choose.

    Raises
    ------
    ValueError
        If a theme is not known or is retired, or if the new ids are not as many as the new parts, all distinct and
        unused.
    """
    by_id = {t.id: t for t in known}
    needed = len(candidate.parts) - 1 if candidate.change is Change.SPLIT else 0
    if not set(candidate.themes) <= {t.id for t in known if not t.retired}:
        raise ValueError("a theme of the proposal is not known")
    if len(set(new_ids)) != len(new_ids) or len(new_ids) != needed or set(new_ids) & set(by_id):
        raise ValueError("one new unused id is needed per new part")
    order = sorted(candidate.themes, key=lambda i: (not by_id[i].pinned, -len(by_id[i].members), i))
    first = by_id[order[0]]
    if candidate.change is Change.MERGE:
        by_id |= _merged(first, by_id[order[1]])
    else:
        by_id[first.id] = replace(first, members=candidate.parts[0])
        for new_id, part in zip(new_ids, candidate.parts[1:], strict=True):
            by_id[new_id] = replace(first, id=new_id, color="", members=part, pinned=False)
    return tuple(by_id[i] for i in sorted(by_id))


def _merged(first: KnownTheme, second: KnownTheme) -> dict[str, KnownTheme]:
    sizes = max(len(first.members), 1), max(len(second.members), 1)
    centroid = first.centroid
    if first.centroid.shape == second.centroid.shape:
        centroid = np.asarray(np.average([first.centroid, second.centroid], axis=0, weights=sizes), dtype=np.float32)
    one = replace(
        first,
        members=first.members | second.members,
        centroid=centroid,
        announced=max(first.announced, second.announced),
        pinned=first.pinned or second.pinned,
    )
    return {first.id: one, second.id: replace(second, members=frozenset(), pinned=False, alive=False, retired=True)}
