"""Whose words stand in a text: quotes, runs of someone’s words, what the team wrote. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from journal.entries.words import MaskedWords
from nlp.french import quoted as in_guillemets
from nlp.language import UNSEEN

# « … » of at least this many words is someone's words: it must be a quote its author allowed, to the letter.
QUOTE_WORDS = 5
# This many words in a row are someone's own.
RUN_OF_WORDS = 6
# Words of passages nobody asked to quote are recognised by a longer run, because there are many more of them: shorter
# runs would be found by chance.
BORROWED_RUN = 8
QUOTED = re.compile(r"«[\s\u00a0\u202f]*([^»]*?)[\s\u00a0\u202f]*»")
WORD = re.compile(r"[^\W_]+")
# What sentences rest on that someone of the team has put in words.
BY_THE_TEAM = frozenset({"answer", "experiment", "indicator", "contribution"})


def foreign_quotes(text: str, allowed: Sequence[str]) -> list[str]:
    """Passages between « » that no author allowed to the letter."""
    known = {as_compared(quote) for quote in allowed}
    found = [match.strip() for match in QUOTED.findall(text)]
    return [quote for quote in found if len(quote.split()) >= QUOTE_WORDS and as_compared(quote) not in known]


def quoted_in(text: str) -> list[str]:
    """What stands between « » in a text."""
    return [match.strip() for match in QUOTED.findall(text)]


def voices(text: str) -> list[tuple[str, bool]]:
    """A text cut into what is quoted, guillemets included, and what is not: pages set quotes apart."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for found in QUOTED.finditer(text):
        if len(found[1].split()) >= QUOTE_WORDS:
            pieces += [(text[at : found.start()], False), (found[0], True)]
            at = found.end()
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def named_beside_quotes(text: str, quotes: Iterable[str], names: Iterable[str]) -> list[str]:
    """Those of these names, of months or of Labs, that a text with quotes says outside its quotes."""
    if not any(shares_words(text, quote) for quote in quotes):
        return []
    around = "".join(piece for piece, said in voices(text) if not said)
    return [name for name in names if re.search(rf"\b{re.escape(name)}\b", around, re.IGNORECASE)]


def as_compared(text: str) -> str:
    """Words as they are compared: typography aside, to the letter."""
    set_in_type = in_guillemets(text).replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(set_in_type.split()).strip("«» ").rstrip(".… ")


def shares_words(text: str, quote: str) -> bool:
    """Whether a run of someone's words stands in a text."""
    return bool(shared_words(text, quote))


def shared_words(text: str, quote: str) -> str:
    """The first run of someone's words that stands in a text; empty when none does."""
    words, hay = words_of(quote), f" {' '.join(words_of(text))} "
    return next((run for run in _runs(words, RUN_OF_WORDS) if f" {run} " in hay), "") if words else ""


def shared_with(text: str, said: Iterable[str]) -> str:
    """The first run of anyone's words that stands in a text; empty when none does."""
    return next((run for each in said if (run := shared_words(text, each))), "")


def own_words(sent: MaskedWords) -> list[str]:
    """What someone sent says, now and before it was masked further, where it is long enough to be someone's own."""
    said = (sent.masked_text or "", *sent.read_before)
    return list(filter(is_own, said))


def is_own(text: str) -> bool:
    """Whether a text is long enough to be someone's own, wherever the same words are found."""
    return len(words_of(text)) >= RUN_OF_WORDS


def borrowed(text: str, passages: Iterable[str], allowed: Iterable[str]) -> str:
    """The first run of someone's words that stands in a text and in nothing that may be said; empty when none does.

    A passage of fewer words is known whole; one too short to be anybody's own, never.
    """
    said = {run for size in range(RUN_OF_WORDS, BORROWED_RUN + 1) for run in _runs(words_of(text), size)}
    known = [f" {' '.join(words_of(each))} " for each in allowed]
    for passage in passages:
        words = words_of(passage)
        for run in _runs(words, BORROWED_RUN) if len(words) >= RUN_OF_WORDS else ():
            if run in said and not any(f" {run} " in each for each in known):
                return run
    return ""


def _runs(words: Sequence[str], size: int) -> Iterator[str]:
    """Each run of so many words, or all of them when they are fewer."""
    size = min(size, len(words))
    return (" ".join(words[start : start + size]) for start in range(len(words) - size + 1))


def words_of(text: str) -> list[str]:
    return WORD.findall(UNSEEN.sub("", text).casefold())


def holds_words_of_the_team(sentence: Mapping[str, Any], older: Iterable[str]) -> bool:
    """Whether a machine's sentence says words that someone of the team wrote, other than the ``older`` ones.

    How the team reads a theme stands in guillemets.
    """
    kinds = {kind for kind, _ in sentence["evidence"]}
    if "passage" in kinds:
        return False
    known = set(map(as_compared, older))
    said = [piece for piece in quoted_in(sentence["text"]) if len(piece.split()) >= QUOTE_WORDS]
    newer = [piece for piece in said if as_compared(piece) not in known]
    return bool(newer) or not kinds.isdisjoint(BY_THE_TEAM)
