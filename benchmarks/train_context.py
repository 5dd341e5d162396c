"""Make the weights of ``nlp/masking/context.py``, and measure how far they generalise.

    python -m benchmarks.train_context --data FOLDER [--aside FIRST LAST]

It learns from sets whose identifiers are known, their names swapped for others, and from accounts of the Grand Débat as
ordinary words. What the tagger says of a word comes from a tagger that had not seen its text, as on new ones. With
``--aside 3187 3541`` these practice texts are taught to neither and nothing is written: they are scored by rules alone,
then with both at several thresholds, and so are accounts kept aside.
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from benchmarks.masking import READ, Gold, read_gold, report, score
from benchmarks.train_tagger import Examples, fit, pools_of, read_innocents, swapped, true_kinds, with_threshold
from nlp.language import load
from nlp.masking.context import Network, Reader, find_nothing, inputs_of, word_states
from nlp.masking.finding import Again, find_by_rules
from nlp.masking.tagger import Model, features_of, kinds_on, may_hide
from nlp.masking.words import words_of
from nlp.types import Vectors

WEIGHTS = Path(__file__).parent.parent / "nlp" / "resources" / "masking_context.npz"
SEED, FOLDS, INNOCENTS, ASIDE = 7, 3, 2800, 400
UNITS, EPOCHS, ALPHA = 128, 6, 1e-2
BELIEVED = 0.8  # of the masks of the rules, as train_tagger does
THRESHOLDS = (1.0, 0.5, 0.0, -0.5, -1.0, -1.5, -2.0)  # scored besides that of the masker


@dataclass(frozen=True, slots=True)
class Seen:
    """The words of one text: what E5 says of each, what the tagger reads of it, its kind (None: not learnt)."""

    states: Vectors
    rows: list[list[int]]
    kinds: list[int | None]
    candidates: list[bool]

    def examples(self) -> tuple[list[list[int]], list[int]]:
        """What a tagger learns of it."""
        known = [n for n, kind in enumerate(self.kinds) if kind is not None and (kind or self.candidates[n])]
        return [self.rows[n] for n in known], [self.kinds[n] or 0 for n in known]


def learn(golds: Sequence[Gold], innocents: Sequence[str]) -> Reader:
    """Fit a tagger on all texts, and a network on what taggers say of texts they have not seen."""
    seen = _seen(golds, innocents)
    folds = [_fold(number, len(golds)) for number in range(len(seen))]
    inputs, targets = [], []
    for fold in range(FOLDS):
        tagger = _tagger([text for text, own in zip(seen, folds, strict=True) if own != fold])
        for text in (text for text, own in zip(seen, folds, strict=True) if own == fold):
            kept = [n for n, kind in enumerate(text.kinds) if kind is not None]
            if kept:
                inputs.append(inputs_of(text.states, tagger.scores(text.rows)[:, 0])[kept])
                targets += [bool(text.kinds[n]) for n in kept]
    return Reader(_network(np.concatenate(inputs), np.array(targets)), _tagger(seen))


def _fold(number: int, originals: int) -> int:
    """A text and its copy with other names are in the same."""
    return (number % originals if number < 2 * originals else number) % FOLDS


def _tagger(seen: Sequence[Seen]) -> Model:
    examples = Examples()
    for text in seen:
        examples.add(*text.examples())
    return fit(examples)


def _network(inputs: Vectors, targets: NDArray[np.bool_]) -> Network:
    model = MLPClassifier((UNITS,), alpha=ALPHA, batch_size=1024, max_iter=EPOCHS, random_state=SEED)
    with catch_warnings():
        simplefilter("ignore", ConvergenceWarning)  # more rounds only fit better the texts it learns from
        model.fit(inputs, targets)
    (inner, outer), (inner_bias, outer_bias) = model.coefs_, model.intercepts_
    return Network(inner, inner_bias, outer[:, 0], outer_bias)


def _seen(golds: Sequence[Gold], innocents: Sequence[str]) -> list[Seen]:
    """Each gold text, then each with other names, then the accounts."""
    chance, pools = random.Random(SEED), pools_of(golds)
    known = [*golds, *(swapped(gold, pools, chance) for gold in golds), *(Gold(text, ()) for text in innocents)]
    texts = [gold.text for gold in known]
    words = [words_of(text) for text in texts]
    found = find_by_rules(texts, load())
    seen = []
    for number, (states, masks) in enumerate(zip(word_states(texts, words), found, strict=True)):
        own, innocent = words[number], number >= 2 * len(golds)
        hidden = kinds_on(own, masks if innocent else [mask for mask in masks if chance.random() < BELIEVED])
        # what rules hide in accounts is a name more often than not
        kinds = [None if each else 0 for each in hidden] if innocent else true_kinds(known[number])
        rows = features_of(own, hidden, range(len(own)))
        seen.append(Seen(states, rows, kinds, [may_hide(word) for word in own]))
    return seen


def pack(network: Network) -> dict[str, Any]:
    """The network in small integers."""
    scale = np.abs(network.inner).max(axis=0) / 127
    return {
        "inner": np.round(network.inner / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "inner_bias": network.inner_bias.astype(np.float32),
        "outer": network.outer.astype(np.float32),
        "outer_bias": network.outer_bias.astype(np.float32),
    }


def _score(reader: Reader, practice: Sequence[Gold], innocents: Sequence[str]) -> None:
    """Print what rules find in texts kept aside, then what the network adds at each threshold."""
    layers: dict[str, Again] = {"rules": find_nothing}
    layers |= {f"{at:+.1f}": replace(reader, threshold=at).find for at in THRESHOLDS}
    for kind, golds in {"practice": practice, "accounts": [Gold(text, ()) for text in innocents]}.items():
        texts = [gold.text for gold in golds]
        for name, again in layers.items():
            print(f"\n{name}, {kind}: {len(golds)} texts\n{report(score(golds, find_by_rules(texts, load(), again)))}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--aside", type=int, nargs=2, default=(1, 0), metavar=("FIRST", "LAST"))
    options = parser.parse_args()
    first, last = options.aside
    practice = read_gold("practice")
    aside, taught = practice[first - 1 : last], [*practice[: first - 1], *practice[last:]]
    others = [gold for half in READ if half != "practice" for gold in read_gold(half)]
    innocents = read_innocents(options.data, ASIDE + INNOCENTS)
    learnt = learn([*others, *taught], innocents[ASIDE:])
    if aside:
        _score(replace(learnt, tagger=with_threshold(learnt.tagger, innocents[:ASIDE])), aside, innocents[:ASIDE])
        return
    np.savez_compressed(WEIGHTS, **pack(learnt.network))
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
