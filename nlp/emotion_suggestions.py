"""Emotions suggested from a text, never imposed: the author is asked, and ticks them or not.

A small linear model answers (``emotion_model``), in a few milliseconds and without the sentence encoder. What it sees
badly is emotion told only through facts, which is how many people write: it then stays silent.
"""

from dataclasses import dataclass

from nlp.emotion_model import EMOTIONS, load_model, look_at
from nlp.emotions import Emotion

MOST = 3
# Four suggestions in five hold at this level on practice entries, and fewer than one in two on the demonstration’s.
SET_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An emotion the text may speak of, and how sure the model is (0-1)."""

    emotion: Emotion
    confidence: float


def suggest(text: str) -> tuple[Suggestion, ...]:
    """At most three emotions, the surest first, and only those above ``SET_CONFIDENCE``.

    ``benchmarks/emotions.py`` says how often they hold.

    Parameters
    ----------
    text
        An entry as typed, in French, up to 10,000 characters.
    """
    found = (Suggestion(emotion, confidence) for emotion, confidence in confidences(text).items())
    sure = sorted((each for each in found if each.confidence >= SET_CONFIDENCE), key=_surest_first)
    return tuple(sure[:MOST])


def confidences(text: str, *, of_anyone: bool = False) -> dict[Emotion, float]:
    """How likely the author would tick each of the twenty emotions (0-1).

    Parameters
    ----------
    text
        As for ``suggest``.
    of_anyone
        As for ``emotion_clues.clues``.
    """
    likely = load_model().probabilities([look_at(text, of_anyone=of_anyone)])[0]
    return dict(zip(EMOTIONS, map(float, likely), strict=True))


def _surest_first(suggestion: Suggestion) -> tuple[float, int]:
    return -suggestion.confidence, EMOTIONS.index(suggestion.emotion)
