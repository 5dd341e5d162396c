"""Make the weights of ``nlp/masking/tagger.py``, or measure how far they generalise.

    python -m benchmarks.train_tagger --data FOLDER [--held 3]

It learns what to hide from the sets the rules were tuned on, their identifiers swapped for others of the same kind, and
what to leave alone from accounts of the Grand Débat, of which only sums are kept. With ``--held 3`` nothing is written:
one text in three is kept aside, and each of its identifiers is looked for as if the rules had missed it.
"""

import argparse
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier

from benchmarks.masking import READ, Gold, read_gold
from nlp.language import load, word_list
from nlp.masking.finding import find_by_rules
from nlp.masking.kinds import MaskKind
from nlp.masking.tagger import KINDS, SIZE, Model, features_of, kinds_on, may_hide
from nlp.masking.words import Word, words_of

WEIGHTS = Path(__file__).parent.parent / "nlp" / "resources" / "masking_tagger.npz"
SEED, COPIES, INNOCENTS, ASIDE = 7, 3, 4500, 700
ALPHA = 3e-5
RATE = 0.005  # share of ordinary words, in accounts of the Grand Débat, that may be hidden beyond those the rules hide
BELIEVED = 0.8  # of the masks of the rules: on other texts they miss some of a word's neighbours
TARGETS = {
    "PERSON": MaskKind.FIRST_NAME, "TOWN": MaskKind.PLACE, "ADDRESS": MaskKind.ADDRESS,
    "EMPLOYER": MaskKind.ORGANISATION, "AGENCY": MaskKind.ORGANISATION, "HEALTH": MaskKind.HEALTH,
    "AGE_JOB": MaskKind.RARE_FACT,
}  # fmt: skip
SWAPPED = frozenset({"PERSON", "TOWN", "EMPLOYER", "AGENCY", "HEALTH"})
# fmt: off
_ONSETS = (
    "b", "bl", "br", "c", "ch", "d", "dj", "f", "fr", "g", "gg", "h", "j", "k", "kh", "l", "m", "n", "ng", "p", "r",
    "s", "sh", "t", "th", "tr", "v", "w", "y", "z",
)
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ou", "ei", "ia", "aï", "ya", "é")
# fmt: on
_CODAS = ["", "", "", "n", "r", "l", "s", "m", "k", "t", "ssa", "nne"]
Pools = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Examples:
    """Words seen, and what each is: 0 for nothing, then the kinds of the tagger."""

    rows: list[list[int]] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)

    def add(self, rows: Iterable[list[int]], kinds: Iterable[int]) -> None:
        """Keep words of one text."""
        self.rows.extend(rows)
        self.kinds.extend(kinds)


def learn(golds: Sequence[Gold], innocents: Sequence[str]) -> Model:
    """Fit a model on texts whose identifiers are known, and on texts that should hold none."""
    chance, pools, examples = random.Random(SEED), pools_of(golds), Examples()
    seen = [*golds, *(swapped(gold, pools, chance) for _ in range(COPIES) for gold in golds)]
    for gold, masks in zip(seen, find_by_rules([gold.text for gold in seen], load()), strict=True):
        words, kinds = words_of(gold.text), true_kinds(gold)
        hidden = kinds_on(words, [mask for mask in masks if chance.random() < BELIEVED])
        known = [(n, kind) for n, kind in enumerate(kinds) if kind is not None and (kind or may_hide(words[n]))]
        examples.add(features_of(words, hidden, [n for n, _ in known]), [kind for _, kind in known])
    for words, hidden in _by_rules(innocents):
        wanted = _left(words, hidden)
        examples.add(features_of(words, hidden, wanted), [0] * len(wanted))
    return fit(examples)


def fit(examples: Examples) -> Model:
    """Fit one column that tells names from the rest, then one per kind that tells names apart."""
    ends = np.cumsum([0, *(len(row) for row in examples.rows)])
    places = np.concatenate([np.array(row, dtype=np.int32) for row in examples.rows])
    matrix = csr_matrix((np.ones(len(places), dtype=np.float32), places, ends), shape=(len(examples.rows), SIZE))
    kinds = np.array(examples.kinds)
    named = np.flatnonzero(kinds)
    weights = np.zeros((SIZE, 1 + len(KINDS)), dtype=np.float32)
    bias = np.full(1 + len(KINDS), -30.0, dtype=np.float32)
    for rows, targets in ((slice(None), kinds > 0), (named, kinds[named])):
        model = SGDClassifier(loss="log_loss", alpha=ALPHA, max_iter=8, tol=None, average=True, random_state=SEED)
        model.fit(matrix[rows], targets)
        columns = [0] if targets.dtype == bool else list(model.classes_)
        weights[:, columns], bias[columns] = model.coef_.T, model.intercept_
    return Model(weights, bias, 0.0)


def true_kinds(gold: Gold) -> list[int | None]:
    """What each word is; None for what has a form of its own (a date, a number) and is not learned."""
    kinds: list[int | None] = []
    for word in words_of(gold.text):
        kind = next((kind for start, end, kind in gold.spans if start < word.end and word.start < end), "")
        kinds.append(0 if not kind else KINDS.index(TARGETS[kind]) + 1 if kind in TARGETS else None)
    return kinds


