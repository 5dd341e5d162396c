"""First names and surnames, in whatever case they are written.

A first name that is no French word is masked anywhere. One that is also a word (*rose, pierre*) needs a
sign that it is a name: a capital in the middle of a sentence, a role before it (*ma conseillère rose*), a verb
after it at the head of a sentence (*Rose est arrivée*).
"""

from collections.abc import Iterator, Sequence

from nlp.language import word_list
from nlp.masking.glued import is_glued_verb
from nlp.masking.kinds import Mask, MaskKind
from nlp.masking.vocabulary import is_french
from nlp.masking.words import (
    BEGIN_DOUBLE,
    Word,
    cue_words,
    is_first_name,
    is_function_word,
    is_joined,
    is_public,
    is_surname,
    mask_words,
    may_be_first_name,
    word_after,
    word_before,
)

_TITLES = cue_words("titles")
_SHORT_TITLES = cue_words("short_titles")
_LONE_TITLES = cue_words("lone_titles")
_AFTER_TITLE_NOT_NAMES = cue_words("after_title_not_names")
_ROLES = cue_words("roles")
_NAMING = cue_words("naming")
_BESIDE = cue_words("beside")
_VERBS_AFTER = cue_words("verbs_after")
_PARTICLES = cue_words("particles")
_NOT_SURNAMES = cue_words("not_surnames")
_WORKPLACES = cue_words("workplaces")
_OPEN_A_SURNAME = _PARTICLES - _NOT_SURNAMES - {"des", "l", "d"}  # « M. el Khatib »
_AFTER_A_TITLE = frozenset({" ", ". ", "\u00a0", ".", "  ", ".\u00a0"})
_LONGEST_SURNAME = 3
_SURE_SURNAME = 5  # letters
_LOWER_INITIALS = frozenset("bfhpqrvwxz")  # in messages the other letters are words: « karim c mon pote », « g »


def find_people(words: Sequence[Word]) -> list[Mask]:
    """Return the masks of people's names in ``words``; they may overlap."""
    titled = list(_after_titles(words))
    whole = {(mask.start, mask.end) for mask in titled}
    firsts = [index for index in range(len(words)) if _is_first_name_here(words, index)]
    # « M. Benali » is a surname, even where Benali is a first name too
    firsts = [index for index in firsts if (words[index].start, words[index].end) not in whole]
    masks = [*titled, *_first_names(words, firsts)]
    for index in firsts:
        masks += _around_first_name(words, index)
    masks += _surnames(words)
    masks += _initials(words)
    masks += _said_twice(words)
    return masks


def _first_names(words: Sequence[Word], firsts: Sequence[int]) -> Iterator[Mask]:
    """Join the halves of compound first names, « Jean-Marc »."""
    beginning = None
    known = set(firsts)
    for index in firsts:
        beginning = index if beginning is None else beginning
        if index + 1 not in known or words[index + 1].gap != "-":
            yield mask_words(words, beginning, index, MaskKind.FIRST_NAME)
            beginning = None


def _is_first_name_here(words: Sequence[Word], index: int) -> bool:
    word = words[index]
    if _is_elision(words, index):
        return False
    if is_first_name(word.folded):
        named = _previous(words, index) in _BESIDE | _ROLES | _NAMING
        return not (_is_lower_case_look_alike(words, index) or (not named and is_glued_verb(words, index)))
    if not may_be_first_name(word.folded) or (word.folded == "grace" and _follows(words, index) in ("a", "au", "aux")):
        return False
    if word.capital and (len(word.text) > 2 or _previous(words, index) in _ROLES | _BESIDE):
        return True
    return _is_introduced(words, index) or _opens_sentence_as_subject(words, index) or _is_hyphened_name(words, index)


def _is_elision(words: Sequence[Word], index: int) -> bool:
    following = words[index + 1].gap if index + 1 < len(words) else ""
    return words[index].elided and following[:1] in ("'", "’")


