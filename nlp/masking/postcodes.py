"""Postcodes, and the town that comes after one: « 26000 Valence », « 59650 VILLENEUVE⏎D’ASCQ », « Pau cedex 9 »."""

from collections.abc import Collection, Iterator, Sequence

import re2

from nlp.language import word_list
from nlp.masking.kinds import Mask, MaskKind, MaskSource
from nlp.masking.words import (
    ARTICLES,
    OF,
    Word,
    cue_words,
    following,
    is_function_word,
    is_joined,
    is_public,
    is_wrapped,
    runs_from,
)

_POSTCODE = re2.compile(r"\b(?:F-?)?((?:0[1-9]|[1-8][0-9]|9[0-8])\s?[0-9]{3})\b")
# « B-1000 Bruxelles », « 1205 Genève »
_ABROAD = re2.compile(r"(?:^|[^\p{N}])((?:\b(?:B|BE|L|LU|CH|D)[ -])?(?:1[0-8]|[3-9][0-9])[0-9]{2})\s")
_AMOUNT_AFTER = re2.compile(
    r"(?i)^\s{0,2}(?:€|euros?|eur|k\b|km|m2|m²|francs?|fois|personnes?|gens|habitants?|salari|pas\b|candidat|heures?|h\b|emploi|poste|ch[ôo]m|offre|balles|brut|net|ans|mots|pi[èe]ces|points?|signes)"
)
_SAID = re2.compile(r"(?i)(?:code postal|habite|dans le|cp|postal|domicili[ée]e?|\ble|\bau|,|^)\s{0,2}:?\s{0,2}$")
_CEDEX = re2.compile(r"(?i)^\s?cedex(?:\s[0-9]{1,2})?\b")
_BEFORE_ITS_TOWN = re2.compile(r"^(?:\s{1,3}|,\s|\s[-–]\s|\s?\n)$")
_INSIDE = OF | {"sur", "sous", "en", "aux", "lez", "les", "la", "le", "l", "et"}
_ON_A_FORM = cue_words("on_a_form")
_TOWNS = ("towns", "towns_small", "towns_ambiguous")
_LONGEST_NAME = 6  # words


def find_postcodes(text: str, words: Sequence[Word], towns: Sequence[Mask], addresses: Sequence[int]) -> Iterator[Mask]:
    """Yield the masks of postcodes, and of the town that follows one and that no list knows.

    Parameters
    ----------
    text : str
        An entry.
    words : sequence of Word
        Its words.
    towns : sequence of Mask
        The places already found in it.
    addresses : sequence of int
        Where its addresses end.
    """
    starts, ends = [town.start for town in towns], [town.end for town in towns]
    found = [*_coded(text, words, starts, [*ends, *addresses]), *_abroad(text, starts)]
    yield from found
    yield from _distributed(text, words, {*ends, *(mask.end for mask in found)})


def _coded(text: str, words: Sequence[Word], starts: Sequence[int], ends: Sequence[int]) -> Iterator[Mask]:
    """« 26000 Valence », « 15 avenue de la Gare 06000 », « Auch 32000 »."""
    for match in _POSTCODE.finditer(text):
        start, end = match.span()
        beside = any(0 < at - end <= 3 for at in starts) or any(0 < start - at <= 3 for at in ends)
        plain = match.group(1).isdigit() and match.group(1) in word_list("postcodes")
        amount = _AMOUNT_AFTER.search(text[end : end + 16]) is not None
        town_end = None if amount else _town_end(text, words, end)
        round_ = match.group(1).endswith("000") and town_end is None and not _is_said(text, start)
        if beside or (plain and not amount and not round_):
            yield Mask(start, end, MaskKind.POSTCODE, MaskSource.RULE)
            if town_end is not None:
                yield Mask(words[following(words, end)].start, town_end, MaskKind.TOWN, MaskSource.RULE)


def _abroad(text: str, starts: Sequence[int]) -> Iterator[Mask]:
    for match in _ABROAD.finditer(text):
        if match.end() in starts and text[match.end()].isupper():
            yield Mask(match.start(1), match.end(1), MaskKind.POSTCODE, MaskSource.RULE)


def _distributed(text: str, words: Sequence[Word], ends: Collection[int]) -> Iterator[Mask]:
    """« Toulouse [cedex 3] », « [THIELLES CEDEX] »: what mail calls a town is one, whatever the lists say."""
    for index, word in enumerate(words):
        cedex = _CEDEX.search(text[word.start : word.start + 12]) if word.folded == "cedex" else None
        if cedex is not None and index:
            named = word.gap.strip() == "" and words[index - 1].written_capital
            first = word if words[index - 1].end in ends or not named else words[index - 1]
            yield Mask(first.start, word.start + cedex.end(), MaskKind.TOWN, MaskSource.RULE)


def _town_end(text: str, words: Sequence[Word], end: int) -> int | None:
    """Return where the town ends that follows a postcode which ends at ``end``, None if none does."""
    first = following(words, end)
    if first == len(words) or not _BEFORE_ITS_TOWN.match(text[end : words[first].start]) or not _opens(words, first):
        return None
    known = next((last for last, name in runs_from(words, first, _LONGEST_NAME) if _is_listed(name)), None)
    if not words[first].written_capital:
        return None if known is None else words[known].end
    last = first if known is None else known
    for index in range(last + 1, min(first + _LONGEST_NAME, len(words))):
        word, before = words[index], words[index - 1]
        if not (is_joined(word.gap) or is_wrapped(words, index)):
            break
        linked = word.gap in ("-", "'", "’") or before.folded in _INSIDE or word.capital
        if word.written_capital and linked and not _is_no_town(word) and word.folded not in _INSIDE:
            last = index
        elif word.folded not in _INSIDE:
            break
    return words[last].end


def _is_listed(name: str) -> bool:
    return any(name in word_list(each) for each in _TOWNS)


def _opens(words: Sequence[Word], first: int) -> bool:
    word = words[first]
    if _is_no_town(word):
        return False
    led = word.folded in ARTICLES | OF and first + 1 < len(words) and words[first + 1].written_capital
    return led or not is_function_word(word.folded)


def _is_no_town(word: Word) -> bool:
    return is_public(word.folded) or word.folded in _ON_A_FORM or word.folded == "france"


def _is_said(text: str, start: int) -> bool:
    """A number of thousands is a postcode only where people give one."""
    return _SAID.search(text[max(0, start - 24) : start]) is not None
