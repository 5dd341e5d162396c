"""Towns, neighbourhoods, postcodes and street addresses."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import re2

from nlp.language import word_list
from nlp.masking.addresses import find_addresses
from nlp.masking.kinds import Mask, MaskKind
from nlp.masking.naming import Announced, name_after
from nlp.masking.postcodes import find_postcodes
from nlp.masking.vocabulary import is_french
from nlp.masking.words import (
    OF,
    Word,
    cue_words,
    is_function_word,
    is_joined,
    mask_over,
    may_be_first_name,
    runs_from,
    word_before,
)

_LONGEST_NAME = 7  # words in the name of a commune
_PLACE_BEFORE = cue_words("place_before")
_SURE_BEFORE = cue_words("sure_before")
_TOWARDS = frozenset({"a", "au", "aux", "sur", "vers", "habite"})
_AGENCIES = frozenset({("pole", "emploi"), ("france", "travail"), ("cap", "emploi"), ("mission", "locale")})
_NOT_OF_A_TOWN = frozenset({"un", "une", "plus", "rien", "trop", "peu", "pas", "truc", "chose", "jus"})
_CLOSES = frozenset({"pour", "et", "avec", "mais", "je", "il", "elle", "on", "depuis", "ou", "quand", "puis"})
_STANDS_FOR_SAINT = {"st": "saint", "ste": "sainte"}

_NEIGHBOURHOOD = cue_words("neighbourhood")


def find_places(text: str, words: Sequence[Word]) -> list[Mask]:
    """Return the masks of places; they may overlap."""
    towns = [*_towns(words), *_misspelt_towns(words)]
    sure = {(town.start, town.end) for town in towns}
    addresses = list(find_addresses(text, words))
    around = [mask for mask in _neighbourhoods(words) if (mask.start, mask.end) not in sure]
    return [
        *towns,
        *(mask for mask in _saints(words) if not any(town.start <= mask.start < town.end for town in towns)),
        *around,
        *find_postcodes(text, words, [*towns, *around], [address.end for address in addresses]),
        *addresses,
    ]


def _towns(words: Sequence[Word]) -> Iterator[Mask]:
    index = 0
    while index < len(words):
        last = _longest_town(words, index)
        if last is None:
            index += 1
            continue
        yield mask_over(words, index, last, MaskKind.TOWN)
        index = last + 1


def _longest_town(words: Sequence[Word], first: int) -> int | None:
    """Return the last word of the longest commune that begins at ``first``."""
    for last, name in runs_from(words, first, _LONGEST_NAME):
        spelt = " ".join(_STANDS_FOR_SAINT.get(part, part) for part in name.split(" "))
        if _is_town_here(words, first, last, spelt):
            return last
    return None


def _is_town_here(words: Sequence[Word], first: int, last: int, name: str) -> bool:
    """Is what reads as the name of a commune that commune, and not « sens », « grasse », « petit bourg »?"""
    if name in word_list("towns"):
        return True
    capital = words[last].capital and (words[first].capital or words[first].first)
    before = word_before(words, first)
    if name in word_list("towns_small") or name in short_names():
        return capital or (before in _TOWARDS and len(name) > 4 and not may_be_first_name(name))
    if name not in word_list("towns_ambiguous"):
        return False
    hyphened = first < last and all(word.gap == "-" for word in words[first + 1 : last + 1])  # « petit-bourg »
    beside = before in _PLACE_BEFORE or (word_before(words, first, 2), before) in _AGENCIES
    if hyphened or (capital and beside) or before in _SURE_BEFORE:
        return True
    if name in word_list("towns_spoken"):
        return capital or (before in ("a", "sur", "de") and _is_place_phrase(words, first, last))
    return _is_where(words, first, last)


@lru_cache(maxsize=1)
def short_names() -> frozenset[str]:
    """What people make of long names: « garges », « saint die », « aulnay »."""
    heads = (_HEAD.match(name) for name in word_list("towns"))
    short = {head.group(1) for head in heads if head is not None and len(head.group(1)) > 4}
    short |= {_ARTICLE.sub("", name) for name in word_list("towns") if _ARTICLE.match(name)}  # « aux trois-îlets »
    return frozenset(
        name
        for name in short
        if not is_french(name) and not may_be_first_name(name) and name not in word_list("solemn_words")
    )


_ARTICLE = re2.compile(r"^(?:la|les?) ")
_HEAD = re2.compile(r"^((?:saint |sainte )?[a-z]+) (?:sur|sous|les|lez|le|la|en|de|des|du|d|l|aux|pres) ")


def _is_where(words: Sequence[Word], first: int, last: int) -> bool:
    """« à sens, … », « à grasse pour … »: the accent says it is a place, and the phrase ends there."""
    if not first or words[first - 1].text not in ("à", "À") or len(words[first].folded) < 4:
        return False
    if last + 1 == len(words) or not is_joined(words[last + 1].gap):
        return True
    return words[last + 1].folded in _CLOSES


def _is_place_phrase(words: Sequence[Word], first: int, last: int) -> bool:
    """« à tours » and « de nice » name towns; « a tours de bras » and « deux tours de parking » do not."""
    after = words[last + 1] if last + 1 < len(words) else None
    if after is not None and after.gap == " " and after.folded in OF | {"unique"}:
        return False
    if words[first - 1].folded != "de":
        return True
    return first >= 2 and words[first - 2].folded not in _NOT_OF_A_TOWN


def _saints(words: Sequence[Word]) -> Iterator[Mask]:
    """« st pol », « sainte luce »: whatever comes after is the name of a place, or of a person."""
    for index in range(len(words) - 1):
        word, follower = words[index], words[index + 1]
        whole = word.folded in ("saint", "sainte") and not is_french(follower.folded)
        led = word.folded in _STANDS_FOR_SAINT or whole
        if led and follower.gap in (" ", "-") and not is_function_word(follower.folded):
            yield mask_over(words, index, index + 1, MaskKind.PLACE)


def _misspelt_towns(words: Sequence[Word]) -> Iterator[Mask]:
    """Find, after a preposition, an unknown word one letter away from a commune of the gazetteer."""
    for index in range(1, len(words)):
        word = words[index]
        if len(word.folded) < 6 or word_before(words, index) not in ("a", "de", "sur", "vers", "d"):
            continue
        if not is_french(word.folded) and not may_be_first_name(word.folded) and _one_letter_away(word.folded):
            yield mask_over(words, index, index, MaskKind.TOWN)


def _one_letter_away(word: str) -> bool:
    shorter = {word[:i] + word[i + 1 :] for i in range(len(word))}
    by_deletion = _deletions()
    near = bool(shorter & word_list("towns")) or word in by_deletion or bool(shorter & by_deletion)
    return near or _sound(word) in _sounds()


def _sound(name: str) -> str:
    """Return what is left of a name without its double and silent last letters (« montreuille » is « montreuil »)."""
    single = "".join(char for at, char in enumerate(name) if at == 0 or char != name[at - 1])
    return single.rstrip("esxthd")


@lru_cache(maxsize=1)
def _sounds() -> frozenset[str]:
    return frozenset(_sound(name) for name in word_list("towns") if len(name) >= 7 and " " not in name)


@lru_cache(maxsize=1)
def _deletions() -> frozenset[str]:
    """Every name of a commune of one long word with one letter less: the index of misspellings (Garbe's SymSpell)."""
    names = [name for name in word_list("towns") if len(name) >= 7 and " " not in name]
    return frozenset(name[:i] + name[i + 1 :] for name in names for i in range(len(name)))


def _neighbourhoods(words: Sequence[Word]) -> Iterator[Mask]:
    names = word_list("neighbourhoods")
    for first in range(len(words)):
        for last, name in runs_from(words, first, 4):
            if name in names and (words[last].capital or not all(map(is_french, name.split(" ")))):
                yield mask_over(words, first, last, MaskKind.PLACE)
                break
        else:
            yield from _named_neighbourhood(words, first)


def _named_neighbourhood(words: Sequence[Word], index: int) -> Iterator[Mask]:
    """« quartier des Minguettes », « agence de la Joliette », « arrêt les quatre vents »."""
    noun = words[index].folded
    after = words[index + 1 : index + 3]
    lives = noun.startswith(("habit", "jhabit")) and len(after) == 2 and after[0].folded == "les"
    if lives and after[1].gap == " " and after[1].folded in _NATURE:
        yield mask_over(words, index + 1, index + 2, MaskKind.PLACE)  # « j’habite les mimosas »
    if noun in _NEIGHBOURHOOD:
        found = name_after(words, index + 1, _LIVED_IN)
    elif noun in _STOPS:
        found = name_after(words, index + 1, _SERVED)
    else:
        return
    if found is not None:
        first, last = found
        led = words[first].folded in OF  # « quartier des Minguettes », but « résidence le parc »
        while led and first < last and words[first].folded in _STREET_GLUE and not words[first].capital:
            first += 1
        yield mask_over(words, first, last, MaskKind.PLACE)


_STREET_GLUE = cue_words("street_glue")
_NATURE = cue_words("nature_in_names")
_LIVED_IN = Announced(article=True, beside=True)
_SERVED = Announced(article=True)
_STOPS = frozenset({"agence", "lagence", "antenne", "metro", "gare", "arret", "station", "tram", "terminus", "mairie"})
