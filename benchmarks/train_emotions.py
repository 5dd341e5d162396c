"""Make the weights of ``nlp/emotion_model.py``, or measure how far they generalise.

    python -m benchmarks.train_emotions [--held]

It learns what words weigh from the practice entries alone, by ridge regression on hashed words and clues. Then logistic
curves turn sums into probabilities, and those of three emotions and of their valence into how likely one of the three
holds. Curves are fitted on entries the regression had not seen: practice ones by a model of the others, and those of
the demonstration, told more by facts. With ``--held`` nothing is written: how often three offered hold, on entries
that the curves had not seen either, is printed by confidence.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.emotions import Asked, entries
from nlp.emotion_model import EMOTIONS, LEARNT, SIZE, VALENCES, Model, Seen, hints, look_at
from nlp.emotion_suggestions import Offer, best_offer, likeliest

WEIGHTS = Path(__file__).parent.parent / "nlp" / "resources" / "emotions_model.npz"
SEED, PARTS, PENALTY = 7, 10, 1.0
CONFIDENCES = (0.3, 0.4, 0.5, 0.6)
Answered = tuple[list[Seen], np.ndarray]


def learn(practice: Answered, aside: Answered) -> Model:
    """Fit the regression on the practice entries, and the curves on sums of entries it had not seen."""
    model = fit(*practice)
    return with_curves(model, sums_of_unseen(model, practice, aside), np.vstack([practice[1], aside[1]]))


def fit(seen: Sequence[Seen], felt: np.ndarray) -> Model:
    """Fit one ridge regression for each thing learnt, solved between entries: they are fewer than the words."""
    rows = matrix(seen)
    shared = (rows @ rows.T).toarray()
    pull = np.linalg.solve(shared + PENALTY * np.eye(len(seen)), felt - felt.mean(axis=0))
    weights = np.asarray(rows.T @ pull, dtype=np.float32)
    ones = np.ones(LEARNT)
    return Model(weights[:SIZE], weights[SIZE:], slope=ones, shift=0 * ones, few=np.zeros(3))


def matrix(seen: Sequence[Seen]) -> csr_matrix:
    """One row an entry: its words, of length one together, then its clues."""
    places = [np.concatenate([each.places, SIZE + np.arange(len(EMOTIONS))]) for each in seen]
    values = [np.concatenate([np.full(len(each.places), len(each.places) ** -0.5), each.clues]) for each in seen]
    ends = np.cumsum([0, *map(len, places)])
    shape = (len(seen), SIZE + len(EMOTIONS))
    return csr_matrix((np.concatenate(values), np.concatenate(places), ends), shape=shape)


def sums_of_unseen(model: Model, practice: Answered, aside: Answered) -> np.ndarray:
    """The sums of each practice entry by a model of the others, then those of entries learnt from nowhere."""
    seen, felt = practice
    sums = np.zeros(felt.shape)
    for rest, there in parts(len(seen), SEED):
        of_the_rest = fit([seen[n] for n in rest], felt[rest])
        sums[there] = [of_the_rest.sums(seen[n]) for n in there]
    return np.vstack([sums, [model.sums(each) for each in aside[0]]])


def parts(total: int, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Cut entries in tenths: all but one, and that one."""
    for there in np.array_split(np.random.default_rng(seed).permutation(total), PARTS):
        yield np.setdiff1d(np.arange(total), there), there


def with_curves(model: Model, sums: np.ndarray, felt: np.ndarray) -> Model:
    """Give a model its curves: one for each thing learnt, then that of three emotions and their valence."""
    curves = [
        LogisticRegression(C=10.0).fit(10 * sums[:, [n]], felt[:, n]) for n in range(LEARNT)
    ]  # sums are small: ten times more, they are hardly pulled towards no slope
    slope = np.array([10 * each.coef_[0, 0] for each in curves])
    shift = np.array([each.intercept_[0] for each in curves])
    curved = replace(model, slope=slope, shift=shift)
    told, held = [], []
    for row, there in zip(sums, felt, strict=True):
        found = curved.likely(row)
        for valence in VALENCES:
            few = likeliest(found, valence)
            told.append(hints((found.emotions[each] for each in few), found.valences[valence]))
            held.append(any(there[EMOTIONS.index(each)] for each in few))
    last = LogisticRegression().fit(told, held)
    return replace(curved, few=np.array([*last.coef_[0], last.intercept_[0]]))


def pack(model: Model) -> dict[str, np.ndarray]:
    """The model in small integers."""
    scale = np.abs(model.words).max(axis=0) / 127
    return {
        "words": np.round(model.words / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "clues": model.clues,
        "slope": model.slope.astype(np.float32),
        "shift": model.shift.astype(np.float32),
        "few": model.few.astype(np.float32),
    }


def read(name: str) -> Answered:
    """The entries of a set as the model sees them, and what is learnt of each: one column an emotion, one a valence."""
    golds = entries(name)
    felt = [
        [
            *(emotion in there for emotion in EMOTIONS),
            *(any(e.valence == valence for e in there) for valence in VALENCES),
        ]
        for _, there in golds
    ]
    return [look_at(text) for text, _ in golds], np.array(felt, dtype=float)


def _print_held(practice: Answered, aside: Answered) -> None:
    practised, model = len(practice[0]), fit(*practice)
    sums, felt = sums_of_unseen(model, practice, aside), np.vstack([practice[1], aside[1]])
    offers: dict[int, Offer] = {}
    for rest, there in parts(len(sums), SEED + 1):
        curved = with_curves(model, sums[rest], felt[rest])
        offers |= {int(n): best_offer(curved, curved.likely(sums[n])) for n in there}
    for name, chosen in (("practice", range(practised)), ("demonstration", range(practised, len(sums)))):
        golds = [{e for e, ticked in zip(EMOTIONS, felt[n], strict=False) if ticked} for n in chosen]
        for confidence in CONFIDENCES:
            made = [offers[n].emotions if offers[n].confidence >= confidence else () for n in chosen]
            print(f"{name}, {confidence}: {Asked.of(zip(made, golds, strict=True))}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held", action="store_true", help="score entries not learnt from, write nothing")
    options = parser.parse_args()
    practice, aside = read("practice"), read("demonstration")
    if options.held:
        _print_held(practice, aside)
        return
    np.savez_compressed(WEIGHTS, **pack(learn(practice, aside)))  # type: ignore[arg-type]
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
