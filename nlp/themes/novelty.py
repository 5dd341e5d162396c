"""Do people who came since an analysis speak of something nobody spoke of before?

Distance to the known themes is weak evidence, because a new subject is often told with the words of an old one. So
each passage is given its nearest neighbours among all passages, old and new: newcomers who share a subject have mostly
newcomers as neighbours. The share of newcomers among neighbours is compared with what random draws would give (after
the two-sample test of Schilling, 1986, and Henze, 1988, restricted to the passages most surrounded by newcomers).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.types import Vectors

NEIGHBOURS = 20  # of a passage, by other people
FEWEST_NEWCOMERS = 10  # newcomers before anything is said
GROUP = 5  # people who must have newcomers around them
DRAWS = 999
CHANCE = 0.002  # how often a draw at random may look as new
CLEAR = 2.0  # standard deviations above its expectation, for a passage to be surrounded by newcomers


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Passages and who wrote them: unit rows, (n, d)."""

    authors: Sequence[str]
    vectors: Vectors


def speaks_of_something_new(before: Said, since: Said) -> bool:
    """Tell whether five newcomers at least stand among newcomers, more than chance would have it.

    Parameters
    ----------
    before, since
        What the analysis read, or its latest part, and what came after. Someone who wrote both times is counted on
        each side; their passages are never neighbours of one another.

    Returns
    -------
    The same whenever it is asked of the same passages in the same order.
    """
    if len(set(since.authors)) < FEWEST_NEWCOMERS or len(before.authors) < NEIGHBOURS:
        return False
    authors = [*before.authors, *since.authors]
    neighbours = _neighbours(np.concatenate([before.vectors, since.vectors]), authors)
    newcomer = np.arange(len(authors)) >= len(before.authors)
    surplus = _surplus(neighbours, newcomer[:, None])[:, 0]
    surrounded = {author for author, much in zip(authors, surplus, strict=True) if much >= CLEAR}
    if len(surrounded) < GROUP:
        return False
    chance = _strength(_surplus(neighbours, _draws(authors, newcomer)))
    as_new = 1 + int((chance >= _strength(surplus[:, None])[0]).sum())
    return as_new <= CHANCE * (DRAWS + 1)


def _neighbours(vectors: Vectors, authors: Sequence[str]) -> NDArray[np.intp]:
    """The rows nearest to each by other people, shape (n, ``NEIGHBOURS``)."""
    _, person = np.unique(np.array(authors), return_inverse=True)
    nearness = vectors @ vectors.T
    nearness[person[:, None] == person] = -np.inf
    return np.asarray(np.argpartition(-nearness, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS])


def _draws(authors: Sequence[str], newcomer: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Draw people among all, with all they wrote on that side, up to as many passages as came; (n, ``DRAWS``)."""
    sides = [f"{author} {came}" for author, came in zip(authors, newcomer, strict=True)]
    _, person = np.unique(np.array(sides), return_inverse=True)
    order = np.random.default_rng(0).random((int(person.max()) + 1, DRAWS)).argsort(axis=0)
    drawn = np.cumsum(np.bincount(person)[order], axis=0) <= newcomer.sum()
    came = np.zeros_like(drawn)
    np.put_along_axis(came, order, drawn, axis=0)
    return np.asarray(came[person])


def _surplus(neighbours: NDArray[np.intp], newcomer: NDArray[np.bool_]) -> Vectors:
    """How many newcomers stand around each newcomer beyond what chance gives, in standard deviations; else 0."""
    share = newcomer.mean(axis=0)
    around = np.zeros(newcomer.shape, dtype=np.float32)
    for column in neighbours.T:
        around += newcomer[column]
    spread = np.sqrt(NEIGHBOURS * share * (1 - share))
    return np.asarray(np.where(newcomer, (around - NEIGHBOURS * share) / np.maximum(spread, 1e-6), 0))


def _strength(surplus: Vectors) -> Vectors:
    """Sum up a group: passages whose surplus is hardly more than chance gives count for little."""
    return np.asarray((np.maximum(surplus - 1, 0) ** 2).sum(axis=0))