def _is_lower_case_look_alike(words: Sequence[Word], index: int) -> bool:
    """A very short name in lower case needs some sign that it is one."""
    word = words[index]
    if len(word.folded) > 3 or word.capital or word.first:
        return False
    return not (
        _is_introduced(words, index) or _previous(words, index) in _BESIDE or _follows(words, index) in _VERBS_AFTER
    )


def _previous(words: Sequence[Word], index: int) -> str:
    """The word before in the same sentence: « ma conseillère, rose »."""
    return word_before(words, index, joined=lambda gap: not any(mark in gap for mark in ".!?…\n;"))


def _follows(words: Sequence[Word], index: int) -> str:
    """The word after, before any comma: « ma conseillère rose "m’a dit" »."""
    return word_after(words, index, joined=lambda gap: not any(mark in gap for mark in ".!?…\n;,"))


def _is_introduced(words: Sequence[Word], index: int) -> bool:
    """Does a role, a title or « je m'appelle » stand just before the word?"""
    before = _previous(words, index)
    if before in _NAMING:
        return before != "dit" or words[index].written_capital
    if before in ("moi", "prenom", "surnom"):
        return words[index].written_capital or is_first_name(words[index].folded)
    if before not in _ROLES and before not in _TITLES:
        return False
    after = _follows(words, index)
    return words[index].capital or after in _VERBS_AFTER or not after or not is_french(after) or is_function_word(after)


def _opens_sentence_as_subject(words: Sequence[Word], index: int) -> bool:
    word = words[index]
    if not word.first or len(word.text) < (3 if word.written_capital else 4):
        return False
    gap = words[index + 1].gap if index + 1 < len(words) else ""
    if gap[:1] == "," and index + 2 < len(words):
        return words[index + 1].folded in ("mon", "ma", "notre", "la", "le", "une", "un")
    after = _follows(words, index)
    if after in ("de", "du"):  # « Rose de la compta »
        return any(word.folded in _WORKPLACES for word in words[index + 2 : index + 4])
    if after == "et":
        return index + 2 < len(words) and words[index + 2].capital and may_be_first_name(words[index + 2].folded)
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
    last = _surname_end(words, index + 1)
    if last is not None:
        yield mask_words(words, index + 1, last, MaskKind.SURNAME)
    before = index - 1
    if before >= 0 and is_joined(words[index].gap) and words[before].gap != "-":
        word = words[before]
        known = is_surname(word.folded) or (word.written_capital and not is_french(word.folded))
        if known and not is_function_word(word.folded) and not may_be_first_name(word.folded):
            yield mask_words(words, before, before, MaskKind.SURNAME)


def _surname_end(words: Sequence[Word], start: int) -> int | None:
    """Return the index of the last word of the surname that begins at ``start``, if one does."""
    last = None
    for index in range(start, min(start + _LONGEST_SURNAME + 1, len(words))):
        word = words[index]
        after_initial = word.gap == ". " and len(words[index - 1].text) == 1
        if not is_joined(word.gap) and not after_initial:
            break
        if word.folded in _PARTICLES and not (word.capital and len(word.text) > 3) and not _is_initial(words, index):
            continue
        if not _looks_like_surname(word, last is None) and not (last is None and _is_initial(words, index)):
            break
        last = index
    return last


def _is_initial(words: Sequence[Word], index: int) -> bool:
    """Is this the « D. » of « Mamadou D. », the « d. » of « laurence d. »?"""
    after = words[index + 1].gap[:1] if index + 1 < len(words) else "."
    if len(words[index].text) != 1:
        return False
    sure = words[index].written_capital or words[index].folded in _LOWER_INITIALS
    return after == "." or (sure and after in (",", " "))


def _looks_like_surname(word: Word, is_first: bool) -> bool:
    if word.folded in _NOT_SURNAMES or is_public(word.folded):
        return False
    if word.capital:
        return not is_function_word(word.folded) or len(word.text) == 1
    if is_surname(word.folded) and is_first:
        return True
    return len(word.folded) > 3 and not is_french(word.folded) and not is_function_word(word.folded) and is_first


