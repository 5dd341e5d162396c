"""Names that what stands around them gives away: a role, living somewhere, another name in the same list."""

from collections.abc import Iterator, Sequence

from nlp.language import word_list
from nlp.masking.kinds import Mask, MaskKind, MaskSource
from nlp.masking.vocabulary import is_french, is_glued
from nlp.masking.words import Word, cue_words, is_function_word, is_joined, may_be_first_name

_CUES_OF_PEOPLE = cue_words("roles") | cue_words("naming") | {"merci", "salut", "coucou", "bisous", "signe", "dedicace"}
_LIVING = cue_words("living")
_TO_A_TOWN = frozenset({"a", "de", "d", "sur", "vers", "pres"})
_ALSO_DONE = frozenset({"viens", "vient", "venait", "venais"})  # « je viens de fermer »
_PEOPLE = frozenset({MaskKind.FIRST_NAME, MaskKind.SURNAME})
_TOWNS = frozenset({MaskKind.TOWN, MaskKind.PLACE})
_FIRMS = frozenset({MaskKind.COMPANY, MaskKind.ORGANISATION})
_PREPOSITIONS = frozenset({"a", "chez", "de", "pour", "au", "avec", "par"})
_AND = frozenset({"et", "ou", "ni", "puis"})


def find_cued(words: Sequence[Word], named: Sequence[Mask]) -> list[Mask]:
    """Return the masks of what a cue or one of the names already found gives away; they may overlap."""
    return [*_cued_people(words), *_cued_towns(words), *_listed(words, named)]


def _listed(words: Sequence[Word], named: Sequence[Mask]) -> Iterator[Mask]:
    """« adhap et amelis », « abou, lamine et moi », « lamine et abou »: beside a name, the same kind of name."""
    ends = {mask.end: mask.kind for mask in reversed(named)}  # the first to speak knows best
    starts = {mask.start: mask.kind for mask in reversed(named)}
    for index, word in enumerate(words):
        kind = _kind_before(words, index, ends) or _kind_after(words, index, starts)
        if kind is not None and _may_be(kind, word):
            yield _mask(words, index, index, kind)


def _kind_before(words: Sequence[Word], index: int, ends: dict[int, MaskKind]) -> MaskKind | None:
    joint = index - 1
    if index > 2 and words[joint].folded in _PREPOSITIONS and words[index].gap == " ":
        joint -= 1  # « chez lidl et chez action »
    if joint > 0 and words[joint].folded in _AND and words[joint + 1].gap == words[joint].gap == " ":
        return ends.get(words[joint - 1].end)
    carries_on = index + 1 < len(words) and (words[index + 1].gap == ", " or words[index + 1].folded in _AND)
    return ends.get(words[index - 1].end) if index and words[index].gap == ", " and carries_on else None


def _kind_after(words: Sequence[Word], index: int, starts: dict[int, MaskKind]) -> MaskKind | None:
    if (
        index + 2 < len(words)
        and words[index + 1].folded in _AND
        and words[index + 2].gap == words[index + 1].gap == " "
    ):
        return starts.get(words[index + 2].start)
    return None


def _may_be(kind: MaskKind, word: Word) -> bool:
    if is_function_word(word.folded):
        return False
    if kind in _PEOPLE:
        return may_be_first_name(word.folded) or is_unlisted(word)
    if kind in _TOWNS:
        ambiguous = word.folded in word_list("towns_ambiguous") or word.folded in word_list("towns_small")
        return ambiguous or is_unlisted(word)
    return kind in _FIRMS and (word.folded in word_list("companies_ambiguous") or is_unlisted(word))


def _cued_people(words: Sequence[Word]) -> Iterator[Mask]:
    """« mon cousin brams », « merci soizic », « lamine et moi »: a cue, and a word that no dictionary has."""
    for index, word in enumerate(words):
        before = words[index - 1].folded if index and is_joined(word.gap) else ""
        if before in _CUES_OF_PEOPLE and is_unlisted(word):
            yield _mask(words, index, index, MaskKind.FIRST_NAME)
        after = [each.folded for each in words[index + 1 : index + 3]]
        named = may_be_first_name(word.folded) or is_unlisted(word)
        if after == ["et", "moi"] and named and not words[index + 1].gap.strip():
            yield _mask(words, index, index, MaskKind.FIRST_NAME)
        if index > 1 and before == "et" and words[index - 2].folded == "moi" and may_be_first_name(word.folded):
            yield _mask(words, index, index, MaskKind.FIRST_NAME)


def _cued_towns(words: Sequence[Word]) -> Iterator[Mask]:
    """« j’habite a pagny », « né à tulle », « je viens de garges »: living there, then a word that may be a town."""
    for index in range(1, len(words)):
        word = words[index]
        back = 2 if words[index - 1].folded in _TO_A_TOWN else 1
        if index < back or not all(is_joined(each.gap) for each in words[index - back + 1 : index + 1]):
            continue
        cue = words[index - back].folded
        if back == 1 and not cue.startswith("habit"):
            continue  # « née » asks for « à »: without accents « ne » is a negation
        told = is_unlisted(word) or (word.folded in word_list("towns_ambiguous") and cue not in _ALSO_DONE)
        if cue in _LIVING and told and not is_function_word(word.folded):
            yield _mask(words, index, index, MaskKind.PLACE)


def is_unlisted(word: Word) -> bool:
    """Tell whether the word is in no dictionary, and is none with a pronoun glued in front."""
    if len(word.folded) < 3 or is_french(word.folded) or is_function_word(word.folded):
        return False
    return word.folded not in word_list("public_words") and not is_glued(word.folded)


def _mask(words: Sequence[Word], first: int, last: int, kind: MaskKind) -> Mask:
    return Mask(words[first].start, words[last].end, kind, MaskSource.NER)
