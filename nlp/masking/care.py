"""Places of care: after a noun of care, after what brings one there, or known by their name alone."""

from collections.abc import Iterator, Sequence

from nlp.language import word_list
from nlp.masking.kinds import Mask, MaskKind
from nlp.masking.naming import FIRM, Announced, name_after
from nlp.masking.words import Word, cue_words, is_joined, mask_over, runs_from, word_before

_HEALTH = cue_words("health")
_CARE = cue_words("care")
_CARE_CENTRES = cue_words("care_centres")
_BROUGHT = cue_words("brought_to_care")
_COMPLEMENTS = cue_words("kinds_of_training") | _CARE
_LANDMARKS = cue_words("landmarks")
_CLINICAL = cue_words("clinical")
_OF_CARE = Announced(article=True, beside=True)
_OF_A_CLINIC = Announced(article=True, beside=True, bare=True)
_CLINICS = frozenset({"clinique", "polyclinique", "hopital", "hosto", "ehpad", "cattp", "csapa", "ime", "esat"})
_LONGEST_NAME = 4
_LONGEST_COMPLEMENT = 8  # words


def find_care(words: Sequence[Word]) -> list[Mask]:
    """Return the masks of named places of care; they may overlap."""
    return [*_announced(words), *_brought(words), *_known(words)]


def _announced(words: Sequence[Word]) -> Iterator[Mask]:
    for index, word in enumerate(words):
        if word.folded == "clinique" and index and _is_said_clinical(words, index):
            continue
        position = complement_end(words, index + 1)
        if word.folded == "planning" and position == index + 1:
            continue  # « le planning des questions », but « le planning familial de… »
        if _is_care(word.folded) or (word.folded in _CARE_CENTRES and _says_care(words, index + 1, position)):
            found = name_after(words, position, _OF_A_CLINIC if word.folded in _CLINICS else _OF_CARE)
            last = found[1] if found is not None else _landmark_after(words, position)
            if last is not None:
                yield mask_over(words, index, last, MaskKind.HEALTH)


def _is_said_clinical(words: Sequence[Word], index: int) -> bool:
    """« résumé clinique », « recherche clinique », « chef de clinique »: the adjective, or a rank."""
    before = word_before(words, index)
    return before in _CLINICAL or (before == "de" and word_before(words, index, 2) in ("chef", "chefs", "cheffe"))


def _is_care(folded: str) -> bool:
    """« ehpad », and « lehpad » as people type it."""
    return folded in _HEALTH or (len(folded) > 4 and folded[0] in "ld" and folded[1:] in _HEALTH)


def _landmark_after(words: Sequence[Word], start: int) -> int | None:
    """« la maison de santé de la gare », « le cabinet médical de la poste »: what it stands by is its name."""
    for index in range(start, min(start + 3, len(words))):
        if not is_joined(words[index].gap):
            return None
        if words[index].folded not in ("de", "du", "la", "l", "des"):
            return index if index > start and words[index].folded in _LANDMARKS else None
    return None


def _says_care(words: Sequence[Word], start: int, end: int) -> bool:
    return any(word.folded in _CARE for word in words[start:end])


def _brought(words: Sequence[Word]) -> Iterator[Mask]:
    """« hospitalisée à Sainte-Anne », « opéré du dos à la timone »: what brings one to care, then « à » and a name."""
    for index, word in enumerate(words):
        if word.folded not in _BROUGHT:
            continue
        for at in range(index + 1, min(index + 5, len(words) - 1)):
            if not is_joined(words[at].gap):
                break
            if words[at].folded in ("a", "au", "aux"):
                found = name_after(words, at + 1, FIRM)
                if found is not None:
                    yield mask_over(words, found[0], found[1], MaskKind.HEALTH)
                break


def _known(words: Sequence[Word]) -> Iterator[Mask]:
    """Find the hospitals that everyone calls by their name alone."""
    for first in range(len(words)):
        for last, name in runs_from(words, first, _LONGEST_NAME):
            if name in word_list("hospitals"):
                yield mask_over(words, first, last, MaskKind.HEALTH)
                break


def complement_end(words: Sequence[Word], start: int) -> int:
    """Return the index after what says which kind it is: « de formation », « social », « de santé mentale »."""
    index = start
    while index < min(len(words), start + _LONGEST_COMPLEMENT) and is_joined(words[index].gap):
        led = words[index].folded in ("de", "d", "des") and index + 1 < len(words) and is_joined(words[index + 1].gap)
        noun = index + 1 if led else index
        if words[noun].folded not in _COMPLEMENTS or words[noun].capital:
            break
        index = noun + 1
    return index
