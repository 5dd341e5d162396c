"""The words of a text as gazetteers see them: folded, with what surrounds them."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import re2

from nlp.language import fold, word_list

_WORD = re2.compile(r"\p{L}[\p{L}\p{M}]*")
_BREAK = re2.compile(r"[.!?…\n«“\"•:;(]|(?:^|\s)[-–—]\s")
_SHOUTED = 0.7  # share of capitals from which capitals say nothing


@dataclass(frozen=True, slots=True)
class Word:
    """One run of letters.

    ``gap`` is the text between the previous word and this one. ``capital`` tells that the first letter
    is a capital *and* that this says something: not the first word of a sentence, not a shouted text.
    """

    start: int
    end: int
    text: str
    folded: str
    gap: str
    first: bool
    capital: bool

    @property
    def written_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def elided(self) -> bool:
        """Is this ``l'``, ``d'``, ``qu'``…: the length is checked by the caller, who sees the next gap."""
        return self.folded in _ELIDED


_ELIDED = frozenset({"l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu"})


def words_of(text: str) -> list[Word]:
    """Return the words of ``text`` in order."""
    shouted = _is_shouted(text)
    words: list[Word] = []
    previous = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        gap, form = text[previous:start], match.group()
        first = previous == 0 or bool(_BREAK.search(gap))
        capital = form[0].isupper() and not first and not shouted
        words.append(Word(start, end, form, fold(form), gap, first, capital))
        previous = end
    return words


def cue_words(name: str) -> frozenset[str]:
    """Return the words of ``resources/masking_cues.toml`` under ``name``."""
    return _cues()[name]


@lru_cache(maxsize=1)
def _cues() -> dict[str, frozenset[str]]:
    text = resources.files("nlp.resources").joinpath("masking_cues.toml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


def is_joined(gap: str) -> bool:
    """Tell whether two words with this between them can belong to one name."""
    return gap in _JOINTS


_JOINTS = frozenset({" ", "-", "'", "’", "\u00a0", "  ", " - ", "‐", "‑", "’ ", "' "})


def is_first_name(folded: str) -> bool:
    """Tell whether the word is a first name and nothing else."""
    return folded in word_list("first_names")


def may_be_first_name(folded: str) -> bool:
    """Tell whether the word is a first name, among other things perhaps."""
    return is_first_name(folded) or folded in word_list("first_names_ambiguous")


def is_surname(folded: str) -> bool:
    """Tell whether the word is a surname and nothing else."""
    return folded in word_list("surnames")


def is_function_word(folded: str) -> bool:
    """Tell whether the word is grammar, an auxiliary or a filler: never part of a name by itself."""
    return folded in word_list("stop_words")


def _is_shouted(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and sum(char.isupper() for char in letters) / len(letters) >= _SHOUTED
