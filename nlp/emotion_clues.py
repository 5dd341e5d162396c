"""What a text says of each emotion, by a lexicon written by hand (``resources/emotions_lexicon.toml``).

Read with negations, intensifiers and who is spoken of. One of the two things ``emotion_suggestions`` goes by.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import prod
from types import MappingProxyType

from nlp import resources
from nlp.emotions import Emotion
from nlp.wordings import CLAUSE, Hit, Wordings, denied, folded

_WEIGHTS = MappingProxyType({"named": 0.75, "told": 0.5, "hinted": 0.15})  # below 1, stressed as well
_STRONGER = frozenset({"tres", "trop", "tellement", "vraiment", "si", "super", "hyper", "extremement", "grave", "tant"})
_WEAKER = frozenset({"peu", "presque", "legerement", "moins"})
_MORE, _LESS = 1.15, 0.6  # factors on the weight of what is stressed, or toned down
_FAR = 0.5  # factor on what is about someone else, or about a time that is over


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """What speaks of one emotion, and the same words meaning something else."""

    emotion: Emotion
    clues: tuple[tuple[float, Wordings], ...]
    otherwise: Wordings | None


@cache
def _lexicons() -> tuple[_Lexicon, ...]:
    return tuple(
        _Lexicon(
            emotion=Emotion(emotion),
            clues=tuple((weight, Wordings(lists[strength])) for strength, weight in _WEIGHTS.items()),
            otherwise=Wordings(lists["except"]) if "except" in lists else None,
        )
        for emotion, lists in resources.table("emotions_lexicon.toml").items()
    )


def clues(text: str, *, of_anyone: bool = False) -> dict[Emotion, float]:
    """How strongly wordings of the lexicon speak of each emotion (0-1), emotions without any left out.

    Wordings of one emotion add up as independent chances (noisy-or); the same wording said twice counts once.

    Parameters
    ----------
    text
        An entry as typed, in French, up to 10,000 characters.
    of_anyone
        Also count in full what is said of other people. Only a measure on texts about others needs it.
    """
    plain = folded(text)
    found = {each.emotion: _together(_clues(plain, each, of_anyone=of_anyone).values()) for each in _lexicons()}
    return {emotion: strength for emotion, strength in found.items() if strength}


def _clues(plain: str, lexicon: _Lexicon, *, of_anyone: bool) -> dict[str, float]:
    text = lexicon.otherwise.without(plain) if lexicon.otherwise else plain
    said: dict[str, float] = {}
    for weight, wordings in lexicon.clues:
        for hit in wordings.hits(text):
            if not denied(text, hit):
                strength = weight * _stress(text, hit) * (1.0 if of_anyone else nearness(text, hit))
                wording = text[hit.start : hit.end]
                said[wording] = max(strength, said.get(wording, 0.0))
    return said


def _stress(text: str, hit: Hit) -> float:
    before = text[: hit.start].rsplit(CLAUSE, 1)[-1].split()[-2:]
    if not _WEAKER.isdisjoint(before):
        return _LESS
    return 1.0 if _STRONGER.isdisjoint(before) else _MORE


@cache
def _persons(name: str) -> frozenset[str]:
    return frozenset(resources.table("persons.toml")[name])


def nearness(text: str, hit: Hit) -> float:
    """Less than one when the words are about someone else, or about a time that is over.

    The subject is the last person named in the clause, the wording included; a clause without any is the author's.
    """
    clause = text[: hit.start].rsplit(CLAUSE, 1)[-1].split()
    within = text[hit.start : hit.end].split()
    if not _persons("oneself").isdisjoint(within):
        return 1.0
    if clause and not _persons("bygone").isdisjoint(clause):
        return _FAR
    persons = [word for word in clause if word in _persons("oneself") or word in _persons("others")]
    return _FAR if persons and persons[-1] in _persons("others") else 1.0


def _together(strengths: Iterable[float]) -> float:
    return round(1 - prod(1 - strength for strength in sorted(strengths)), 3)
