"""The words of a text as gazetteers see them: folded, with what surrounds them."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

import re2

from nlp import resources
from nlp.language import fold, word_list
from nlp.masking.kinds import Mask, MaskKind, MaskSource

_WORD = re2.compile(r"\p{L}[\p{L}\p{M}]*")
_BREAK = re2.compile(r"[.!?…\n«“\"•:;(]|(?:^|\s)[-–—]\s|/\s")
ARTICLES = frozenset({"la", "le", "les", "l"})
ANY_ARTICLE = ARTICLES | {"un", "une"}
LEADS = ANY_ARTICLE | {"au", "aux"}
OF = frozenset({"de", "d", "du", "des"})
BEGIN_DOUBLE = frozenset({"marie", "jean", "anne"})  # « Jean-Marc », « marie jo »
DOTTED = frozenset({". ", ".", ".\u00a0"})  # between an initial and the name it opens
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
    def is_initial(self) -> bool:
        """Is this the « D » of « Mamadou D. », as far as a letter tells?"""
        return len(self.text) == 1 and self.written_capital

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
        capital = form[0].isupper() and not first and not shouted and not _is_a_level(text, start, end)
        words.append(Word(start, end, form, fold(form), gap, first, capital))
        previous = end
    return words


def _is_a_level(text: str, start: int, end: int) -> bool:
    """« groupe B1 », « salle C204 »: one letter and a number, which name no one."""
    return end - start == 1 and text[end : end + 1].isdigit()


def cue_words(name: str) -> frozenset[str]:
    """Return the words of ``resources/masking_cues.toml`` under ``name``."""
    return _cues()[name]


@lru_cache(maxsize=1)
def _cues() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in resources.table("masking_cues.toml").items()}


def mask_over(
    words: Sequence[Word], first: int, last: int, kind: MaskKind, source: MaskSource = MaskSource.GAZETTEER
) -> Mask:
    """Return the mask over the words ``first`` to ``last``, both included."""
    return Mask(words[first].start, words[last].end, kind, source)


def runs_from(words: Sequence[Word], first: int, most: int) -> list[tuple[int, str]]:
    """Return the runs of up to ``most`` joined words that begin at ``first``, the longest first.

    Each is the index of its last word, and what it reads, folded.
    """
    name, runs = "", []
    for last in range(first, min(first + most, len(words))):
        if last > first and not is_joined(words[last].gap):
            break
        name = f"{name} {words[last].folded}".strip()
        runs.append((last, name))
    return runs[::-1]


def leads(words: Sequence[Word], index: int) -> bool:
    """« Un Pas Devant », « Tout Neuf », « Trois Ponts »: a little word whose capital belongs to the name."""
    after = words[index + 1] if index + 1 < len(words) else None
    return after is not None and words[index].capital and after.capital and is_joined(after.gap)


def is_joined(gap: str) -> bool:
    """Tell whether two words with this between them can belong to one name."""
    return gap in _JOINTS


def is_wrapped(words: Sequence[Word], index: int) -> bool:
    """Tell whether a line ends inside a name just before this word: « rue de la⏎République », « Villeneuve⏎d’Ascq »."""
    word, before = words[index], words[index - 1]
    if index == 0 or word.gap not in ("\n", " \n"):
        return False
    after = words[index + 1] if index + 1 < len(words) else None
    led = after is not None and after.written_capital and is_joined(after.gap) and word.folded in OF
    return led or (before.folded in _WRAPPED_AFTER and word.written_capital)


_WRAPPED_AFTER = OF | {"la", "les", "sur", "sous", "lez", "saint", "sainte", "st", "ste"}
_JOINTS = frozenset({" ", "-", "'", "’", "\u00a0", "  ", " - ", "‐", "‑", "’ ", "' "})


def word_before(words: Sequence[Word], index: int, back: int = 1, *, joined: Callable[[str], bool] = is_joined) -> str:
    """Return the word ``back`` words before, folded; empty at the edge, or if a gap on the way does not join."""
    near = index >= back and all(joined(word.gap) for word in words[index - back + 1 : index + 1])
    return words[index - back].folded if near else ""


def word_after(words: Sequence[Word], index: int, on: int = 1, *, joined: Callable[[str], bool] = is_joined) -> str:
    """Return the word ``on`` words after, folded; empty at the edge, or if a gap on the way does not join."""
    near = index + on < len(words) and all(joined(word.gap) for word in words[index + 1 : index + on + 1])
    return words[index + on].folded if near else ""


def said_before(words: Sequence[Word], index: int) -> str:
    """The word before in the same sentence: « ma conseillère, rose »."""
    return word_before(words, index, joined=lambda gap: not any(mark in gap for mark in ".!?…\n;"))


def said_after(words: Sequence[Word], index: int) -> str:
    """The word after, before any comma: « ma conseillère rose "m’a dit" »."""
    return word_after(words, index, joined=lambda gap: not any(mark in gap for mark in ".!?…\n;,"))


def is_elision(words: Sequence[Word], index: int) -> bool:
    """Tell whether the word is the « l » of « l’agence », the « m » of « m’appelle »."""
    following = words[index + 1].gap if index + 1 < len(words) else ""
    return words[index].elided and following[:1] in ("'", "’")


def following(words: Sequence[Word], position: int) -> int:
    """Return the index of the first word that begins at ``position`` or after; one past the last if none does."""
    return bisect_left(words, position, key=attrgetter("start"))


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


def is_public(folded: str) -> bool:
    """Tell whether the word names a body or a thing everyone deals with, which stays readable: « caf », « cdd »."""
    return folded in word_list("public_words")


def _is_shouted(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and sum(char.isupper() for char in letters) / len(letters) >= _SHOUTED
