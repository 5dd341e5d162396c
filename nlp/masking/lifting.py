"""Which masks an author may lift: those that hide a place, an organisation, a date, an age, and surely nobody's name.

Surnames are towns too (« Villeneuve m'a reçue »), and organisations bear names (« les amis de Josiane »). In doubt a
mask stays: it may protect someone who was not asked.
"""

from collections.abc import Iterable, Sequence

import re2

from nlp.masking.applying import tidy
from nlp.masking.kinds import IN_SPACE, PEOPLE, Mask, MaskKind, MaskSource
from nlp.masking.words import ARTICLES, OF, Word, cue_words, is_function_word, is_surname, may_be_first_name, words_of
from nlp.spans import take_out

_LIFTABLE = IN_SPACE | {MaskKind.ORGANISATION, MaskKind.DATE, MaskKind.AGE}
_TOUCHING = re2.compile(r"[\s'’‐‑–-]*")
_AND_ALSO = re2.compile(r"(?:,\s*|\s+(?:et|ou|puis|ni)\s+)(?:à\s+)?")
_BORN = re2.compile(r"(?i)\bn[ée]e?s?\s+(?:le|en)\s*$")
_WHERE = cue_words("where")
_SITES = cue_words("sites")
_SAID_TO = cue_words("said_to")


def liftable(text: str, masks: Iterable[Mask]) -> list[Mask]:
    """Return the masks of ``text`` that its author may lift, in order.

    Parameters
    ----------
    text : str
        An entry as its author wrote it, normalised.
    masks : iterable of Mask
        All that hides it, without overlap. An author's own masks may always be lifted, and those of the team, who may
        be wrong: what the machine hides under them stays hidden.
    """
    ordered = sorted(masks)
    words = words_of(text)
    names = {word.folded for mask in ordered if mask.kind in PEOPLE for word in _inside(words, mask)}
    names = {name for name in names if not is_function_word(name)}
    found: list[Mask] = []
    for index, mask in enumerate(ordered):
        beside = [*ordered[max(0, index - 1) : index], *ordered[index + 1 : index + 2]]
        if mask.source in (MaskSource.AUTHOR, MaskSource.TEAM) or (
            _may_be(mask)
            and not any(_touch(text, mask, other) for other in beside)
            and names.isdisjoint(word.folded for word in _inside(words, mask))
            and _is_no_name(text, words, mask, found)
        ):
            found.append(mask)
    return found


def still_hidden(text: str, masks: Sequence[Mask], shown: Sequence[tuple[int, int]]) -> list[Mask]:
    """Return what hides once an author lifted masks; those that no one may lift stay whole.

    Parameters
    ----------
    text : str
        An entry as its author wrote it, normalised.
    masks : sequence of Mask
        All that hides it, without overlap.
    shown : sequence of (int, int)
        What the author chose to show. Where another masker cut its masks otherwise, it is taken out of them.
    """
    may_be = set(liftable(text, masks))
    kept: list[Mask] = []
    for mask in masks:
        pieces = take_out([(mask.start, mask.end)], shown) if mask in may_be else [(mask.start, mask.end)]
        kept += [Mask(start, end, mask.kind, mask.source) for start, end in pieces]
    return list(tidy(text, kept))


def _may_be(mask: Mask) -> bool:
    """Is it of a kind that names nobody, and found by more than a model's guess?"""
    return mask.kind in _LIFTABLE and mask.source is not MaskSource.GUESS


def _touch(text: str, mask: Mask, other: Mask) -> bool:
    """« [PRÉNOM] Bamako »: what touches a mask that stays may be the rest of it."""
    if mask.kind in (MaskKind.DATE, MaskKind.AGE) or _may_be(other) or other.source is MaskSource.AUTHOR:
        return False
    first, last = sorted((mask, other))
    return _TOUCHING.fullmatch(text[first.end : last.start]) is not None


def _is_no_name(text: str, words: Sequence[Word], mask: Mask, lifted: Sequence[Mask]) -> bool:
    if mask.kind is MaskKind.TOWN:
        return _is_where(text, words, mask, lifted)
    bears_a_name = any(may_be_first_name(word.folded) or is_surname(word.folded) for word in _inside(words, mask))
    if mask.kind is MaskKind.PLACE:
        return not bears_a_name and _is_where(text, words, mask, lifted)
    if mask.kind is MaskKind.ORGANISATION:
        return not bears_a_name
    return mask.kind is MaskKind.AGE or _BORN.search(text[max(0, mask.start - 12) : mask.start]) is None


def _is_where(text: str, words: Sequence[Word], mask: Mask, lifted: Sequence[Mask]) -> bool:
    """« à Gap », « la gare de Gap », « à Gap et Digne » are places; « Toulon crie », « parler à Toulon » may not be."""
    if lifted and lifted[-1].kind in IN_SPACE and _AND_ALSO.fullmatch(text[lifted[-1].end : mask.start]):
        return True
    before = [word for word in words if word.end <= mask.start][-4:]
    while before and before[-1].folded in ARTICLES:
        before.pop()
    if not before:
        return False
    last, earlier = before[-1], before[-2].folded if len(before) > 1 else ""
    if last.folded in OF:
        return earlier in _SITES or (len(before) > 2 and earlier in ARTICLES | OF and before[-3].folded in _SITES)
    if last.folded == "a":
        return last.text in ("à", "À") and not any(earlier.startswith(said) for said in _SAID_TO)
    return last.folded in _WHERE or last.folded in _SITES


def _inside(words: Sequence[Word], mask: Mask) -> list[Word]:
    return [word for word in words if mask.start < word.end and word.start < mask.end]
