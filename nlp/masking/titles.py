"""Surnames after a title: « Mme Petit », « maître Da Cunha », « madame pigeon m’appelle »."""

from collections.abc import Iterator, Sequence

from nlp.language import word_list
from nlp.masking.kinds import Mask, MaskKind
from nlp.masking.surnames import surname_end
from nlp.masking.vocabulary import is_french, is_verb
from nlp.masking.words import (
    DOTTED,
    Word,
    cue_words,
    is_elision,
    is_function_word,
    is_joined,
    mask_over,
    may_be_first_name,
    said_after,
    said_before,
)

_TITLES = cue_words("titles")
_SHORT_TITLES = cue_words("short_titles")
_LONE_TITLES = cue_words("lone_titles")
_PARTICLES = cue_words("particles")
_NOT_SURNAMES = cue_words("not_surnames")
_DETERMINERS = cue_words("determiners")
_SAID_TO_A_TITLE = cue_words("said_to_a_title")
_NOT_NAMES = cue_words("after_title_not_names") | _TITLES
_SUBJECTS = frozenset({"je", "j", "tu", "il", "elle", "on", "ils", "elles", "qui", "ne", "n", "ca", "sa"})
_SPELT_TITLES = _TITLES - _SHORT_TITLES - _LONE_TITLES
_GOES_ON = cue_words("verbs_after") | {"toute", "tout", "au", "du", "de", "des"}
_OPEN_A_SURNAME = _PARTICLES - _NOT_SURNAMES - {"des", "l", "d"}  # « M. el Khatib »
_AFTER_AN_INITIAL = DOTTED | {" "}
_AFTER_A_TITLE = DOTTED | {" ", "\u00a0", "  "}


def find_titled(words: Sequence[Word]) -> Iterator[Mask]:
    """Yield the masks of what stands after a title."""
    for index, word in enumerate(words[:-1]):
        title = word.folded
        if title in _TITLES or (title in _LONE_TITLES and not is_elision(words, index)):
            last = _titled_end(words, index)
            if last is not None:
                yield mask_over(words, index + 1, last, MaskKind.SURNAME)


def _titled_end(words: Sequence[Word], index: int) -> int | None:
    title, follower = words[index].folded, words[index + 1]
    if follower.gap not in _AFTER_A_TITLE:
        return None
    if _is_said_by_someone(words, index):
        return None
    initialled = _initialled_end(words, index + 1)
    if initialled is not None:
        return initialled
    if _is_lone_initial(words, index + 1):
        return index + 1
    if not (_can_bear_title(words[index], follower) or _is_called(words, index)):
        return None
    if follower.folded in _OPEN_A_SURNAME:
        if index + 2 >= len(words) or not is_joined(words[index + 2].gap):
            return None
        follower_end = index + 2
    else:
        follower_end = index + 1
    extended = surname_end(words, follower_end + 1)
    if follower.folded in ("de", "d") and title in _TITLES:
        noble = index + 2 < len(words) and is_joined(words[index + 2].gap) and words[index + 2].capital
        return extended if noble else None
    return follower_end if extended is None else extended


def _is_said_by_someone(words: Sequence[Word], index: int) -> bool:
    """« je m apelle », « on me rapel »: a pronoun, and no title."""
    return words[index].text in ("m", "me") and said_before(words, index) in _SUBJECTS


def _is_lone_initial(words: Sequence[Word], index: int) -> bool:
    """« Mme D. », « suivi par M. T. depuis mars », « mme b ma dit », but not « mme a dit », « M. A380 »."""
    title, initial = words[index - 1], words[index]
    follower = words[index + 1].gap[:1] if index + 1 < len(words) else "."
    if len(initial.text) != 1 or follower.isdigit() or follower in ("'", "’"):
        return False
    if title.folded in _LONE_TITLES or initial.folded in "ay":
        return title.written_capital and initial.written_capital and follower in (".", "")
    return initial.written_capital or title.folded in _SHORT_TITLES


def _initialled_end(words: Sequence[Word], first: int) -> int | None:
    """« Dr L. MARTEAU », « Dr M BORATEL », « Mme R-L. Boudin »: initials, whatever the words they also are."""
    index = first
    while index < len(words) - 1 and words[index].is_initial:
        index += 1
    name = words[index]
    said = name.capital or "." in name.gap
    if index == first or name.gap not in _AFTER_AN_INITIAL or not (name.written_capital and said):
        return None
    if len(name.text) < 2 or (is_function_word(name.folded) and not name.text.isupper()):
        return None
    last = surname_end(words, index + 1)
    return index if last is None else last


def _can_bear_title(title: Word, follower: Word) -> bool:
    """Could this be the name that a title announces, and not « madame qui », « maître de stage »?"""
    folded = follower.folded
    if folded in _NOT_NAMES:
        return False
    if title.folded in _LONE_TITLES:
        return _can_bear_lone_title(title, follower)
    if folded in _OPEN_A_SURNAME or folded in ("de", "d"):
        return True  # « monsieur el Khatib », and « de Vasconcelos » if a capital follows
    if is_function_word(folded):
        return False
    if follower.written_capital and (follower.capital or "." in follower.gap):
        return True  # « Mme Petit »
    ambiguous = may_be_first_name(folded) or folded in word_list("surnames_ambiguous")
    return title.folded in _SHORT_TITLES or not is_french(folded) or ambiguous


def _is_called(words: Sequence[Word], index: int) -> bool:
    """« madame pigeon m’appelle », but not « une madame contente », « bonjour madame bonne journée »."""
    title, name = words[index].folded, words[index + 1].folded
    if title not in _SPELT_TITLES or said_before(words, index) in _DETERMINERS:
        return False
    if len(name) < 4 or name in _SAID_TO_A_TITLE | _NOT_NAMES or is_function_word(name) or is_verb(name):
        return False
    return said_after(words, index + 1) in _GOES_ON


def _can_bear_lone_title(title: Word, follower: Word) -> bool:
    """« M. Benali », « Me Roux », « maître Da Cunha », « pr benali »: these titles are words too."""
    if is_function_word(follower.folded):
        return title.folded == "maitre" and follower.folded in _PARTICLES and follower.capital
    if follower.gap.startswith(".") and title.written_capital:
        return True
    named = follower.written_capital and title.text in ("Me", "Pr", "M", "Maître", "Maitre")
    return (named or len(follower.folded) > 3) and not is_french(follower.folded)
