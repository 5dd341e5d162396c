"""First names and surnames, in whatever case they are written.

A first name that is no French word is masked anywhere. One that is also a word (*rose, pierre*) needs a
sign that it is a name: a capital in the middle of a sentence, a role before it (*ma conseillère rose*), a verb
after it at the head of a sentence (*Rose est arrivée*).
"""

from collections.abc import Iterator, Sequence

from nlp.masking.glued import is_glued_verb
from nlp.masking.kinds import Mask, MaskKind
from nlp.masking.slots import is_told_of
from nlp.masking.surnames import find_before_initials, find_initialled, find_surnames, surname_end
from nlp.masking.titles import find_titled
from nlp.masking.vocabulary import is_french, is_verb
from nlp.masking.words import (
    BEGIN_DOUBLE,
    Word,
    cue_words,
    is_elision,
    is_first_name,
    is_function_word,
    is_joined,
    is_public,
    is_surname,
    mask_over,
    may_be_first_name,
    said_after,
    said_before,
)

_TITLES = cue_words("titles")
_ROLES = cue_words("roles")
_NAMING = cue_words("naming")
_BESIDE = cue_words("beside")
_VERBS_AFTER = cue_words("verbs_after")
_WORKPLACES = cue_words("workplaces")
_INITIALS_OF_TWO = frozenset({"jb", "jp", "jc", "fx"})
_CLOSING = frozenset({"signe", "signee", "bises", "bisous", "biz", "salut"})
_SURNAME_IN_CAPITALS = 4  # letters: shorter ones are initials more often than not
_ACTS = cue_words("short_verbs")
_ONESELF = frozenset({"me", "te", "se", "je", "vous", "nous", "on"})  # « je me félicite de ce choix »


def find_people(words: Sequence[Word]) -> list[Mask]:
    """Return the masks of people's names in ``words``; they may overlap."""
    titled = list(find_titled(words))
    whole = {(mask.start, mask.end) for mask in titled}
    firsts = [index for index in range(len(words)) if _is_first_name_here(words, index)]
    # « M. Benali » is a surname, even where Benali is a first name too
    firsts = [index for index in firsts if (words[index].start, words[index].end) not in whole]
    masks = [*titled, *_first_names(words, firsts)]
    for index in firsts:
        masks += _around_first_name(words, index)
    masks += find_surnames(words)
    masks += find_before_initials(words)
    masks += find_initialled(words)
    masks += _said_twice(words)
    return masks


def _first_names(words: Sequence[Word], firsts: Sequence[int]) -> Iterator[Mask]:
    """Join the halves of compound first names, « Jean-Marc »."""
    beginning = None
    known = set(firsts)
    for index in firsts:
        beginning = index if beginning is None else beginning
        if index + 1 not in known or words[index + 1].gap != "-":
            yield mask_over(words, beginning, index, MaskKind.FIRST_NAME)
            beginning = None


def _is_first_name_here(words: Sequence[Word], index: int) -> bool:
    word = words[index]
    if is_elision(words, index) or (word.folded == "felicite" and said_before(words, index) in _ONESELF):
        return False
    if is_first_name(word.folded):
        named = said_before(words, index) in _BESIDE | _ROLES | _NAMING
        return not (_is_lower_case_look_alike(words, index) or (not named and is_glued_verb(words, index)))
    if word.folded == "grace" and said_after(words, index) in ("a", "au", "aux"):
        return False  # « j’ai rencontré grâce à vous »
    if word.folded in _INITIALS_OF_TWO:
        return _stands_as_someone(words, index)
    if is_told_of(words, index):
        return True
    if not may_be_first_name(word.folded):
        return False
    if word.capital and (len(word.text) > 2 or said_before(words, index) in _ROLES | _BESIDE):
        return True
    if _is_before_capitals(words, index) or _is_introduced(words, index):
        return True
    return _opens_sentence_as_subject(words, index) or _is_hyphened_name(words, index)


def _stands_as_someone(words: Sequence[Word], index: int) -> bool:
    """« jb m’a dit », « demande à jp », « jp il connaît tout le monde »."""
    before, after = said_before(words, index), said_after(words, index)
    led = before in _BESIDE | _ROLES | _NAMING | {"a", "chez"}
    return led or after in _VERBS_AFTER | {"il", "m", "ma", "me", "et"} or words[index].capital