def _after_titles(words: Sequence[Word]) -> Iterator[Mask]:
    for index, word in enumerate(words[:-1]):
        title = word.folded
        if title in _TITLES or (title in _LONE_TITLES and not _is_elision(words, index)):
            last = _titled_end(words, index)
            if last is not None:
                yield mask_words(words, index + 1, last, MaskKind.SURNAME)


def _titled_end(words: Sequence[Word], index: int) -> int | None:
    title, follower = words[index].folded, words[index + 1]
    if follower.gap not in _AFTER_A_TITLE or not _can_bear_title(words[index], follower):
        return None
    if follower.folded in _OPEN_A_SURNAME:
        if index + 2 >= len(words) or not is_joined(words[index + 2].gap):
            return None
        follower_end = index + 2
    else:
        follower_end = index + 1
    extended = _surname_end(words, follower_end + 1)
    if follower.folded in ("de", "d") and title in _TITLES:
        noble = index + 2 < len(words) and is_joined(words[index + 2].gap) and words[index + 2].capital
        return extended if noble else None
    return follower_end if extended is None else extended


def _can_bear_title(title: Word, follower: Word) -> bool:
    """Could this be the name that a title announces, and not « madame qui », « maître de stage »?"""
    folded = follower.folded
    if folded in _AFTER_TITLE_NOT_NAMES or folded in _TITLES:
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


def _can_bear_lone_title(title: Word, follower: Word) -> bool:
    """« M. Benali », « Me Roux », « maître Da Cunha », « pr benali »: these titles are words too."""
    if is_function_word(follower.folded):
        return title.folded == "maitre" and follower.folded in _PARTICLES and follower.capital
    if follower.gap.startswith(".") and title.written_capital:
        return True
    named = follower.written_capital and title.text in ("Me", "Pr", "M", "Maître", "Maitre")
    return (named or len(follower.folded) > 3) and not is_french(follower.folded)


def _surnames(words: Sequence[Word]) -> Iterator[Mask]:
    """Find surnames that stand alone: with a capital that means something, or long and in no dictionary."""
    for index, word in enumerate(words):
        sure = len(word.folded) >= _SURE_SURNAME and not is_french(word.folded)  # « le gars s’appelait lopez »
        if is_surname(word.folded) and (word.capital or sure):
            last = _surname_end(words, index + 1)
            yield mask_words(words, index, last if last is not None else index, MaskKind.SURNAME)


def _initials(words: Sequence[Word]) -> Iterator[Mask]:
    """Find « A. Guettier », « J.-P. MARTIN », « l. brunet »: an initial and a dot, then a capital or a surname."""
    for index, word in enumerate(words[:-1]):
        follower = words[index + 1]
        initial = len(word.text) == 1 and word.folded != "m" and not word.gap[-1:].isdigit()  # « à 14H. Oubli »
        if initial and follower.gap in (". ", ".") and _follows_an_initial(word, follower):
            last = _surname_end(words, index + 2)
            yield mask_words(words, index, last if last is not None else index + 1, MaskKind.SURNAME)


def _said_twice(words: Sequence[Word]) -> Iterator[Mask]:
    """« nono », « juju »: a syllable said twice and that is no word."""
    for index, word in enumerate(words):
        twice = len(word.folded) == 4 and word.folded[:2] == word.folded[2:]
        if twice and not is_french(word.folded) and not is_function_word(word.folded):
            yield mask_words(words, index, index, MaskKind.FIRST_NAME)


def _follows_an_initial(initial: Word, word: Word) -> bool:
    if len(word.text) < 3 or is_function_word(word.folded):
        return False
    if is_surname(word.folded) or word.folded in word_list("surnames_ambiguous"):
        return True
    return initial.written_capital and word.written_capital and not is_french(word.folded)
