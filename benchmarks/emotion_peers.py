"""Who else might suggest emotions, given the same practice entries: what ``benchmarks/emotions.py`` compares with."""

from collections import Counter
from collections.abc import Callable, Sequence
from math import prod

import numpy as np
from sklearn.linear_model import LogisticRegression

from nlp.emotion_clues import clues
from nlp.emotion_model import VALENCES
from nlp.emotion_suggestions import MOST, SET_CONFIDENCE, likely, suggest
from nlp.emotions import Emotion
from nlp.encoders import UseEncoder

LEXICON_CONFIDENCE = 0.6  # what the lexicon alone was set to, before anything was learnt
Felt = set[Emotion]
Offered = tuple[Emotion, ...]
Peer = Callable[[Sequence[str]], list[Offered]]


def model(texts: Sequence[str]) -> list[Offered]:
    """What the application suggests."""
    return [suggest(text) for text in texts]


def one_by_one(texts: Sequence[str]) -> list[Offered]:
    """The emotions of which the same model is sure, each alone: the rule until 30 November 2026."""
    return [_sure(likely(text).emotions, SET_CONFIDENCE) for text in texts]


def lexicon(texts: Sequence[str]) -> list[Offered]:
    """What the lexicon alone would suggest."""
    return [_sure(clues(text), LEXICON_CONFIDENCE) for text in texts]


def majority(practice: Sequence[tuple[str, Felt]]) -> Peer:
    """The three emotions ticked most often, whatever the text."""
    often = Counter(emotion for _, felt in practice for emotion in felt).most_common(MOST)
    return lambda texts: [tuple(emotion for emotion, _ in often) for _ in texts]


def sentence_vectors(practice: Sequence[tuple[str, Felt]]) -> Peer:
    """Three emotions of one valence, by logistic regressions on vectors that the web process has no encoder to make."""
    encoder = UseEncoder()
    vectors = encoder.encode([text for text, _ in practice])
    learnt = {
        emotion: LogisticRegression(C=10.0, max_iter=300).fit(vectors, [emotion in felt for _, felt in practice])
        for emotion in Emotion
    }

    def answer(texts: Sequence[str]) -> list[Offered]:
        rows = encoder.encode(texts)
        chances = np.array([each.predict_proba(rows)[:, 1] for each in learnt.values()]).T
        return [_of_surest_valence(dict(zip(learnt, map(float, row), strict=True))) for row in chances]

    return answer


def _of_surest_valence(found: dict[Emotion, float]) -> Offered:
    """Three of the valence where one of them most likely holds, as if each were independent of the others."""
    both = [sorted((e for e in found if e.valence == valence), key=lambda e: -found[e])[:MOST] for valence in VALENCES]
    chance, few = max((1 - prod(1 - found[e] for e in few), few) for few in both)
    return tuple(few) if chance >= SET_CONFIDENCE else ()


def _sure(found: dict[Emotion, float], least: float) -> Offered:
    surest = sorted(found.items(), key=lambda each: -each[1])[:MOST]
    return tuple(emotion for emotion, confidence in surest if confidence >= least)
