"""A paragraph once words of it were taken back, or hidden further. Pure."""

import re
from collections.abc import Callable, Iterable

from journal.narrative.whose_words import QUOTED, shares_words, words_of
from nlp.french import quoted as in_guillemets
from nlp.prose.drafts import ParagraphKind

WITHDRAWN = "citation retirée à la demande de son auteur·e"
IN_PLACE_OF_SENTENCE = f"[{WITHDRAWN}]"
# A sentence ends at its punctuation, or after « [citation retirée…] », but not after a mask such as « [PRÉNOM] ».
SENTENCE_END = re.compile(r"(?:(?<=[.!?…»])|(?<=auteur·e\]))[ \n]+")


def without_quote(text: str, quote: str, sentences: Iterable[str] = ()) -> str:
    """A paragraph once a quote was taken back: no run of its words is left, its place says why.

    ``sentences`` are those known to carry the quote: they go whole. What a person rewrote around it goes sentence by
    sentence.
    """
    for sentence in sentences:
        text = text.replace(sentence, IN_PLACE_OF_SENTENCE)
    if not shares_words(text, quote):
        return text
    text = QUOTED.sub(_replaced_if(lambda words: shares_words(words, quote)), text)
    if not shares_words(text, quote):
        return text
    kept = [IN_PLACE_OF_SENTENCE if shares_words(part, quote) else part for part in SENTENCE_END.split(text)]
    text = " ".join(kept)
    # Cut otherwise than in sentences: rather no paragraph than words taken back.
    return IN_PLACE_OF_SENTENCE if shares_words(text, quote) else text


def without_quote_beside(text: str, quote: str, sentences: Iterable[str], others: Iterable[str]) -> str:
    """``without_quote``, leaving ``others`` as they stand: sentences known to be of somebody else."""
    kept = "|".join(map(re.escape, filter(None, others)))
    pieces = re.split(rf"(\s*(?:{kept})\s*)", text) if kept else [text]
    cleaned = [piece if place % 2 else without_quote(piece, quote, sentences) for place, piece in enumerate(pieces)]
    return "".join(cleaned)


def hidden_further(text: str, before: str, after: str) -> str:
    """A paragraph that quotes the new words of a passage wherever it quoted the old ones to the letter."""
    return text.replace(in_guillemets(before), in_guillemets(after)).replace(before, after)


def still_shows(text: str, before: str, after: str) -> bool:
    """Whether a text holds words of a quote, and among its own some that are hidden now."""
    hidden = set(words_of(before)) - set(words_of(after))
    return shares_words(text, before) and not hidden.isdisjoint(words_of(text))


def without_sentences(text: str, quotes: Iterable[str]) -> str:
    """A paragraph without the sentences that hold someone's words, nor those left in place of words taken back."""
    for quote in quotes:
        text = without_quote(text, quote)
    return " ".join(part for part in SENTENCE_END.split(text) if part and WITHDRAWN not in part)


def without_voices(kind: str, text: str, quotes: Iterable[str]) -> str:
    """A part of a text without anyone's words; of a rare voice, what stands around it says nothing alone."""
    kept = without_sentences(text, quotes)
    return "" if kind == ParagraphKind.MINORITY and kept != text else kept


def _replaced_if(matches: Callable[[str], bool]) -> Callable[[re.Match[str]], str]:
    def replace(found: re.Match[str]) -> str:
        return f"«\u00a0{WITHDRAWN}\u00a0»" if matches(found[1]) else found[0]

    return replace
