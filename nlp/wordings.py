"""Hand-written wordings looked for in a text, however it was typed.

A wording is written as French is: ``"j’ai peur"``. Case, accents, apostrophes and the missing space of « jai peur »
do not count. A few marks make it general: ``*`` ends a word any way (``"inquiét*"``), ``..`` stands for up to three
words, ``(a|b)`` for a choice and ``(très )?`` for what may be left out. A wording never crosses the end of a clause.

The expressions run on RE2: time is linear in the text, whatever a person types.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import re2

CLAUSE = "|"
_GAP = "(?: [a-z0-9]+){0,3} "
_NEGATIONS = frozenset({"pas", "jamais", "aucun", "aucune", "sans", "ni", "guere", "pa"})
# « pas seulement », « pas que », « pas mal » do not deny what follows; « jamais été aussi » stresses it.
_RELEASING = frozenset({"seulement", "que", "mal", "si", "juste", "uniquement"})
_COMPARING = frozenset({"aussi", "autant"})
_WINDOW = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a wording stands in a folded text."""

    start: int
    end: int


def folded(text: str) -> str:
    """Lower case, no accents, one space between words, ``|`` where a clause ends, a space at both ends.

    >>> folded("J’ai PEUR… vraiment")
    ' j ai peur | vraiment '
    """
    plain = _plain(text.replace("·", ""))
    plain = re.sub(r"[,.;:!?…\n()«»\"\[\]]+", f" {CLAUSE} ", plain)
    plain = re.sub(r"(?<=[0-9]) \| (?=[0-9]{1,2}\b)", ",", plain)
    plain = re.sub(r"([a-z])\1{2,}", r"\1", plain)
    return f" {' '.join(re.sub(r'[^a-z0-9,|%]+', ' ', plain).split())} "


def _plain(text: str) -> str:
    lowered = text.lower().replace("œ", "oe").replace("æ", "ae")
    spread = unicodedata.normalize("NFKD", lowered.replace("…", "\n"))
    return "".join(char for char in spread if not unicodedata.combining(char))


class Wordings:
    """A set of wordings compiled into one expression."""

    def __init__(self, wordings: Iterable[str]) -> None:
        self._expression = re2.compile("|".join(sorted(_expression(each) for each in wordings)))

    def hits(self, text: str) -> Iterator[Hit]:
        """Every place of the folded text where a wording stands."""
        for match in self._expression.finditer(text):
            yield Hit(match.start(), match.end())

    def found(self, text: str) -> bool:
        return self._expression.search(text) is not None

    def without(self, text: str) -> str:
        """The folded text with every wording taken out, so that nothing else is read in it."""
        return str(self._expression.sub(f" {CLAUSE} ", text))


def _expression(wording: str) -> str:
    plain = " ".join(_plain(wording).replace("’", " ").replace("'", " ").split())
    # The elided letter may be glued to its word: « jai », « cest », « quil ».
    plain = re.sub(r"\b([jnmtsldc]|qu) ", r"\1 ?", plain)
    return rf"\b(?:{plain.replace('-', ' ').replace(' .. ', _GAP).replace('*', '[a-z0-9]*')})\b"


def denied(text: str, hit: Hit) -> bool:
    """Whether a negation stands in the same clause, close before the hit, or « pas » right after it.

    A wording that holds its own negation (« pas du tout content ») is never denied.
    """
    if _negating(text[hit.start : hit.end].split()):
        return False
    before = text[: hit.start].rsplit(CLAUSE, 1)[-1].split()[-_WINDOW:]
    after = text[hit.end :].split(CLAUSE, 1)[0].split()[:1]
    return _negating(before) or after == ["pas"]


def _negating(words: list[str]) -> bool:
    if "plus" in words and any(word in {"n", "ne"} or word.startswith("nai") for word in words[: words.index("plus")]):
        return True
    return any(word in _NEGATIONS and _binds(words[at + 1 :]) for at, word in enumerate(words))


def _binds(following: list[str]) -> bool:
    return not (_RELEASING.intersection(following[:1]) or _COMPARING.intersection(following))