def _is_before_capitals(words: Sequence[Word], index: int) -> bool:
    """« Contact : Rose BARTEL », but not « Rose CDI »."""
    after = words[index + 1] if index + 1 < len(words) else None
    if after is None or after.gap != " " or not words[index].written_capital or is_public(after.folded):
        return False
    return after.capital and after.text.isupper() and len(after.text) >= _SURNAME_IN_CAPITALS


def _is_lower_case_look_alike(words: Sequence[Word], index: int) -> bool:
    """A very short name in lower case needs some sign that it is one."""
    word = words[index]
    if len(word.folded) > 3 or word.capital or word.first or said_before(words, index) in _CLOSING:
        return False
    return not (
        _is_introduced(words, index) or said_before(words, index) in _BESIDE or said_after(words, index) in _VERBS_AFTER
    )


def _is_introduced(words: Sequence[Word], index: int) -> bool:
    """Does a role, a title or « je m'appelle » stand just before the word?"""
    before = said_before(words, index)
    if before in _NAMING:
        return before != "dit" or words[index].written_capital
    if before in ("moi", "prenom", "surnom"):
        return words[index].written_capital or is_first_name(words[index].folded)
    if before not in _ROLES and before not in _TITLES:
        return False
    after = said_after(words, index)
    acts = after in _VERBS_AFTER or is_verb(after) or after in _ACTS
    return words[index].capital or acts or not after or not is_french(after) or is_function_word(after)


def _opens_sentence_as_subject(words: Sequence[Word], index: int) -> bool:
    word = words[index]
    if not word.first or len(word.text) < (3 if word.written_capital else 4):
        return False
    gap = words[index + 1].gap if index + 1 < len(words) else ""
    if gap[:1] == "," and index + 2 < len(words):
        return words[index + 1].folded in ("mon", "ma", "notre", "la", "le", "une", "un")
    after = said_after(words, index)
    if after in ("de", "du"):  # « Rose de la compta »
        return any(word.folded in _WORKPLACES for word in words[index + 2 : index + 4])
    if after == "et":
        return index + 2 < len(words) and words[index + 2].capital and may_be_first_name(words[index + 2].folded)
    if after in ("elle", "il") or (after.endswith("ait") and is_verb(after)):  # « prudence elle », « marin voulait »
        return True
    if word.written_capital and is_verb(after) and words[index + 1].gap == " ":
        return True  # « Modeste porte bien son nom »
    return after in _VERBS_AFTER or (bool(after) and words[index + 1].capital and may_be_first_name(after))


def _is_hyphened_name(words: Sequence[Word], index: int) -> bool:
    """Is the word the half of a compound first name whose other half is one?"""
    before = index > 0 and words[index].gap == "-" and may_be_first_name(words[index - 1].folded)
    after = index + 1 < len(words) and words[index + 1].gap == "-" and may_be_first_name(words[index + 1].folded)
    return before or after or _is_double_name(words, index)


def _is_double_name(words: Sequence[Word], index: int) -> bool:
    """« marie jo », « anne so », without a hyphen."""
    if words[index].folded in BEGIN_DOUBLE and index + 1 < len(words) and words[index + 1].gap == " ":
        return may_be_first_name(words[index + 1].folded)
    return index > 0 and words[index].gap == " " and words[index - 1].folded in BEGIN_DOUBLE


def _around_first_name(words: Sequence[Word], index: int) -> Iterator[Mask]:
    """Find the surname that follows a first name, or comes before it in capitals (« PAYET MARIE-ANGE »)."""
    last = surname_end(words, index + 1)
    if last is not None:
        yield mask_over(words, index + 1, last, MaskKind.SURNAME)
    before = index - 1
    if before >= 0 and is_joined(words[index].gap) and words[before].gap != "-":
        word = words[before]
        known = is_surname(word.folded) or (word.written_capital and not is_french(word.folded))
        if known and not is_function_word(word.folded) and not may_be_first_name(word.folded):
            yield mask_over(words, before, before, MaskKind.SURNAME)


def _said_twice(words: Sequence[Word]) -> Iterator[Mask]:
    """« nono », « juju »: a syllable said twice and that is no word."""
    for index, word in enumerate(words):
        twice = len(word.folded) == 4 and word.folded[:2] == word.folded[2:]
        if twice and not is_french(word.folded) and not is_function_word(word.folded):
            yield mask_over(words, index, index, MaskKind.FIRST_NAME)
