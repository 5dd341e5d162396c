"""Passages read as words: what may stand in a label, what may link two words of one, what ends an expression."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from nlp.language import fold, is_stop_word

MASK = re.compile(r"\[[^\[\]]{1,40}\]")
MASK_STAND_IN = " ¤ "  # no word: an expression never reaches over a mask
TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|[^\w\s]|\d+", re.UNICODE)
ELIDED = frozenset({"l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu"})
LINKS = frozenset(
    {"de", "d", "du", "des", "à", "au", "aux", "en", "la", "le", "les", "l", "un", "une", "pour", "par", "sur"}
)
SHORTEST = 3


class Role(StrEnum):
    """What a word may do in an expression."""

    NOUN = "noun"
    OTHER = "other"  # adjective or verb: may stand in an expression, seldom alone
    LINK = "link"  # may stand between two of them
    BREAK = "break"  # ends the expression


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written, the key under which its forms are counted together, and its role."""

    text: str
    key: str
    role: Role


Reader = Callable[[Sequence[str]], list[list[Word]]]


@cache
def common_words() -> frozenset[str]:
    """French words too common to say what a theme is about, accents dropped."""
    lines = files("nlp").joinpath("resources/common_words.txt").read_text("utf-8").splitlines()
    return frozenset(fold(word) for line in lines if not line.startswith("#") for word in line.split())


def read_plainly(texts: Sequence[str]) -> list[list[Word]]:
    """Read without a language model: every word that is not common counts, plurals in -s or -x joined."""
    return [[_plain_word(token) for token in TOKEN.findall(_open(text))] for text in texts]


def _open(text: str) -> str:
    return MASK.sub(MASK_STAND_IN, text).replace("’", "'").replace("'", " ")


def _plain_word(token: str) -> Word:
    low = token.lower()
    if low in LINKS:
        return Word(low, low, Role.LINK)
    key = fold(low)
    if len(key) < SHORTEST or not key[0].isalpha() or key in common_words() or is_stop_word(key) or low in ELIDED:
        return Word(token, low, Role.BREAK)
    return Word(_cased(token), key.rstrip("sx") if len(key) > SHORTEST else key, Role.NOUN)


def _cased(token: str) -> str:
    """Keep acronyms; a capital elsewhere usually only starts a sentence."""
    return token if token.isupper() and len(token) <= 6 else token.lower()
