"""Reinert's descending hierarchical classification, written from its published description.

Reinert (1983, « Une méthode de classification descendante hiérarchique », Cahiers de l'analyse des données 8(2)),
with the choices documented by rainette (Barnier): each split follows the first axis of a correspondence analysis,
takes the cut of highest chi-squared, then moves texts one by one while chi-squared rises; each class keeps the
words it uses more; the largest class is split next.
"""

import heapq
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]
Labels = NDArray[np.intp]

LEAST_TEXTS = 3  # a word in fewer texts is dropped
CONTINGENCY = 0.3
PASSES = 5


def classify(lemmas: Sequence[Sequence[str]], classes: int = 10, least: int = 5) -> Labels:
    """Class of each text, 0 and up; -1 for a text left without any word.

    Parameters
    ----------
    lemmas
        The n texts.
    classes
        Most classes.
    least
        Fewest texts in a class.
    """
    table = presence(lemmas)
    labels = np.where(table.sum(axis=1) > 0, 0, -1)
    rows = np.flatnonzero(labels == 0)
    queue: list[tuple[int, int, Labels, Labels]] = [(-len(rows), 0, rows, np.arange(table.shape[1]))]
    made = 1
    while queue and made < classes:
        _, _, members, words = heapq.heappop(queue)
        halves = split(table[np.ix_(members, words)], least)
        if halves is None:
            continue
        left, right = members[halves], members[~halves]
        labels[right] = made
        for side, kept in zip((left, right), own_words(table[np.ix_(members, words)], halves), strict=True):
            heapq.heappush(queue, (-len(side), made * 2 + int(side is right), side, words[kept]))
        made += 1
    return np.asarray(labels)


def presence(lemmas: Sequence[Sequence[str]]) -> Counts:
    """Presence of each frequent word in each text, shape (n, words)."""
    places: dict[str, list[int]] = {}
    for row, words in enumerate(lemmas):
        for word in set(words):
            places.setdefault(word, []).append(row)
    kept = sorted(word for word, rows in places.items() if len(rows) >= LEAST_TEXTS)
    table = np.zeros((len(lemmas), len(kept)))
    for column, word in enumerate(kept):
        table[places[word], column] = 1
    return table


def split(table: Counts, least: int) -> NDArray[np.bool_] | None:
    """Part a class in two; None when it cannot be."""
    filled = table[:, table.sum(axis=0) > 0]
    full = filled.sum(axis=1) > 0
    if full.sum() < 2 * least or filled.shape[1] < 2:
        return None
    order = np.flatnonzero(full)[np.argsort(first_axis(filled[full]), kind="stable")]
    running = np.cumsum(filled[order], axis=0)
    scores = [chi_squared(running[cut - 1], running[-1]) for cut in range(least, len(order) - least + 1)]
    if not scores:
        return None
    left = np.zeros(len(table), dtype=bool)
    left[order[: least + int(np.argmax(scores))]] = True
    return moved(filled, left, least)


def first_axis(table: Counts) -> NDArray[np.float64]:
    """Place of each text on the first axis of correspondence analysis."""
    total = table.sum()
    rows, columns = table.sum(axis=1) / total, table.sum(axis=0) / total
    residues = (table / total - np.outer(rows, columns)) / np.sqrt(np.outer(rows, columns))
    values, modes = np.linalg.eigh(residues @ residues.T if len(table) <= table.shape[1] else residues.T @ residues)
    axis = modes[:, -1] if len(table) <= table.shape[1] else residues @ modes[:, -1]
    return np.asarray(axis / np.sqrt(rows) * (1 if values[-1] > 0 else 0))


def chi_squared(left: Counts, total: Counts) -> float:
    """Chi-squared of a two-row table of word counts, from its first row and its total."""
    a, n = left.sum(), total.sum()
    b = n - a
    if not a or not b:
        return 0.0
    expected = total * a / n
    difference = (left - expected) ** 2
    return float((difference / np.maximum(expected, 1e-9) * (1 + a / b)).sum())


def moved(table: Counts, left: NDArray[np.bool_], least: int) -> NDArray[np.bool_]:
    """Move texts one by one to the other side while chi-squared rises."""
    total, inside = table.sum(axis=0), table[left].sum(axis=0)
    best = chi_squared(inside, total)
    for _ in range(PASSES):
        changed = False
        for row in range(len(table)):
            if (left.sum() if left[row] else (~left).sum()) <= least:
                continue
            tried = inside - table[row] if left[row] else inside + table[row]
            score = chi_squared(tried, total)
            if score > best + 1e-9:
                best, inside, changed = score, tried, True
                left[row] = not left[row]
        if not changed:
            break
    return left


def own_words(table: Counts, left: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Words each side keeps: a word tied to one side (contingency coefficient) leaves the other."""
    inside, outside = table[left].sum(axis=0), table[~left].sum(axis=0)
    a, b = left.sum(), (~left).sum()
    p, q = inside / a, outside / b
    pooled = (inside + outside) / (a + b)
    chi = (p - q) ** 2 / np.maximum(pooled * (1 - pooled) * (1 / a + 1 / b), 1e-9)
    tied = np.sqrt(chi / (chi + a + b)) > CONTINGENCY
    return (inside >= LEAST_TEXTS) & ~(tied & (q > p)), (outside >= LEAST_TEXTS) & ~(tied & (p > q))
