"""How the demonstration's coordinators recognise the topic of a theme from its readable passages. Pure."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from journal.demo.files import table
from journal.text import fold
from nlp.prose.types import AnswerKind

# A topic is recognised when this share of the passages points to it, this many times more often than elsewhere.
SHARE = 0.3
LIFT = 2.0
FEWEST_PASSAGES = 5


@dataclass(frozen=True, slots=True)
class Topic:
    label: str
    words: re.Pattern[str]
    readings: tuple[str, ...]
    answers: tuple[tuple[AnswerKind, str], ...]

    def share(self, texts: Sequence[str]) -> float:
        """The share of texts that point to this topic."""
        return sum(bool(self.words.search(_folded(text))) for text in texts) / max(1, len(texts))


@lru_cache(maxsize=2048)
def _folded(text: str) -> str:
    """A cache, since every topic reads every passage of the Lab for every theme."""
    return fold(text)


@cache
def topics() -> tuple[Topic, ...]:
    return tuple(
        Topic(
            label=row["label"],
            words=re.compile(rf"\b(?:{row['words']})\b"),
            readings=tuple(row["readings"]),
            answers=tuple((AnswerKind(kind), text) for kind, text in row["answers"]),
        )
        for row in table("topics")["topics"]
    )


def recognise(passages: Sequence[str], everything: Sequence[str]) -> Topic | None:
    """The topic of passages, if it clearly dominates; None otherwise."""
    if len(passages) < FEWEST_PASSAGES:
        return None
    best: tuple[float, Topic] | None = None
    for topic in topics():
        share, usual = topic.share(passages), topic.share(everything)
        lift = share / max(usual, 1 / max(1, len(everything)))
        if share < SHARE or lift < LIFT:
            continue
        score = share * math.log(lift)
        if best is None or score > best[0]:
            best = (score, topic)
    return best[1] if best else None
