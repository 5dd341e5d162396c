"""Where does a name end that begins here? Shared by everything that a noun announces.

A name after « clinique », « lycée » or « bar » is written with capitals (*Les Tilleuls*), with a word no vocabulary
knows (*vesuvio*), with the name of someone (*jules ferry*), with an article of its own (*le narval*) or by what it
stands beside (*du parc*). How much of that may be believed depends on the noun.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import re2

from nlp.language import word_list
from nlp.masking.vocabulary import is_french, is_ordinary, is_unheard, is_verb
from nlp.masking.words import (
    ARTICLES,
    OF,
    Word,
    cue_words,
    is_function_word,
    is_joined,
    is_public,
    is_surname,
    leads,
    may_be_first_name,
)

_INSIDE = ARTICLES | OF | {"en", "et", "a", "au", "aux", "sur", "sous", "chez"}
_JOIN_PLAIN = frozenset({"de", "d", "du", "des", "la", "les", "l"})
_SAINTS = frozenset({"saint", "sainte", "st", "ste", "notre"})
_NEVER_A_NAME = cue_words("never_a_name")
_NOT_IN_A_NAME = cue_words("not_in_a_name")
_BEGIN_A_NAME = cue_words("begin_a_name")
_NATURE = cue_words("nature_in_names")
_OF_A_WAY = frozenset({"rue", "avenue", "place", "boulevard", "quai", "mail", "cours", "impasse", "chemin"})
COUNTS = frozenset({"deux", "trois", "quatre", "cinq", "six", "sept", "dix", "cent", "mille"})
_SHORT_NOUNS = frozenset({"or", "eau"})
# endings of adjectives that say which kind of thing it is, and are no part of its name: « familiale », « alimentaire »
_SAY_WHICH = (
    "ale", "ales", "aux", "nelle", "uelle", "ielle", "ique", "iques", "aire", "aires", "tive", "sive", "ienne",
    "ible", "able",
)  # fmt: skip
_LONGEST = 8  # words
_NUMBER_OF_THE_NAME = re2.compile(r"^ ?[0-9]{1,4}\b")
# « aux urgences de Lariboisière 9 heures »
_COUNTED = re2.compile(
    r"(?i)^\s?(?:h\b|heures?|minutes?|min\b|jours?|semaines?|mois|ans?\b|fois|€|euros?|km|personnes?)"
)


@dataclass(frozen=True, slots=True)
class Announced:
    """What a noun lets one believe of the plain words after it."""

    article: bool = False  # « bar le narval »
    beside: bool = False  # « clinique du parc »
    bare: bool = False  # « hôtel belle rive »


FIRM = Announced()


def name_after(words: Sequence[Word], start: int, announced: Announced) -> tuple[int, int] | None:
    """Return the first and the last word of the name that begins at ``start``, if one does."""
    if start >= len(words) or not is_joined(words[start].gap):
        return None
    first = _skip_little_words(words, start)
    if first is None:
        return None
    if _is_little(words, first):
        return start, first + 2
    last = _strong_end(words, first) or _plain_end(words, start, first, announced)
    return None if last is None else (start, last)


def numbered_end(text: str, end: int) -> int:
    """Return ``end``, or the end of the number that belongs to the name: « Tremplin 42 »."""
    match = _NUMBER_OF_THE_NAME.search(text[end : end + 6])
    counted = match is not None and _COUNTED.search(text[end + match.end() : end + match.end() + 12])
    return end if match is None or counted else end + match.end()


def names_something(word: Word) -> bool:
    """Is the word a name by itself: a capital that means something, or a word that no vocabulary knows?"""
    if is_public(word.folded):
        return False
    if word.capital:
        return not is_function_word(word.folded)
    if is_function_word(word.folded) or is_french(word.folded):
        return False
    return is_unheard(word.folded) or may_be_first_name(word.folded) or is_surname(word.folded)


def _is_unusual(word: Word) -> bool:
    """Is this word, just after the noun, one that is not written in a dictionary, or a town or a brand?"""
    if any(word.folded in word_list(name) for name in ("towns", "companies_ambiguous", "hospitals")):
        return True
    return len(word.folded) > 2 and not is_ordinary(word.folded)


def _leads_a_word(words: Sequence[Word], index: int) -> bool:
    """As ``leads``, but not for one letter: « Le D. »."""
    return leads(words, index) and len(words[index + 1].folded) > 1


def may_be_in_a_name(word: Word) -> bool:
    """Could this ordinary word be part of a name, once something announced one?"""
    if word.folded in _SHORT_NOUNS:
        return True
    if len(word.folded) < 3 or is_function_word(word.folded) or is_public(word.folded):
        return False
    return word.folded not in _NEVER_A_NAME and word.folded not in _NOT_IN_A_NAME


def _skip_little_words(words: Sequence[Word], start: int) -> int | None:
    """Return the first word after « de la », « du », « aux », « de la rue », « des trois »."""
    for index in range(start, min(start + 4, len(words))):
        word = words[index]
        if not is_joined(word.gap):
            return None
        little = word.folded in ARTICLES | OF or word.folded in {"au", "aux", "chez"}
        if _leads_a_word(words, index) or not (little or (index > start and word.folded in _OF_A_WAY | COUNTS)):
            return index
    return None


def _strong_end(words: Sequence[Word], first: int) -> int | None:
    """Follow capitals, unknown words and people's names, and the little words between them."""
    last = None
    for index in range(first, min(first + _LONGEST, len(words))):
        word = words[index]
        if not is_joined(word.gap):
            break
        follows_name = last == index - 1 and index > first
        opens = index == first and (_opens_as_person(words, index) or _is_unusual(word))
        written = names_something(word) or _is_saint(words, index) or _leads_a_word(words, index)
        if opens or written or (last is not None and word.capital):
            last = index
        elif follows_name and may_be_first_name(words[index - 1].folded) and may_be_in_a_name(word):
            last = index  # « jules ferry », « alexandre dumas »
        elif follows_name and words[index - 1].folded in _SAINTS and len(word.folded) > 2:
            last = index
        elif last is None or word.folded not in _INSIDE:
            break
    return last


