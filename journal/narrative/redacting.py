"""What is left of a paragraph once some of its words are withdrawn or hidden. Pure."""

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
    """A paragraph without any run of the words of a quote, and a mention in their place.

    ``sentences`` are those known to contain the quote: they are replaced whole. What someone rewrote around it is
    replaced sentence by sentence.
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
    # No sentence to cut at: better no paragraph than withdrawn words.
    return IN_PLACE_OF_SENTENCE if shares_words(text, quote) else text


def without_quote_beside(text: str, quote: str, sentences: Iterable[str], others: Iterable[str]) -> str:
    """``without_quote``, which leaves ``others`` unchanged: sentences known to be someone else’s."""
    kept = "|".join(map(re.escape, filter(None, others)))
    pieces = re.split(rf"(\s*(?:{kept})\s*)", text) if kept else [text]
    cleaned = [piece if place % 2 else without_quote(piece, quote, sentences) for place, piece in enumerate(pieces)]
    return "".join(cleaned)


def hidden_further(text: str, before: str, after: str) -> str:
    """A paragraph that quotes the new words of a passage wherever it quoted the old ones exactly."""
    return text.replace(in_guillemets(before), in_guillemets(after)).replace(before, after)


def still_shows(text: str, before: str, after: str) -> bool:
    """Whether a text contains words of a quote, and some that are now hidden."""
    hidden = set(words_of(before)) - set(words_of(after))
    return shares_words(text, before) and not hidden.isdisjoint(words_of(text))


def without_sentences(text: str, quotes: Iterable[str]) -> str:
    """A paragraph without the sentences that contain these quotes, or the mention of a withdrawn one."""
    for quote in quotes:
        text = without_quote(text, quote)
    return " ".join(part for part in SENTENCE_END.split(text) if part and WITHDRAWN not in part)


def without_voices(kind: str, text: str, quotes: Iterable[str]) -> str:
    """A part of a text without these quotes; a rare voice goes as a whole, since the rest of it says nothing alone."""
    kept = without_sentences(text, quotes)
    return "" if kind == ParagraphKind.MINORITY and kept != text else kept


def _replaced_if(matches: Callable[[str], bool]) -> Callable[[re.Match[str]], str]:
    def replace(found: re.Match[str]) -> str:
        return f"«\u00a0{WITHDRAWN}\u00a0»" if matches(found[1]) else found[0]

    return replace
