"""How sure a small linear model is of each emotion and of each valence, from the words of a text and from a lexicon.

Words count alone, in pairs and by their letters, hashed; those that are denied or said of someone else are other words.
``python -m benchmarks.train_emotions`` makes the weights.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, prod
from zlib import crc32

import numpy as np
import re2

from nlp import resources
from nlp.emotion_clues import clues, nearness
from nlp.emotions import Emotion
from nlp.wordings import CLAUSE, Hit, denied, folded

SIZE = 1 << 14
EMOTIONS = tuple(Emotion)
# What is learnt of a text: each emotion, then whether anything pleasant was felt, then anything unpleasant.
VALENCES = (1, -1)
LEARNT = len(EMOTIONS) + len(VALENCES)
_LETTERS = (3, 4, 5)
_WORD = re2.compile(r"[^ ]+")


@dataclass(frozen=True, slots=True)
class Seen:
    """What the model is shown of one text: places in its table of hashed words, and a strength per emotion."""

    places: np.ndarray
    clues: np.ndarray


def look_at(text: str, *, of_anyone: bool = False) -> Seen:
    """Return what the model is shown of ``text``.

    Pairs stay within a clause, and what is said twice counts once: neither the order of clauses nor insisting matters.

    Parameters
    ----------
    text
        An entry as typed, in French, up to 10,000 characters.
    of_anyone
        As for ``emotion_clues.clues``.
    """
    marked = list(_marked(folded(text), of_anyone=of_anyone))
    said = {word for word in marked if word != CLAUSE}
    pairs = {f"{one} {two}" for one, two in pairwise(marked) if CLAUSE not in (one, two)}
    letters = {f"~{part}" for word in said for part in _parts(word)}
    found = clues(text, of_anyone=of_anyone)
    return Seen(
        places=np.array(sorted({crc32(name.encode()) % SIZE for name in said | pairs | letters}), dtype=np.int32),
        clues=np.array([found.get(emotion, 0.0) for emotion in EMOTIONS], dtype=np.float32),
    )


def _marked(plain: str, *, of_anyone: bool) -> Iterator[str]:
    """Each word, ``!`` before one that is denied and ``@`` before one about someone else or another time."""
    for match in _WORD.finditer(plain):
        word, hit = match.group(), Hit(match.start(), match.end())
        if word == CLAUSE:
            yield word
        elif denied(plain, hit):
            yield f"!{word}"
        else:
            yield word if of_anyone or nearness(plain, hit) == 1 else f"@{word}"


def _parts(word: str) -> Iterator[str]:
    whole = f"<{word}>"
    for size in _LETTERS:
        for start in range(len(whole) - size + 1):
            yield whole[start : start + size]


@dataclass(frozen=True, slots=True)
class Likely:
    """How likely the author would tick each emotion, and anything of each valence (0-1)."""

    emotions: dict[Emotion, float]
    valences: dict[int, float]


@dataclass(frozen=True, slots=True)
class Model:
    """What each word and each clue weighs for what is learnt, and how a sum is turned into a probability."""

    words: np.ndarray  # SIZE rows, LEARNT columns
    clues: np.ndarray  # one row a clue's emotion, LEARNT columns
    slope: np.ndarray
    shift: np.ndarray
    # How sure it is that one of a few emotions of a valence holds: what they weigh, what the valence weighs, a shift.
    few: np.ndarray

    def sums(self, seen: Seen) -> np.ndarray:
        """Return one sum for each thing learnt, before it is a probability."""
        said = self.words[seen.places].sum(axis=0) / max(1.0, float(np.sqrt(len(seen.places))))
        return np.asarray(said + seen.clues @ self.clues, dtype=np.float64)

    def likely(self, sums: np.ndarray) -> Likely:
        """Return what the author of a text would tick, from its sums."""
        found = _sigmoid(sums * self.slope + self.shift).tolist()
        emotions = dict(zip(EMOTIONS, found, strict=False))
        return Likely(emotions, dict(zip(VALENCES, found[len(EMOTIONS) :], strict=True)))

    def one_of(self, few: Iterable[float], valence: float) -> float:
        """How likely one at least of a few emotions holds, given how likely each is, and their valence."""
        return float(_sigmoid(self.few @ [*hints(few, valence), 1.0]))


def hints(few: Iterable[float], valence: float) -> tuple[float, float]:
    """What tells whether one of a few emotions holds: the log-odds that any does, and those of their valence."""
    return _log_odds(1 - prod(1 - each for each in few)), _log_odds(valence)


def _sigmoid(values: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-values)))


def _log_odds(chance: float) -> float:
    bounded = min(max(chance, 1e-4), 1 - 1e-4)
    return log(bounded / (1 - bounded))


@lru_cache(maxsize=1)
def load_model() -> Model:
    """Return the weights shipped with the package."""
    packed = np.load(io.BytesIO(resources.binary("emotions_model.npz")))
    words = packed["words"].astype(np.float32) * packed["scale"]
    return Model(words, *(packed[name] for name in ("clues", "slope", "shift", "few")))
