"""What no list knows and no noun announces: hidden when it is written as names are written.

This is the layer that fails closed. It hides words that no vocabulary knows, capitals in the middle of a sentence, two
capitals in a row, names with an apostrophe of their own (*Rénov'Azur*), whatever other layers find there too: their
masks are joined afterwards.
"""

from collections.abc import Iterator, Sequence

import re2

from nlp.language import fold, word_list
from nlp.masking.kinds import Mask, MaskKind, MaskSource
from nlp.masking.naming import numbered_end
from nlp.masking.vocabulary import is_french, is_unheard
from nlp.masking.words import (
    LEADS,
    Word,
    cue_words,
    is_function_word,
    is_joined,
    is_public,
    leads,
    mask_over,
    may_be_first_name,
    word_after,
    word_before,
)

_INSIDE = frozenset({"de", "d", "du", "des", "la", "le", "les", "l", "en", "et", "aux", "au", "a", "sur"})
_ELISIONS = cue_words("elisions")
_BEFORE_A_PLACE = frozenset({"a", "de", "sur", "vers", "d", "depuis", "jusqu", "habite"})
_BEFORE_A_FIRM = frozenset({"chez", "che", "par", "pour"})
_BEFORE_A_NAME = frozenset({"a", "au", "du", "des", "de", "d", "chez", "avec", "par", "sur", "pour", "vers"})
_VERBS_AFTER = cue_words("verbs_after")
_TITLES = cue_words("titles")
_ON_A_FORM = cue_words("on_a_form")
_ROLES = cue_words("roles")
_GREETINGS = cue_words("greetings")
_LABELS = cue_words("after_a_name_on_a_form")
_NOT_AFTER_CHEZ = cue_words("not_after_chez")
_LONGEST = 8  # words
_MOST_CAPITALS = 2  # in one text; who puts more on ordinary words puts them to insist


_AND_SONS = re2.compile(
    r"((?:\p{Lu}[\p{L}’'\-]+\s){1,2}(?:&|et)\s(?i:compagnie|cie|fils|filles?|fr[èe]res?|associ[ée]s|co))(?:[^\p{L}]|$)"
    r"|(\p{L}{4,}\s(?:&|et)\s(?:compagnie|cie|associ[ée]s|fils))(?:[^\p{L}]|$)"
)
_PARENTS = frozenset({"pere", "mere", "papa", "maman", "fille", "filles", "parents", "femme", "mari", "garcon"})
# « l’AIST 87 », « l’ESRP de Lalande »: initials, and which of them
_WHICH_INITIALS = re2.compile(
    r"(?:^|[^\p{L}])((\p{Lu}{3,6})(?:\s[0-9]{1,3}"
    r"|\s(?:de |du |des |d['’])(?:la |l['’]|les |le )?\p{Lu}\p{Ll}[\p{L}\-]+))(?:[^\p{L}\p{N}]|$)"
)


def _named_by_form(text: str, words: Sequence[Word]) -> Iterator[Mask]:
    """« Bois & Compagnie », « l’AIST 87 »."""
    for match in _AND_SONS.finditer(text):
        group = 1 if match.start(1) >= 0 else 2
        if fold(match.group(group)).split()[0] not in _PARENTS:
            yield Mask(match.start(group), match.end(group), MaskKind.COMPANY, MaskSource.GUESS)
    if all(word.text.isupper() for word in words):
        return
    for match in _WHICH_INITIALS.finditer(text):
        if not is_public(fold(match.group(2))):
            yield Mask(match.start(1), match.end(1), MaskKind.ORGANISATION, MaskSource.GUESS)


def find_unknown(text: str, words: Sequence[Word]) -> list[Mask]:
    """Return the masks of what looks like a name and is none that is known; they may overlap."""
    return [
        *_unknown_words(words),
        *_apostrophes(words),
        *_runs(text, words),
        *_lone_capitals(words),
        *_signed(text),
        *_named_by_form(text, words),
    ]


_SIGNED = re2.compile(
    r"(?i)\bchez\s([\p{L}\p{N}]*[0-9&+][\p{L}\p{N}&+]*)"
    r"|\b(?:chez|gr[âa]ce [àa]|merci [àa]|[ée]quipe de|asso|association)\s(\p{L}{4,}\s[0-9]{2,3})(?:[^\p{N}]|$)"
    r"|\b((?-i:\p{Lu}{1,4}\s?&\s?\p{Lu}{1,4}))(?:[^\p{L}]|$)"
)


def _signed(text: str) -> Iterator[Mask]:
    """« chez O2 », « B&M »: names that are not made of letters only."""
    for match in _SIGNED.finditer(text):
        group = next(index for index in (1, 2, 3) if match.start(index) >= 0)
        said = fold(match.group(group)).split(" ")[0] in _NOT_AFTER_CHEZ  # « chez nous 300 fois par an »
        if match.group(group) != "R&D" and not said:
            yield Mask(match.start(group), match.end(group), MaskKind.COMPANY, MaskSource.GUESS)


