"""Words that are names where they stand: « la boussole », « chez tout va bien ».

A network of one hidden layer reads three things of each word that no rule hides: what the first layers of E5 say of it
in its text, what they say of the words on either side, and how likely a name the ``tagger`` finds it. Only ever added
to the rules. ``python -m benchmarks.train_context`` makes its weights.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nlp import resources
from nlp.masking.kinds import Mask, MaskSource
from nlp.masking.tagger import KINDS, Model, features_of, is_doubtful, kinds_on, load_model
from nlp.masking.words import Word, is_joined
from nlp.types import Vectors

LAYERS = 6  # of the twelve: half the time; four find a third fewer of the names that rules miss
# How likely a name must be, as a logarithm of odds, and how much less the words that follow or precede it in the same
# phrase may be. Of those that hide 2.5 % of the ordinary words at most in practice texts the network had not learnt
# from, the pair that hides most names.
THRESHOLD, BESIDE = -0.5, 3.0
_LIKELY = (-12.0, 6.0)  # beyond, the tagger is as sure as it may be
_SPREADS = 0.37, 3.0  # of what E5 says, then of what the tagger says: brings both to one scale


@dataclass(frozen=True, slots=True)
class Network:
    """Weights of the two layers."""

    inner: Vectors
    inner_bias: Vectors
    outer: Vectors
    outer_bias: Vectors

    def odds(self, inputs: Vectors) -> Vectors:
        """Return, for each row, the logarithm of the odds that its word is part of a name."""
        hidden = np.maximum(inputs @ self.inner + self.inner_bias, 0)
        return np.asarray(hidden @ self.outer + self.outer_bias)


@lru_cache(maxsize=1)
def load_network() -> Network:
    """Return the weights shipped with the package."""
    packed = np.load(io.BytesIO(resources.binary("masking_context.npz")))
    inner = packed["inner"].astype(np.float32) * packed["scale"]
    return Network(inner, packed["inner_bias"], packed["outer"], packed["outer_bias"])


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, its words, and the masks that the rules found."""

    text: str
    words: Sequence[Word]
    found: Sequence[Mask]


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads a text again after the rules."""

    network: Network
    tagger: Model
    threshold: float = THRESHOLD

    def find(self, readings: Sequence[Reading]) -> list[list[Mask]]:
        """Return the masks of words that are names where they stand, besides those found, for each reading."""
        masks: list[list[Mask]] = [[] for _ in readings]
        worth = [number for number, reading in enumerate(readings) if self._is_worth(reading)]
        states = word_states([readings[number].text for number in worth], [readings[number].words for number in worth])
        for number, rows in zip(worth, states, strict=True):
            masks[number] = list(self._found_in(readings[number], rows))
        return masks

    def _is_worth(self, reading: Reading) -> bool:
        """Was a name found here, or does a word look like one? Names come together, and most texts hold none."""
        words, found = reading.words, reading.found
        return bool(words) and (bool(found) or is_doubtful(words, kinds_on(words, found), self.tagger))

    def _found_in(self, reading: Reading, states: Vectors) -> Iterator[Mask]:
        words, hidden = reading.words, kinds_on(reading.words, reading.found)
        scores = self.tagger.scores(features_of(words, hidden, range(len(words))))
        odds = self.network.odds(inputs_of(states, scores[:, 0]))
        never = [bool(kind) or _is_code(reading.text, word) for kind, word in zip(hidden, words, strict=True)]
        for first, last in runs_of_names(words, np.where(never, -np.inf, odds), self.threshold):
            kind = KINDS[int(scores[first : last + 1, 1:].sum(axis=0).argmax())]
            yield Mask(words[first].start, words[last].end, kind, MaskSource.GUESS)


def find_in_context(readings: Sequence[Reading]) -> list[list[Mask]]:
    """Return, for each reading, what the weights shipped with the package find."""
    return Reader(load_network(), load_model()).find(readings)


def find_nothing(readings: Sequence[Reading]) -> list[list[Mask]]:
    """Leave texts to the rules."""
    return [[] for _ in readings]


def word_states(texts: Sequence[str], words: Sequence[Sequence[Word]]) -> Iterator[Vectors]:
    """Give, for each text, what E5 says of each of its words in context, shape (words, d): the mean of its pieces."""
    from nlp.e5 import load_e5  # for whoever masks: pages import what masks are, and no model

    for (rows, places), each in zip(load_e5().states(texts, LAYERS) if texts else (), words, strict=True):
        bounds = [bound for word in each for bound in (places[word.start], places[word.end - 1] + 1)]
        sizes = np.array(bounds[1::2]) - bounds[::2]
        # a row more: the last word may end the text
        sums = np.add.reduceat(np.vstack([rows, rows[:1]]), bounds)[::2]
        yield np.asarray(sums / sizes[:, None], dtype=np.float32)


def inputs_of(states: Vectors, likely: Vectors) -> Vectors:
    """Return what the network reads of each word, shape (words, 3 d + 1)."""
    of_states, of_tagger = _SPREADS
    here, nothing = states / of_states, np.zeros_like(states[:1])
    before, after = np.vstack([nothing, here[:-1]]), np.vstack([here[1:], nothing])
    inputs = np.hstack([here, before, after, np.clip(likely, *_LIKELY)[:, None] / of_tagger])
    return np.asarray(inputs, dtype=np.float32)


def _is_code(text: str, word: Word) -> bool:
    """« groupe B1 »: the letter of a level or of a room is no name."""
    return len(word.text) == 1 and text[word.end : word.end + 1].isdigit()


def runs_of_names(words: Sequence[Word], odds: Vectors, threshold: float = THRESHOLD) -> Iterator[tuple[int, int]]:
    """Give the first and the last word of each name: one is likely enough by itself, those joined to it less so.

    Parameters
    ----------
    words : sequence of Word
        A text's.
    odds : array
        How likely each word is to be part of a name.
    threshold : float
        What the likeliest word of a name must pass.
    """
    runs: list[list[int]] = []
    for index in np.flatnonzero(odds > threshold - BESIDE).tolist():
        if runs and index == runs[-1][-1] + 1 and is_joined(words[index].gap):
            runs[-1].append(index)
        else:
            runs.append([index])
    return ((run[0], run[-1]) for run in runs if odds[run].max() > threshold)
