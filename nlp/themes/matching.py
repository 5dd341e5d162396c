"""Which theme of this run is which theme of the last one.

Two kinds of evidence: the passages both runs classified, and the centroids. Shared passages are the
stronger one when there are enough of them; a theme whose passages were all withdrawn is recognised by
its centroid alone. The assignment is one-to-one and optimal, so no theme is ever given two identities.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from nlp.types import FoundTheme, Vectors, Zone


@dataclass(frozen=True, slots=True)
class ContinuitySettings:
    """Thresholds of continuity; ``docs/benchmarks-continuity.md`` says where they come from."""

    same: float = 0.3
    """Score from which two themes are the same. On passages alone it is the Jaccard threshold of Greene et al.
    (2010): the larger of two themes that became one, or the larger half of a theme cut in two, keeps its name."""

    cosine_floor: float = 0.75
    """Centred cosine below which centroids say nothing: two distinct themes stay under 0.80, a match takes 0.825."""

    prior: float = 5.0
    """How many passages that both runs classified weigh as much as the centroids."""

    contained: float = 0.5
    """Share of a theme found inside another from which the first may have joined it (MONIC, Spiliopoulou 2006)."""

    part: float = 0.2
    """Share of a theme that must leave together for it to be a split and not a few crumbs."""

    fewest_passages: int = 5
    """Passages below which nothing structural is said."""

    patience: int = 3
    """Consecutive runs a structural change must win before it is proposed (Polis waits for 4)."""


@dataclass(frozen=True, slots=True)
class KnownTheme:
    """A theme as the last run left it, with the identity people gave it."""

    id: str
    label: str
    color: str
    members: frozenset[str]  # passage keys, main memberships only
    centroid: Vectors  # (d,)
    announced: int  # people, when its growth was last announced: slow growth adds up until it is worth saying
    pinned: bool = False
    alive: bool = True  # seen in the last run
    quiet: bool = False  # the last run saw people leave it
    retired: bool = False  # merged into another: only its id is kept, so that it is never given again


@dataclass(frozen=True, slots=True)
class Match:
    """The identity of a found theme, and why."""

    found: str
    known: str | None
    score: float = 0.0
    shared: int = 0  # passages in both
    overlap: float = 0.0  # Jaccard over the passages classified in both runs
    cosine: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Every known theme (row) against every found theme (column), rows by id, columns by key."""

    known: tuple[KnownTheme, ...]
    found: tuple[FoundTheme, ...]
    shared: NDArray[np.int64] = field(repr=False)
    known_sizes: NDArray[np.int64] = field(repr=False)  # passages of each known theme still in the corpus
    found_sizes: NDArray[np.int64] = field(repr=False)  # passages of each found theme already in a living theme
    overlap: NDArray[np.float64] = field(repr=False)
    cosine: NDArray[np.float64] = field(repr=False)

    @property
    def kept_share(self) -> NDArray[np.float64]:
        """Share of each known theme that went to each found theme, (known, found)."""
        return self.shared / np.maximum(self.known_sizes, 1)[:, None]

    @property
    def come_share(self) -> NDArray[np.float64]:
        """Share of what is not new in each found theme that came from each known theme, (known, found)."""
        return self.shared / np.maximum(self.found_sizes, 1)[None, :]


def main_members(theme: FoundTheme) -> frozenset[str]:
    """Passages whose first theme this is."""
    return frozenset(m.passage for m in theme.members if m.main and m.zone is not Zone.UNCLASSIFIED)


def compare(
    known: Sequence[KnownTheme], found: Sequence[FoundTheme], *, unclassified: Collection[str] = ()
) -> Comparison:
    """Measure what known and found themes share, in time linear in the number of passages.

    Parameters
    ----------
    known, found : sequences of themes
        In any order.
    unclassified : collection of passage keys
        Passages of the new run outside every theme: they count against the theme that held them.

    Raises
    ------
    ValueError
        If an id or a key is given twice.
    """
    rows, columns = _in_order(known, found)
    owners: dict[str, list[int]] = {}
    for i, theme in enumerate(rows):
        for passage in theme.members:
            owners.setdefault(passage, []).append(i)
    living = frozenset().union(*(t.members for t in rows if t.alive))
    shared, known_sizes, found_sizes, outside = _count(rows, columns, owners, living, unclassified)
    union = known_sizes[:, None] + found_sizes[None, :] + outside - shared
    overlap = np.divide(shared, union, out=np.zeros(shared.shape), where=union > 0)
    cosine = _cosines([t.centroid for t in rows], [t.centroid for t in columns])
    return Comparison(rows, columns, shared, known_sizes, found_sizes, overlap, cosine)


def _in_order(
    known: Sequence[KnownTheme], found: Sequence[FoundTheme]
) -> tuple[tuple[KnownTheme, ...], tuple[FoundTheme, ...]]:
    if len({t.id for t in known}) < len(known) or len({t.key for t in found}) < len(found):
        raise ValueError("a theme is given twice")
    return tuple(sorted((t for t in known if not t.retired), key=lambda t: t.id)), tuple(
        sorted(found, key=lambda t: t.key)
    )


