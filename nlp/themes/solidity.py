"""How far a theme can be trusted: what is left of it when the analysis is run again on part of the people.

After Hennig (2007), « Cluster-wise assessment of cluster stability ». He calls a cluster stable from a mean Jaccard
index of 0.75, and dissolved in a resample where it is 0.5 or less; here a theme is dropped on the mean over them all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nlp.parallel import share_out
from nlp.types import Solidity, Vectors, Zone

SHARE = 0.8  # of the people, in a resample
CORE, HALO = 0.9, 0.4  # least share of the resamples in which a passage stays with its companions
SOLID, FRAGILE = 0.75, 0.5  # least stability of a theme
DISSOLVED = 0.3  # stability below which resamples do not find a theme again: it is not one
LARGEST = 4_000  # passages of a resample: the others join the nearest theme

Labels = NDArray[np.intp]


class Clustering(Protocol):
    """A fitted clustering."""

    labels_: Labels

    def predict(self, X: Vectors) -> Labels: ...  # noqa: N803 (scikit-learn's name)


Cluster = Callable[[Vectors, int], Clustering]


@dataclass(frozen=True, slots=True)
class Resampling:
    """What the resamples say.

    Attributes
    ----------
    kept : (n,) of the resamples that hold a passage, the share in which it stays with the companions of its theme; 0
        when none does
    stability : (k,) mean over resamples of the best Jaccard index of each theme
    """

    kept: NDArray[np.float64]
    stability: NDArray[np.float64]


def resample(
    rows: Vectors, labels: Labels, authors: Sequence[str], cluster: Cluster, *, resamples: int, seed: int
) -> Resampling:
    """Run the clustering again on random parts of the people, and compare.

    People are drawn, not passages, so that a theme held by a few talkative people shows as fragile.

    Parameters
    ----------
    rows, labels, authors
        The n passages: unit rows (n, d), theme (n,) from 0 to k - 1, author.
    cluster
        Fits a clustering of rows, with a seed.
    resamples, seed
        How many times, and from which seed.
    """
    groups = int(labels.max()) + 1
    rng = np.random.default_rng(seed)
    person = _numbered(authors)
    seen, kept = np.zeros(len(rows)), np.zeros(len(rows))
    stability = np.zeros((resamples, groups))
    draws = [_draw(person, rng) for _ in range(resamples)]
    parts = ((rows[part], seed + turn) for turn, (_, part) in enumerate(draws, start=1))
    models = share_out(partial(_fit, cluster), parts)
    for turn, ((drawn, part), model) in enumerate(zip(draws, models, strict=True)):
        again = np.asarray(model.labels_ if len(part) == len(drawn) else model.predict(rows[drawn]))
        table = contingency(labels[drawn], again, groups)
        home = table.argmax(axis=0)
        seen[drawn] += 1
        kept[drawn] += home[again] == labels[drawn]
        stability[turn] = jaccard(table).max(axis=1)
    return Resampling(kept / np.maximum(seen, 1), stability.mean(axis=0))


def _numbered(authors: Sequence[str]) -> Labels:
    """Number people as they come: their names are drawn at random and must not decide who is drawn."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(author, len(numbers)) for author in authors], dtype=np.intp)


def _draw(person: Labels, rng: np.random.Generator) -> tuple[Labels, Labels]:
    """Draw people: the rows of theirs to compare, and among these the rows to cluster."""
    people = int(person.max()) + 1
    chosen = rng.permutation(people)[: round(SHARE * people)]
    drawn = np.flatnonzero(np.isin(person, chosen))
    part = drawn if len(drawn) <= LARGEST else np.sort(rng.choice(drawn, LARGEST, replace=False))
    return drawn, part


def _fit(cluster: Cluster, part: tuple[Vectors, int]) -> Clustering:
    return cluster(*part)


def contingency(labels: Labels, again: Labels, groups: int) -> NDArray[np.float64]:
    """Count the passages of each theme in each cluster of a resample, shape (groups, clusters)."""
    table = np.zeros((groups, int(again.max()) + 1))
    np.add.at(table, (labels, again), 1)
    return table


def jaccard(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shared passages over passages of either, for each theme and cluster."""
    union = table.sum(axis=1, keepdims=True) + table.sum(axis=0, keepdims=True) - table
    return np.asarray(table / np.maximum(union, 1))


def zone_of(kept: float) -> Zone:
    """Place a passage by the share of resamples in which it stays with its companions."""
    if kept >= CORE:
        return Zone.CORE
    return Zone.HALO if kept >= HALO else Zone.UNCLASSIFIED


def solidity_of(stability: float, core_participants: int, floor: int) -> Solidity:
    """Say how far a theme can be trusted: it must come back, and its core must speak for enough people."""
    if stability >= SOLID and core_participants >= floor:
        return Solidity.SOLID
    return Solidity.FRAGILE if stability >= FRAGILE else Solidity.WATCH