def _unknown_words(words: Sequence[Word]) -> Iterator[Mask]:
    for index, word in enumerate(words):
        if not is_unheard(word.folded) or is_public(word.folded):
            continue
        if word.text.isupper() and len(word.text) < 6 and word.capital:
            continue  # an acronym: the model and the lists judge it
        yield mask_over(words, index, index, _kind_here(words, index), MaskSource.GUESS)


def _kind_here(words: Sequence[Word], index: int) -> MaskKind:
    before, after = word_before(words, index), word_after(words, index)
    if before in _BEFORE_A_FIRM:
        return MaskKind.COMPANY
    if before in _BEFORE_A_PLACE:
        return MaskKind.PLACE
    return MaskKind.FIRST_NAME if after in _VERBS_AFTER and not before else MaskKind.OTHER


def _apostrophes(words: Sequence[Word]) -> Iterator[Mask]:
    """« Mobil'Emploi », « Tiff'Annie »: what stands before the apostrophe is no elision."""
    for index in range(len(words) - 1):
        word, follower = words[index], words[index + 1]
        short = len(word.folded) < (2 if word.capital and not word.elided else 4)  # « Id’ées »
        if follower.gap not in ("'", "’") or short or word.folded in _ELISIONS:
            continue
        if word.capital or (not is_french(word.folded) and not word.folded.startswith(("j", "k"))):
            last = index + 1
            while last + 1 < len(words) and is_joined(words[last + 1].gap) and words[last + 1].capital:
                last += 1
            yield mask_over(words, index, last, MaskKind.ORGANISATION, MaskSource.GUESS)


def _runs(text: str, words: Sequence[Word]) -> Iterator[Mask]:
    """« Café Papillon », « la Halle aux Vêtements », « Le Relais 63 »: capitals in a row, or a capital and a number."""
    index = 0
    while index < len(words):
        last = _run_end(words, index)
        if last is None:
            index += 1
            continue
        end = numbered_end(text, words[last].end)
        if last > index or end > words[last].end:
            yield Mask(words[index].start, end, MaskKind.ORGANISATION, MaskSource.GUESS)
        index = last + 1


def _run_end(words: Sequence[Word], first: int) -> int | None:
    """Return the last word of the run of capitals that begins at ``first``, if it says more than ordinary words."""
    word = words[first]
    article = word.folded in LEADS
    if word.folded in _TITLES or (not word.capital and _opens_with_who(words, first)):
        return None
    little = is_function_word(word.folded) and not article and not leads(words, first)
    if little or not (word.capital or (word.first and word.written_capital)):
        return None
    last, telling = (first if word.capital or not article else None), _is_telling(word)
    for index in range(first + 1, min(first + _LONGEST, len(words))):
        follower = words[index]
        if not is_joined(follower.gap) or follower.folded in _LABELS:
            break
        little = is_function_word(follower.folded) and len(follower.folded) < 4
        if follower.capital and (not little or leads(words, index)):
            last, telling = index, telling or _is_telling(follower)
        elif follower.folded not in _INSIDE:
            break
    return last if telling else None


def _opens_with_who(words: Sequence[Word], first: int) -> bool:
    """« Papy Raymond », « Prénom Loan », « Bonjour Sandrine », « Rappeler Karim »: it comes before a name."""
    folded = words[first].folded
    if folded in _GREETINGS:
        return True  # « Cher Journal »
    if first + 1 >= len(words) or not may_be_first_name(words[first + 1].folded):
        return False
    return folded in _ROLES | _ON_A_FORM or (folded.endswith("er") and is_french(folded))


def _is_telling(word: Word) -> bool:
    """Does the capital of this word say something, or is it one that people put on every form and every law?"""
    if not word.capital or is_public(word.folded) or word.folded in word_list("solemn_words") | _ON_A_FORM:
        return False
    return not is_function_word(word.folded) and len(word.folded) > 2 and not word.text.isupper()


def _lone_capitals(words: Sequence[Word]) -> Iterator[Mask]:
    """« la porte du Repaire », « avec Mélusine »: an ordinary word, but with a capital and where a name stands."""
    found = [index for index in range(1, len(words)) if _is_lone_capital(words, index)]
    if len(found) <= _MOST_CAPITALS:
        for index in found:
            yield mask_over(words, index, index, _kind_here(words, index), MaskSource.GUESS)


def _is_lone_capital(words: Sequence[Word], index: int) -> bool:
    word = words[index]
    placed = words[index - 1].folded in _BEFORE_A_NAME or words[index - 1].folded in LEADS
    return placed and is_joined(word.gap) and _is_telling(word)
