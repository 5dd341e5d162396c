"""Figures of a clustering: agreement with known labels, coherence and diversity of the terms."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score, v_measure_score

Labels = NDArray[np.intp]
TOP = 10


def agreement(truth: Sequence[str], found: Labels) -> tuple[float, float]:
    """V-measure and adjusted Rand index; what is left unclassified counts as one more cluster."""
    return float(v_measure_score(truth, found)), float(adjusted_rand_score(truth, found))


class Coherence:
    """Normalised pointwise mutual information over whole documents (Bouma, 2009) of a reference corpus."""

    def __init__(self, lemmas: Sequence[Sequence[str]]) -> None:
        self.size = len(lemmas)
        self.places: dict[str, set[int]] = {}
        for row, words in enumerate(lemmas):
            for word in words:
                self.places.setdefault(word, set()).add(row)

    def of(self, themes: Sequence[Sequence[str]]) -> float:
        """Mean over themes of the mean over pairs of their first ten terms; themes with one term are left out."""
        means = []
        for terms in themes:
            pairs = [self._pair(a, b) for a, b in combinations(list(dict.fromkeys(terms))[:TOP], 2)]
            if pairs:
                means.append(sum(pairs) / len(pairs))
        return float(np.mean(means)) if means else math.nan

    def _pair(self, one: str, other: str) -> float:
        a, b = self.places.get(one, set()), self.places.get(other, set())
        both = len(a & b)
        if not both:
            return -1.0
        joint = both / self.size
        if joint == 1:
            return 1.0
        return math.log(joint * self.size * self.size / (len(a) * len(b))) / -math.log(joint)


def diversity(themes: Sequence[Sequence[str]]) -> float:
    """Share of the first ten terms of all themes that belong to one theme only."""
    counts = Counter(term for terms in themes for term in set(list(terms)[:TOP]))
    return sum(1 for n in counts.values() if n == 1) / len(counts) if counts else math.nan
