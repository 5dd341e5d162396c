"""Who else might suggest emotions, given the same practice entries: what ``benchmarks/emotions.py`` compares with."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from nlp.emotion_clues import clues
from nlp.emotion_suggestions import MOST, SET_CONFIDENCE, suggest
from nlp.emotions import Emotion
from nlp.encoding import load_encoder

LEXICON_CONFIDENCE = 0.6  # what the lexicon alone was set to, before anything was learnt
Felt = set[Emotion]
Peer = Callable[[Sequence[str]], list[Felt]]


def model(texts: Sequence[str]) -> list[Felt]:
    """What the application suggests."""
    return [{each.emotion for each in suggest(text)} for text in texts]


def lexicon(texts: Sequence[str]) -> list[Felt]:
    """What the application suggested until 30 November 2026."""
    return [_sure(clues(text), LEXICON_CONFIDENCE) for text in texts]


def majority(practice: Sequence[tuple[str, Felt]]) -> Peer:
    """The emotion ticked most often, whatever the text."""
    [(most, _)] = Counter(emotion for _, felt in practice for emotion in felt).most_common(1)
    return lambda texts: [{most} for _ in texts]


def sentence_vectors(practice: Sequence[tuple[str, Felt]]) -> Peer:
    """Logistic regressions on vectors of the sentence encoder, which the web process does not load."""
    vectors = load_encoder().encode([text for text, _ in practice])
    learnt = {
        emotion: LogisticRegression(C=10.0, max_iter=300).fit(vectors, [emotion in felt for _, felt in practice])
        for emotion in Emotion
    }

    def answer(texts: Sequence[str]) -> list[Felt]:
        rows = load_encoder().encode(texts)
        likely = np.array([each.predict_proba(rows)[:, 1] for each in learnt.values()]).T
        return [_sure(dict(zip(learnt, map(float, row), strict=True)), SET_CONFIDENCE) for row in likely]

    return answer


def _sure(found: dict[Emotion, float], least: float) -> Felt:
    surest = sorted(found.items(), key=lambda each: -each[1])[:MOST]
    return {emotion for emotion, confidence in surest if confidence >= least}
