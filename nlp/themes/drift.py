"""Does what is written now still resemble the themes of the last analysis?

An analysis leaves how near people's words were to its themes. Newcomers are compared with that: when they are
clearly farther, the themes no longer say what is lived, and a new analysis is called for.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.encoding import unit_rows
from nlp.themes.membership import NEAR, nearness
from nlp.types import Vectors

FEWEST_PEOPLE = 10  # people before anything is said
SURE = 2.5  # standard errors between newcomers and those before
CLEAR = 0.15  # standard deviations: with thousands of people, a trifle would be sure


@dataclass(frozen=True, slots=True)
class Closeness:
    """How near the words of some people are to the themes; each person counts once, however much they write."""

    people: int
    mean: float  # over people, of the mean nearness of their passages to the nearest theme
    spread: float  # standard deviation between people
    far: float  # share of their passages too far from every theme to join one


def nearest_without_itself(vectors: Vectors, main: Sequence[int], centroids: Sequence[Vectors]) -> Vectors:
    """Say how near each passage of an analysis is to its nearest theme, as if it had come after.

    A passage draws its own theme's centroid towards itself, and so would seem nearer than any newcomer can be:
    it is left out of that centroid.

    Parameters
    ----------
    vectors
        Unit rows, (n, d).
    main
        Row of the theme of each passage in ``centroids``, -1 for none.
    centroids
        Of at least one theme, (d,) each.

    Returns
    -------
    Cosines seen from the middle of the themes, (n,).
    """
    cosines = nearness(vectors, centroids)
    origin = np.stack(centroids).mean(axis=0) if len(centroids) > 1 else np.zeros_like(centroids[0])
    labels = np.asarray(main)
    for theme in range(len(centroids)):
        rows = np.flatnonzero(labels == theme)
        if not len(rows):
            continue
        own = vectors[rows]
        others = unit_rows(own.sum(axis=0) - own) - origin
        cosines[rows, theme] = (unit_rows(own - origin) * unit_rows(others)).sum(axis=1)
    return np.asarray(cosines.max(axis=1), dtype=np.float32)


def closeness(authors: Sequence[str], nearest: Sequence[float] | Vectors) -> Closeness:
    """Sum up how near people's passages are to their nearest theme."""
    said: dict[str, list[float]] = defaultdict(list)
    for author, near in zip(authors, nearest, strict=True):
        said[author].append(float(near))
    if not said:
        return Closeness(0, 0.0, 0.0, 0.0)
    own = [np.array(said[author]) for author in sorted(said)]
    means = np.array([near.mean() for near in own])
    far = float(np.mean([(near < NEAR).mean() for near in own]))
    return Closeness(len(own), round(float(means.mean()), 4), round(float(means.std()), 4), round(far, 4))


def has_drifted(before: Closeness, since: Closeness) -> bool:
    """Tell whether newcomers are farther from the themes than people were when these were found.

    Farther, and not merely as scattered: their mean nearness must be lower by 2.5 standard errors, and by
    0.15 of the spread between people (``docs/benchmarks.md`` says how often this is right).
    """
    # A mean over many texts varies less than a single text: newcomers who wrote little are given the wider spread.
    spread = max(before.spread, since.spread)
    if min(before.people, since.people) < FEWEST_PEOPLE or not spread:
        return False
    error = math.hypot(before.spread / math.sqrt(before.people), spread / math.sqrt(since.people))
    return before.mean - since.mean >= max(SURE * error, CLEAR * spread)
