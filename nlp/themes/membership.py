"""How strongly a passage belongs to each theme: one may speak of transport and of confidence at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.encoding import unit_rows
from nlp.types import Vectors

SHARPNESS = 12.0  # how fast strength falls with the cosine: the inverse temperature of a softmax
SECOND_RATIO = 0.4  # least strength of a second theme, as a share of that of the first
SECOND_COSINE = 0.2  # cosine from which a theme can be the second of a passage
NEAR = 0.13  # cosine from which a new passage can join a theme
MOST = 3  # themes of one passage
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Assignment:
    """A theme that a new passage joins."""

    theme: str
    strength: float
    main: bool


def nearness(vectors: Vectors, centroids: Sequence[Vectors] | Vectors) -> Vectors:
    """Say how near each passage is to each of at least one theme.

    Sentence vectors all point much the same way: they are seen from the middle of the themes. A lone theme would be its
    own middle, and is compared as it is.

    Parameters
    ----------
    vectors
        Unit rows, (n, d).
    centroids
        Of k themes, (d,) each.

    Returns
    -------
    Cosines, (n, k).
    """
    themes = np.asarray(centroids)
    if len(themes) == 1:
        return np.asarray(vectors @ themes.T)
    middle = themes.mean(axis=0)
    return np.asarray(unit_rows(vectors - middle) @ unit_rows(themes - middle).T)


def strengths(cosines: Vectors) -> NDArray[np.float64]:
    """Turn cosines of shape (n, k) into strengths that add up to 1 in each row: their softmax, sharpened."""
    scaled = np.exp(SHARPNESS * (cosines - cosines.max(axis=1, keepdims=True)).astype(np.float64))
    return np.asarray(scaled / scaled.sum(axis=1, keepdims=True))


def nearest(cosines: Vectors) -> int:
    """Give the nearest theme, or ``NOBODY`` when none is near enough."""
    best = int(cosines.argmax())
    return best if cosines[best] >= NEAR else NOBODY


def themes_of(cosines: Vectors, strength: NDArray[np.float64], main: int) -> list[int]:
    """List the themes of a passage: its main one, then those nearly as strong and near enough."""
    order = np.argsort(-strength, kind="stable")
    bar = SECOND_RATIO * strength[main]
    others = [int(k) for k in order if k != main and strength[k] >= bar and cosines[k] >= SECOND_COSINE]
    return [main, *others][:MOST]


def assign(vectors: Vectors, themes: Mapping[str, Vectors]) -> list[tuple[Assignment, ...]]:
    """Let new passages join existing themes, without a new analysis.

    Parameters
    ----------
    vectors
        Unit rows of shape (n, d), by the encoder the themes come from.
    themes
        Centroid of each theme, (d,), by its key.

    Returns
    -------
    For each passage, the themes it joins, main one first; empty when no theme is near enough. It does not depend on
    the passages that come with it, nor on the order of the themes.
    """
    if not themes or not len(vectors):
        return [() for _ in range(len(vectors))]
    keys = sorted(themes)
    cosines = nearness(vectors, [themes[key] for key in keys])
    weights = strengths(cosines)
    return [_joined(row, weight, keys) for row, weight in zip(cosines, weights, strict=True)]


def _joined(cosines: Vectors, strength: NDArray[np.float64], keys: Sequence[str]) -> tuple[Assignment, ...]:
    main = nearest(cosines)
    if main == NOBODY:
        return ()
    chosen = themes_of(cosines, strength, main)
    return tuple(Assignment(keys[k], round(float(strength[k]), 4), k == main) for k in chosen)
