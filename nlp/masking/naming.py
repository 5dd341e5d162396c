"""Where does a name end that begins here? Shared by everything that a noun announces.

A name after « clinique », « lycée » or « bar » is written with capitals (*Les Tilleuls*), with a word no vocabulary
knows (*vesuvio*), with the name of someone (*jules ferry*), with an article of its own (*le narval*) or by what it
stands beside (*du parc*). How much of that may be believed depends on the noun.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import re2

from nlp.language import word_list
from nlp.masking.vocabulary import is_french, is_unheard, is_verb
from nlp.masking.words import Word, cue_words, is_function_word, is_joined, may_be_first_name

_ARTICLES = frozenset({"la", "le", "les", "l"})
_PARTITIVES = frozenset({"du", "des", "de", "d"})
_INSIDE = _ARTICLES | _PARTITIVES | {"en", "et", "a", "au", "aux", "sur", "sous", "chez"}
_JOIN_PLAIN = frozenset({"de", "d", "du", "des", "la", "les", "l"})
_SAINTS = frozenset({"saint", "sainte", "st", "ste", "notre"})
_NEVER_A_NAME = cue_words("never_a_name")
_NOT_IN_A_NAME = cue_words("not_in_a_name")
_BEGIN_A_NAME = cue_words("begin_a_name")
_WAYS = frozenset({"rue", "avenue", "place", "boulevard", "quai", "mail", "cours", "impasse", "chemin"})
_COUNTS = frozenset({"deux", "trois", "quatre", "cinq", "six", "sept", "dix", "cent", "mille"})
_SHORT_NOUNS = frozenset({"or", "eau"})
# of adjectives that say which kind it is, and name none: « familiale », « industrielle », « alimentaire »
_SAY_WHICH = (
    "ale", "ales", "aux", "nelle", "uelle", "ielle", "ique", "iques", "aire", "aires", "tive", "sive", "ienne",
    "ible", "able",
)  # fmt: skip
_LONGEST = 8  # words
_NUMBER_AFTER = re2.compile(r"^ ?[0-9]{1,4}\b")


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
    match = _NUMBER_AFTER.search(text[end : end + 6])
    return end + match.end() if match else end


def names_something(word: Word) -> bool:
    """Is the word a name by itself: a capital that means something, or a word that no vocabulary knows?"""
    if word.folded in word_list("public_words"):
        return False
    if word.capital:
        return not is_function_word(word.folded)
    if is_function_word(word.folded) or is_french(word.folded):
        return False
    return is_unheard(word.folded) or may_be_first_name(word.folded) or word.folded in word_list("surnames")


def _is_unusual(word: Word) -> bool:
    """Is this word, just after the noun, one that is not written in a dictionary, or a town or a brand?"""
    if any(word.folded in word_list(name) for name in ("towns", "companies_ambiguous", "hospitals")):
        return True
    ordinary = is_function_word(word.folded) or is_french(word.folded) or word.folded in word_list("public_words")
    return len(word.folded) > 2 and not ordinary


def _leads(words: Sequence[Word], index: int) -> bool:
    """« Un Pas Devant », « Tout Neuf », « Trois Ponts »: a little word whose capital belongs to the name."""
    if index + 1 >= len(words) or not words[index].capital or not is_joined(words[index + 1].gap):
        return False
    return words[index + 1].capital and len(words[index + 1].folded) > 1


def may_be_in_a_name(word: Word) -> bool:
    """Could this ordinary word be part of a name, once something announced one?"""
    if word.folded in _SHORT_NOUNS:
        return True
    if len(word.folded) < 3 or is_function_word(word.folded) or word.folded in word_list("public_words"):
        return False
    return word.folded not in _NEVER_A_NAME and word.folded not in _NOT_IN_A_NAME


def _skip_little_words(words: Sequence[Word], start: int) -> int | None:
    """Return the first word after « de la », « du », « aux », « de la rue », « des trois »."""
    for index in range(start, min(start + 4, len(words))):
        word = words[index]
        if not is_joined(word.gap):
            return None
        little = word.folded in _ARTICLES | _PARTITIVES or word.folded in {"au", "aux", "chez"}
        if _leads(words, index) or not (little or (index > start and word.folded in _WAYS | _COUNTS)):
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
        written = names_something(word) or _is_saint(words, index) or _leads(words, index)
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
    led = words[start].folded
    if first == start:
        allowed = announced.bare or (words[first].folded in _BEGIN_A_NAME and (announced.beside or announced.article))
    elif led in _PARTITIVES:
        allowed = announced.beside and (first - start > 1 or led in ("du", "des"))
    else:
        allowed = announced.article
    counted = any(word.folded in _COUNTS for word in words[start:first])  # « collège les quatre vents »
    allowed = allowed or counted
    # « l’association propose des cours », « la crèche municipale »
    verb = first == start and (is_verb(words[first].folded) or words[first].folded.endswith(_SAY_WHICH))
    if not allowed or verb or not may_be_in_a_name(words[first]):
        return None
    last, plain = first, 1
    for index in range(first + 1, min(first + 5, len(words))):
        word = words[index]
        if not is_joined(word.gap) or plain > 2:
            break
        if word.folded in _JOIN_PLAIN:
            continue
        if ((first > start or plain > 1) and is_verb(word.folded)) or (
            not may_be_in_a_name(word) and not names_something(word)
        ):
            break
        carried = led in _ARTICLES or announced.bare or names_something(word)
        if last == index - 1 and not carried and words[last].folded not in _BEGIN_A_NAME:
            break  # « la clinique du parc rappelle »: one word, unless « de » carries on
        last, plain = index, plain + 1
    return last