def _count(
    rows: tuple[KnownTheme, ...],
    columns: tuple[FoundTheme, ...],
    owners: dict[str, list[int]],
    living: frozenset[str],
    unclassified: Collection[str],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Count shared passages. ``outside``: those only a sleeping theme held, known to nobody else."""
    shared = np.zeros((len(rows), len(columns)), dtype=np.int64)
    outside = np.zeros_like(shared)
    known_sizes = np.zeros(len(rows), dtype=np.int64)
    found_sizes = np.zeros(len(columns), dtype=np.int64)
    for passage in set(unclassified):
        known_sizes[owners.get(passage, [])] += 1
    for j, theme in enumerate(columns):
        for passage in main_members(theme):
            held_by = owners.get(passage, [])
            shared[held_by, j] += 1
            known_sizes[held_by] += 1
            if passage in living:
                found_sizes[j] += 1
            else:
                outside[held_by, j] += 1
    return shared, known_sizes, found_sizes, outside


def _cosines(known: list[Vectors], found: list[Vectors]) -> NDArray[np.float64]:
    """Cosine between centroids, 0 when the encoder has changed.

    Sentence vectors all lean the same way. With enough themes to know which way, that is subtracted, so that the
    threshold means the same for every encoder.
    """
    if not known or not found or len({v.shape for v in [*known, *found]}) > 1:
        return np.zeros((len(known), len(found)))
    a, b = np.asarray(known, dtype=np.float64), np.asarray(found, dtype=np.float64)
    if min(len(a), len(b)) >= 4:
        lean = (a.mean(axis=0) + b.mean(axis=0)) / 2
        a, b = a - lean, b - lean
    a, b = (x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-12) for x in (a, b))
    cosines: NDArray[np.float64] = np.clip(a @ b.T, -1.0, 1.0)
    return cosines


def scores(comparison: Comparison, settings: ContinuitySettings) -> NDArray[np.float64]:
    """Score each pair in 0-1, (known, found): its overlap, drawn towards its centroids when few passages compare."""
    evidence = np.maximum(comparison.known_sizes[:, None], comparison.found_sizes[None, :])
    weight = evidence / (evidence + settings.prior)
    likeness = np.clip((comparison.cosine - settings.cosine_floor) / (1 - settings.cosine_floor), 0, 1)
    score: NDArray[np.float64] = weight * comparison.overlap + (1 - weight) * likeness
    asleep = np.array([not t.alive for t in comparison.known], dtype=bool)
    score[asleep] *= 0.99  # equally good, the theme people still see keeps its name
    return score


def match_themes(comparison: Comparison, settings: ContinuitySettings) -> tuple[Match, ...]:
    """Give each found theme the identity of at most one known theme.

    Returns
    -------
    tuple of Match
        One per found theme, by key; ``known`` is None for a theme never seen.

    Notes
    -----
    Pairs under the threshold count for nothing in the assignment (of the largest total score), so that a poor pair
    never costs a good one its match. When a theme is cut into many pieces, or many become one, no pair may reach the
    threshold: the largest piece, or the largest theme, is then the heir.
    """
    score = scores(comparison, settings)
    worth = np.where(score >= settings.same, score, 0.0)
    pairs = {
        int(j): int(i) for i, j in zip(*linear_sum_assignment(worth, maximize=True), strict=True) if worth[i, j] > 0
    }
    _add_heirs(pairs, comparison, settings)
    matches = []
    for j, theme in enumerate(comparison.found):
        i = pairs.get(j)
        if i is None:
            matches.append(Match(theme.key, None))
            continue
        evidence = (float(x[i, j]) for x in (score, comparison.overlap, comparison.cosine))
        total, overlap, cosine = evidence
        matches.append(Match(theme.key, comparison.known[i].id, total, int(comparison.shared[i, j]), overlap, cosine))
    return tuple(matches)


def _add_heirs(pairs: dict[int, int], comparison: Comparison, settings: ContinuitySettings) -> None:
    """Match what is left when a living theme was cut in many pieces, or when many became one."""
    alive = np.array([t.alive for t in comparison.known], dtype=bool)
    enough = (comparison.shared >= settings.fewest_passages) & alive[:, None]
    joined = enough & (comparison.kept_share >= settings.contained)
    pieces = enough & (comparison.come_share >= settings.contained)
    for i, j in sorted(np.argwhere(joined | pieces).tolist(), key=lambda p: (-comparison.shared[p[0], p[1]], p)):
        if j in pairs or i in pairs.values():
            continue
        many_became_one = joined[i, j] and joined[:, j].sum() > 1
        cut = pieces[i] & np.array([k not in pairs for k in range(len(comparison.found))])
        cut_in_many = pieces[i, j] and comparison.kept_share[i, cut].sum() >= settings.contained
        if many_became_one or cut_in_many:
            pairs[j] = i
