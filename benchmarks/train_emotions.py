"""Make the weights of ``nlp/emotion_model.py``, or measure how far they generalise.

    python -m benchmarks.train_emotions [--held]

It learns what words weigh from the practice entries alone, by ridge regression on hashed words and clues. Then one
logistic curve an emotion turns sums into probabilities, fitted on entries the regression had not seen: practice ones by
a model of the others, and those of the demonstration, told more by facts. With ``--held`` nothing is written: precision
and recall on practice entries not learnt from are printed for several confidences.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.emotions import entries
from nlp.emotion_model import EMOTIONS, SIZE, Model, Seen, look_at

WEIGHTS = Path(__file__).parent.parent / "nlp" / "resources" / "emotions_model.npz"
SEED, PARTS, PENALTY = 7, 10, 1.0
CONFIDENCES = (0.15, 0.2, 0.3, 0.4, 0.5)


def learn(practice: tuple[list[Seen], np.ndarray], aside: tuple[list[Seen], np.ndarray]) -> Model:
    """Fit the regression on the practice entries, and the curves on sums of entries it had not seen."""
    model = fit(*practice)
    sums = np.vstack([sums_of_unseen(*practice), [model.sums(each) for each in aside[0]]])
    slope, shift = curves(sums, np.vstack([practice[1], aside[1]]))
    return replace(model, slope=slope, shift=shift)


def fit(seen: Sequence[Seen], felt: np.ndarray) -> Model:
    """Fit one ridge regression an emotion, solved between entries: they are fewer than the words."""
    rows = matrix(seen)
    shared = (rows @ rows.T).toarray()
    pull = np.linalg.solve(shared + PENALTY * np.eye(len(seen)), felt - felt.mean(axis=0))
    weights = np.asarray(rows.T @ pull, dtype=np.float32)
    ones = np.ones(len(EMOTIONS))
    return Model(weights[:SIZE], weights[SIZE:], slope=ones, shift=0 * ones)


def matrix(seen: Sequence[Seen]) -> csr_matrix:
    """One row an entry: its words, of length one together, then its clues."""
    places = [np.concatenate([each.places, SIZE + np.arange(len(EMOTIONS))]) for each in seen]
    values = [np.concatenate([np.full(len(each.places), len(each.places) ** -0.5), each.clues]) for each in seen]
    ends = np.cumsum([0, *map(len, places)])
    shape = (len(seen), SIZE + len(EMOTIONS))
    return csr_matrix((np.concatenate(values), np.concatenate(places), ends), shape=shape)


def sums_of_unseen(seen: Sequence[Seen], felt: np.ndarray) -> np.ndarray:
    """The sums of each entry by a model of the others."""
    sums = np.zeros(felt.shape)
    for aside in np.array_split(np.random.default_rng(SEED).permutation(len(seen)), PARTS):
        learnt = np.setdiff1d(np.arange(len(seen)), aside)
        model = fit([seen[n] for n in learnt], felt[learnt])
        sums[aside] = [model.sums(seen[n]) for n in aside]
    return sums


def curves(sums: np.ndarray, felt: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One logistic curve an emotion, from sums to probabilities: their slopes, and their shifts."""
    found = [
        LogisticRegression(C=10.0).fit(10 * sums[:, [n]], felt[:, n]) for n in range(len(EMOTIONS))
    ]  # sums are small: ten times more, they are hardly pulled towards no slope
    return np.array([10 * each.coef_[0, 0] for each in found]), np.array([each.intercept_[0] for each in found])


def pack(model: Model) -> dict[str, np.ndarray]:
    """The model in small integers."""
    scale = np.abs(model.words).max(axis=0) / 127
    return {
        "words": np.round(model.words / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "clues": model.clues,
        "slope": model.slope.astype(np.float32),
        "shift": model.shift.astype(np.float32),
    }


def read(name: str) -> tuple[list[Seen], np.ndarray]:
    """The entries of a set as the model sees them, and what their authors felt: one column an emotion."""
    golds = entries(name)
    felt = np.array([[emotion in there for emotion in EMOTIONS] for _, there in golds], dtype=float)
    return [look_at(text) for text, _ in golds], felt


def _print_held(seen: Sequence[Seen], felt: np.ndarray) -> None:
    sums = sums_of_unseen(seen, felt)
    likely = np.zeros(felt.shape)
    for aside in np.array_split(np.random.default_rng(SEED + 1).permutation(len(seen)), PARTS):
        learnt = np.setdiff1d(np.arange(len(seen)), aside)
        slope, shift = curves(sums[learnt], felt[learnt])
        likely[aside] = 1 / (1 + np.exp(-(sums[aside] * slope + shift)))
    for confidence in CONFIDENCES:
        sure = likely >= confidence
        right = (sure * felt).sum(axis=0)
        each = right / np.maximum(sure.sum(axis=0), 1)
        print(
            f"{confidence}: precision {right.sum() / sure.sum():.2f}, recall {right.sum() / felt.sum():.2f}, ", end=""
        )
        print(" ".join(f"{emotion.value} {share:.2f}" for emotion, share in zip(EMOTIONS, each, strict=True)))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held", action="store_true", help="score entries not learnt from, write nothing")
    options = parser.parse_args()
    practice = read("practice")
    if options.held:
        _print_held(*practice)
        return
    np.savez_compressed(WEIGHTS, **pack(learn(practice, read("demonstration"))))  # type: ignore[arg-type]
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
