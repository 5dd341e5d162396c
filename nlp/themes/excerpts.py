"""The passages that speak best for a theme: typical, different from one another, short enough to read."""

from collections.abc import Sequence

import numpy as np

from nlp.types import Passage, Vectors

EXCERPTS = 8  # of a theme, at most
READABLE = (40, 320)  # characters
DIVERSITY = 0.5  # weight of differing from the excerpts already chosen, against being typical: 1 - lambda
FIRMNESS = 0.2  # weight of the strength of membership, against the cosine with the centroid
HARDLY = -0.5  # added to the cosine of a passage too short or too long to read, and of one that may not belong


def typical_passages(
    passages: Sequence[Passage],
    vectors: Vectors,
    strengths: Sequence[float],
    centroid: Vectors,
    core: Sequence[bool] = (),
) -> tuple[str, ...]:
    """Choose the excerpts of a theme: the keys of quotable passages, most typical first, one per author.

    Maximal marginal relevance (Carbonell & Goldstein, 1998): each choice is near the theme's centroid and far
    from those already made. A passage too short to understand or too long to read comes after the others.

    Parameters
    ----------
    passages, vectors, strengths
        The members of the theme: n passages, unit rows of shape (n, d), n strengths of membership.
    centroid
        Centroid of the theme, shape (d,).
    core
        Whether each member surely belongs to the theme; without it, all do.
    """
    quotable = [i for i, passage in enumerate(passages) if passage.quotable]
    if not quotable:
        return ()
    typical = vectors[quotable] @ centroid + FIRMNESS * np.asarray(strengths)[quotable]
    typical += [_readability(passages[i].text) + (0.0 if not core or core[i] else HARDLY) for i in quotable]
    chosen: list[int] = []
    nearest = np.zeros(len(quotable), dtype=np.float32)
    free = np.ones(len(quotable), dtype=bool)
    authors = np.array([passages[i].author for i in quotable])
    while free.any() and len(chosen) < EXCERPTS:
        merit = np.where(free, (1 - DIVERSITY) * typical - DIVERSITY * nearest, -np.inf)
        best = int(merit.argmax())
        chosen.append(best)
        free &= authors != authors[best]
        nearest = np.maximum(nearest, vectors[quotable] @ vectors[quotable[best]])
    return tuple(passages[quotable[i]].key for i in chosen)


def _readability(text: str) -> float:
    shortest, longest = READABLE
    return 0.0 if shortest <= len(text) <= longest else HARDLY