def _is_little(words: Sequence[Word], index: int) -> bool:
    """« les p’tits loups », « au p’tit bouchon »: the apostrophe is part of the name, and so is what follows."""
    run = [word.folded for word in words[index : index + 3]]
    return len(run) > 2 and run[0] == "p" and run[1].startswith("tit") and words[index + 2].gap == " "


def _is_saint(words: Sequence[Word], index: int) -> bool:
    return (
        words[index].folded in _SAINTS
        and index + 1 < len(words)
        and words[index + 1].gap in (" ", "-")
        and not is_function_word(words[index + 1].folded)
    )


def _opens_as_person(words: Sequence[Word], index: int) -> bool:
    """« jules ferry », « henri wallon »: a first name that is also a word, and something after it."""
    word = words[index]
    if not may_be_first_name(word.folded) or index + 1 >= len(words) or not is_joined(words[index + 1].gap):
        return False
    return may_be_in_a_name(words[index + 1])


def _plain_end(words: Sequence[Word], start: int, first: int, announced: Announced) -> int | None:
    """Follow ordinary words as far as the noun lets one believe them."""
    if not _opens_plainly(words, start, first, announced):
        return None
    carries = words[start].folded in ARTICLES or announced.bare
    last, plain = first, 1
    for index in range(first + 1, min(first + 5, len(words))):
        word = words[index]
        if not is_joined(word.gap) or plain > 2:
            break
        if word.folded in _JOIN_PLAIN:
            continue
        named, verb = names_something(word), (first > start or plain > 1) and is_verb(word.folded)
        if verb or not (named or may_be_in_a_name(word)):
            break
        if last == index - 1 and not (carries or named) and words[last].folded not in _BEGIN_A_NAME:
            break  # « la clinique du parc rappelle »: one word, unless « de » carries on
        last, plain = index, plain + 1
    return last


def _opens_plainly(words: Sequence[Word], start: int, first: int, announced: Announced) -> bool:
    """May the ordinary word ``first`` open a name, after the little words from ``start``?"""
    word, led = words[first], words[start].folded
    if not may_be_in_a_name(word):
        return False
    if first == start:  # « hôtel belle rive », but « l’association propose », « la crèche municipale »
        begins = word.folded in _BEGIN_A_NAME and (announced.beside or announced.article)
        return (announced.bare or begins) and not is_verb(word.folded) and not word.folded.endswith(_SAY_WHICH)
    if led == "les" and word.folded in _NATURE:
        return True  # « l’école les tilleuls »
    if any(word.folded in COUNTS for word in words[start:first]):
        return True  # « collège les quatre vents »
    if led in OF:
        return announced.beside and (first - start > 1 or led in ("du", "des"))  # « clinique du parc »
    return announced.article  # « bar le narval »
