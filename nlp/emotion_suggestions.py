"""Emotions suggested from a text, never imposed: the author is asked, and ticks them or not.

A small linear model answers (``emotion_model``), in a few milliseconds and without the sentence encoder. People tell
facts more than feelings: it often knows that something pleasant happened, or something unpleasant, and seldom which of
ten emotions that was. So it offers three of one valence to choose from, and is silent when it is unsure that one holds.
"""

from dataclasses import dataclass

from nlp.emotion_model import VALENCES, Likely, Model, load_model, look_at
from nlp.emotions import Emotion

MOST = 3
# One of the three holds more often than not. ``benchmarks/emotions.py`` says how often.
SET_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class Offer:
    """Emotions to choose from, the likeliest first, and how sure the model is that one at least holds (0-1)."""

    emotions: tuple[Emotion, ...]
    confidence: float


def suggest(text: str) -> tuple[Emotion, ...]:
    """Three emotions of one valence to choose from, the likeliest first; none below ``SET_CONFIDENCE``.

    Parameters
    ----------
    text
        An entry as typed, in French, up to 10,000 characters.
    """
    best = offer(text)
    return best.emotions if best.confidence >= SET_CONFIDENCE else ()


def offer(text: str, *, of_anyone: bool = False) -> Offer:
    """Return the three emotions that the model would offer, however unsure it is.

    Parameters
    ----------
    text
        As for ``suggest``.
    of_anyone
        As for ``emotion_clues.clues``.
    """
    return best_offer(load_model(), likely(text, of_anyone=of_anyone))


def likely(text: str, *, of_anyone: bool = False) -> Likely:
    """Return how likely the author would tick each of the twenty emotions, and anything of each valence.

    Parameters
    ----------
    text
        As for ``suggest``.
    of_anyone
        As for ``emotion_clues.clues``.
    """
    model = load_model()
    return model.likely(model.sums(look_at(text, of_anyone=of_anyone)))


def best_offer(model: Model, found: Likely) -> Offer:
    """Return the three likeliest emotions of the valence of which a model is surest that one holds."""
    return max((_of_valence(model, found, valence) for valence in VALENCES), key=lambda each: each.confidence)


def likeliest(found: Likely, valence: int) -> tuple[Emotion, ...]:
    """Return the three likeliest emotions of a valence, the likeliest first."""
    ranked = sorted((e for e in found.emotions if e.valence == valence), key=lambda each: -found.emotions[each])
    return tuple(ranked[:MOST])


def _of_valence(model: Model, found: Likely, valence: int) -> Offer:
    few = likeliest(found, valence)
    return Offer(few, model.one_of((found.emotions[each] for each in few), found.valences[valence]))