def pools_of(golds: Sequence[Gold]) -> Pools:
    """Names to swap for one another."""
    pools: Pools = {kind: [] for kind in SWAPPED}
    for gold in golds:
        for start, end, kind in gold.spans:
            if kind in SWAPPED:
                pools[kind].append(gold.text[start:end])
    first = word_list("first_names") | word_list("first_names_ambiguous")
    towns = word_list("towns_small") | word_list("towns_ambiguous") | word_list("towns")
    return pools | {"first": [n.capitalize() for n in sorted(first)], "town": [n.title() for n in sorted(towns)]}


def swapped(gold: Gold, pools: Pools, chance: random.Random) -> Gold:
    """The same text about other people and places, now and then without a capital."""
    text, at = "", 0
    spans = []
    for start, end, kind in sorted(gold.spans):
        new = _other(gold.text[start:end], kind, pools, chance)
        text += gold.text[at:start] + new
        spans.append((len(text) - len(new), len(text), kind))
        at = end
    text += gold.text[at:]
    lower = text.lower()
    return Gold(lower if chance.random() < 0.25 and len(lower) == len(text) else text, tuple(spans))


def _other(old: str, kind: str, pools: Pools, chance: random.Random) -> str:
    if kind not in SWAPPED or chance.random() < 0.25:
        return old
    alone = len(old.split()) == 1 and old.isalpha()
    if kind == "PERSON" and alone:
        new = _invented(chance) if chance.random() < 0.3 else chance.choice(pools["first"])
    elif kind == "TOWN" and alone:
        new = _invented(chance) if chance.random() < 0.2 else chance.choice(pools["town"])
    else:
        new = chance.choice(pools[kind])
    return new.lower() if old.islower() else new.upper() if old.isupper() and len(old) > 3 else new


def _invented(chance: random.Random) -> str:
    """A name that no list knows."""
    parts = [chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(chance.choice((1, 2, 2, 3)))]
    return "".join([*parts, chance.choice(_CODAS)]).capitalize()


def _by_rules(texts: Sequence[str]) -> list[tuple[list[Word], list[str]]]:
    pairs = ((words_of(text), masks) for text, masks in zip(texts, find_by_rules(texts, load()), strict=True))
    return [(words, kinds_on(words, masks)) for words, masks in pairs]


def _left(words: Sequence[Word], hidden: Sequence[str]) -> list[int]:
    return [n for n, word in enumerate(words) if not hidden[n] and may_hide(word)]


def with_threshold(model: Model, innocents: Sequence[str], rate: float = RATE) -> Model:
    """The model, hiding a given share of the words of texts where nearly all may be read."""
    rows, total = [], 0
    for words, hidden in _by_rules(innocents):
        rows += features_of(words, hidden, _left(words, hidden))
        total += len(words)
    likely = np.sort(model.scores(rows)[:, 0])[::-1]
    return Model(model.weights, model.bias, float(likely[int(rate * total)]))


def found_when_missed(model: Model, golds: Sequence[Gold]) -> dict[str, list[bool]]:
    """Whether each word of each identifier is found, as if the rules had missed that identifier."""
    found: dict[str, list[bool]] = defaultdict(list)
    for gold, masks in zip(golds, find_by_rules([gold.text for gold in golds], load()), strict=True):
        words = words_of(gold.text)
        for start, end, kind in gold.spans:
            hidden = kinds_on(words, [mask for mask in masks if mask.end <= start or mask.start >= end])
            wanted = [n for n in _left(words, hidden) if start <= words[n].start and words[n].end <= end]
            if wanted and kind in TARGETS:
                found[kind] += list(model.scores(features_of(words, hidden, wanted))[:, 0] > model.threshold)
    return found


def pack(model: Model) -> dict[str, Any]:
    """The model in small integers."""
    scale = np.abs(model.weights).max(axis=0) / 127
    return {
        "weights": np.round(model.weights / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "bias": model.bias,
        "threshold": np.float32(model.threshold),
    }


def read_innocents(folder: Path, count: int) -> list[str]:
    """Accounts of the Grand Débat, drawn at random."""
    texts: list[str] = []
    for name in ("temoignages_vie", "contributions_echelle"):
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            texts += [json.loads(line)["text"][:1500] for line in lines]
    random.Random(SEED).shuffle(texts)
    return texts[:count]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--held", type=int, help="keep one text in so many aside, score it, write nothing")
    options = parser.parse_args()
    golds = [gold for half in READ for gold in read_gold(half)]
    innocents = read_innocents(options.data, INNOCENTS + ASIDE)
    if options.held:
        random.Random(SEED).shuffle(golds)
    aside = golds[:: options.held] if options.held else []
    model = with_threshold(learn([g for g in golds if g not in aside], innocents[ASIDE:]), innocents[:ASIDE])
    if not options.held:
        np.savez_compressed(WEIGHTS, **pack(model))
        print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size // 1024} KB, threshold {model.threshold:.2f}")
        return
    found = found_when_missed(model, aside)
    found["all"] = [each for words in found.values() for each in words]
    for kind, words in found.items():
        print(f"{kind:<10}{sum(words):>5}/{len(words):<5}{sum(words) / len(words):.2f}")


if __name__ == "__main__":
    main()
