"""Surnames: after a first name, after an initial, or known by themselves."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from nlp.language import word_list
from nlp.masking.kinds import Mask, MaskKind
from nlp.masking.vocabulary import is_french, is_verb
from nlp.masking.words import (
    DOTTED,
    Word,
    cue_words,
    is_first_name,
    is_function_word,
    is_joined,
    is_public,
    is_surname,
    mask_over,
)

_PARTICLES = cue_words("particles")
_NOT_SURNAMES = cue_words("not_surnames") | cue_words("on_a_form")
_SELDOM_SURNAMES = cue_words("seldom_surnames")
_BESIDE = cue_words("beside") | {"dr", "et"}
_SHORTEST_IN_CAPITALS = 4  # letters
_LONGEST_SURNAME = 3
_SURE_SURNAME = 5  # letters
_LOWER_INITIALS = frozenset("bfhpqrvwxz")  # in messages the other letters are words: « karim c mon pote », « g »
_DOUBTFUL_INITIALS = frozenset("klmnst")
_AFTER_SOMEONE = frozenset({"au", "du", "des", "de", "chez", "pour", "avec", "et", "qui", "dans"})


def surname_end(words: Sequence[Word], start: int) -> int | None:
    """Return the index of the last word of the surname that begins at ``start``, if one does."""
    last = None
    for index in range(start, min(start + _LONGEST_SURNAME + 1, len(words))):
        word = words[index]
        after_initial = word.gap in DOTTED and len(words[index - 1].text) == 1
        if not is_joined(word.gap) and not after_initial:
            break
        if word.folded in _PARTICLES and not (word.capital and len(word.text) > 3) and not _is_initial(words, index):
            continue
        named = _looks_like_surname(word, last is None) or (index == start and _may_be_a_surname(word))
        if not named and not (last is None and _is_initial(words, index)):
            break
        last = index
    return last


def _is_initial(words: Sequence[Word], index: int) -> bool:
    """Is this the « D. » of « Mamadou D. », the « d. » of « laurence d. »?"""
    after = words[index + 1].gap[:1] if index + 1 < len(words) else "."
    if len(words[index].text) != 1:
        return False
    if words[index].folded in "ay" and not words[index].capital:
        return after == "."  # « MAITRE COQUELLE Y CROIT »
    sure = words[index].written_capital or words[index].folded in _LOWER_INITIALS
    if words[index].folded in _DOUBTFUL_INITIALS and after == " ":
        return words[index + 1].folded in _AFTER_SOMEONE  # « sabrina m au forum », but not « karim m a dit »
    return after == "." or (sure and after in (",", " "))


def _looks_like_surname(word: Word, is_first: bool) -> bool:
    if word.folded in _NOT_SURNAMES or is_public(word.folded):
        return False
    if word.capital:
        return not is_function_word(word.folded) or len(word.text) == 1
    if is_surname(word.folded) and is_first:
        return True
    unlisted = len(word.folded) > 3 and not is_french(word.folded) and not is_function_word(word.folded)
    return unlisted and is_first and not _is_elided_verb(word)


def _is_elided_verb(word: Word) -> bool:
    """« merci a steph davoir relu », « mme diallo jespere que »: a pronoun or « d’ », glued to what comes after it."""
    lead, rest = word.folded[0], word.folded[1:]
    return word.text.islower() and (is_french(rest) if lead == "j" else lead in "dlnqs" and is_function_word(rest))


def _may_be_a_surname(word: Word) -> bool:
    """Just after a first name: « bernard moreau », but not « karim petit à petit »."""
    listed = word.folded in word_list("surnames_ambiguous") and word.folded not in _SELDOM_SURNAMES
    return listed and not is_verb(word.folded) and not is_function_word(word.folded)


def find_surnames(words: Sequence[Word]) -> Iterator[Mask]:
    """Find surnames that stand alone: with a capital that means something, or long and in no dictionary."""
    for index, word in enumerate(words):
        sure = len(word.folded) >= _SURE_SURNAME and not is_french(word.folded)  # « le gars s’appelait lopez »
        if is_surname(word.folded) and (word.capital or sure):
            last = surname_end(words, index + 1)
            yield mask_over(words, index, last if last is not None else index, MaskKind.SURNAME)


def find_before_initials(words: Sequence[Word]) -> Iterator[Mask]:
    """Find « LEFORESTIER P. », « LAPIN S MARION »: a surname in capitals, then an initial, as lists have them."""
    shouted = not any(word.capital for word in words)
    for index, (word, initial) in enumerate(pairwise(words)):
        capitals = word.text.isupper() and len(word.text) >= _SHORTEST_IN_CAPITALS and not is_public(word.folded)
        if not capitals or initial.gap != " " or not initial.is_initial:
            continue
        after = words[index + 2] if index + 2 < len(words) else None
        closed = after is None or after.gap[0] in ".,;)\n"
        named = (
            after is not None
            and initial.folded not in "ay"
            and after.gap == " "
            and is_first_name(after.folded)
            and after.written_capital
        )
        if named or (closed and not shouted and not is_french(word.folded)):
            yield mask_over(words, index, index + 1, MaskKind.SURNAME)


def find_initialled(words: Sequence[Word]) -> Iterator[Mask]:
    """Find « A. Guettier », « J.-P. MARTIN », « l. brunet »: an initial and a dot, then a capital or a surname."""
    for index, word in enumerate(words[:-1]):
        follower = words[index + 1]
        initial = len(word.text) == 1 and word.folded != "m" and not word.gap[-1:].isdigit()  # « à 14H. Oubli »
        led = index > 0 and _leads_to_someone(words, index)
        if initial and follower.gap in DOTTED and _follows_an_initial(word, follower, led):
            last = surname_end(words, index + 2)
            yield mask_over(words, index, last if last is not None else index + 1, MaskKind.SURNAME)


def _leads_to_someone(words: Sequence[Word], index: int) -> bool:
    """« vu par E. Sapin, F. Rameau », but not « le plan A et B. Ensuite… »."""
    before = words[index - 1]
    if before.folded == "et" and index > 1 and len(words[index - 2].text) == 1:
        return False
    return words[index].gap == ", " or (words[index].gap == " " and before.folded in _BESIDE)


def _follows_an_initial(initial: Word, word: Word, led: bool) -> bool:
    if len(word.text) < 3 or is_function_word(word.folded):
        return False
    if is_surname(word.folded) or word.folded in word_list("surnames_ambiguous"):
        return True
    if not initial.written_capital and not word.written_capital:
        return not is_french(word.folded)  # « s. rigal »
    return initial.written_capital and word.written_capital and (led or not is_french(word.folded))
