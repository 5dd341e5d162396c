"""Companies, associations and places of care: a noun that announces a name, or a name everyone knows."""

from collections.abc import Iterator, Sequence

from nlp.language import word_list
from nlp.masking.kinds import Mask, MaskKind, MaskSource
from nlp.masking.words import Word, cue_words, is_french, is_function_word, is_joined, may_be_first_name

_HEALTH = cue_words("health")
_CARE = cue_words("care")
_CARE_CENTRES = cue_words("care_centres")
_ASSOCIATION = cue_words("association")
_COMPANY = cue_words("company")
_OF_A_COMPANY = cue_words("of_a_company")
_WAYS = frozenset({"rue", "avenue", "place", "boulevard", "quai", "mail", "cours", "impasse", "chemin"})
_SHOPS = cue_words("shops")
_NAMED_FREELY = cue_words("named_freely")
_BEGIN_A_NAME = cue_words("begin_a_name")
_NEVER_A_NAME = cue_words("never_a_name")
_NOT_AFTER_CHEZ = cue_words("not_after_chez")
_GLUE = cue_words("name_glue")
_BEFORE_BARE_NOUN = frozenset({"de", "chez", "pour", "par", "d"})  # « de fonderie Vauzelle »: the noun is in the name
_LEADING_GLUE = frozenset({"de", "du", "des", "la", "le", "les", "l", "d"})
_LONGEST_NAME = 8  # words
_KINDS_OF_TRAINING = cue_words("kinds_of_training")


def find_organisations(words: Sequence[Word]) -> list[Mask]:
    """Return the masks of named companies, associations and places of care; they may overlap."""
    return [*_health(words), *_associations(words), *_companies(words), *_known(words)]


def _mask(words: Sequence[Word], first: int, last: int, kind: MaskKind) -> Mask:
    return Mask(words[first].start, words[last].end, kind, MaskSource.GAZETTEER)


def _health(words: Sequence[Word]) -> Iterator[Mask]:
    for index in range(len(words)):
        start = _care_noun_end(words, index)
        if start is None:
            continue
        last = _name_end(words, start, plain=2, bare=_may_go_on(words, start))
        if last is not None:
            yield _mask(words, index, last, MaskKind.HEALTH)


def _may_go_on(words: Sequence[Word], index: int) -> bool:
    """« hôpital nord », « clinique saint vincent »: these begin a name though they are ordinary words."""
    return index < len(words) and words[index].folded in _BEGIN_A_NAME


def _care_noun_end(words: Sequence[Word], index: int) -> int | None:
    """Return the index of the word after the noun of care that begins at ``index``, if one does."""
    folded = words[index].folded
    following = words[index + 1].folded if index + 1 < len(words) else ""
    if folded in _CARE_CENTRES:
        if following in _CARE:
            return index + 2
        return index + 3 if following == "de" and index + 2 < len(words) and words[index + 2].folded in _CARE else None
    if folded not in _HEALTH:
        return None
    position = index + 1
    if following == "de" and index + 2 < len(words) and words[index + 2].folded in _CARE:
        return index + 3
    return position + 1 if following in _CARE else position


def _associations(words: Sequence[Word]) -> Iterator[Mask]:
    for index, word in enumerate(words):
        if word.folded in _ASSOCIATION or (word.folded == "asso" and word.gap):
            position = index + 1
            if (
                position + 1 < len(words)
                and words[position].folded in {"de", "d"}
                and words[position + 1].folded in _KINDS_OF_TRAINING
            ):
                position += 2
            elif position < len(words) and words[position].folded in {"social", "culturel"}:
                position += 1
            named_freely = word.folded in _NAMED_FREELY or position > index + 1
            last = _name_end(words, position, plain=2 if named_freely else 0, bare=named_freely)
            if last is not None:
                first = index if word.folded == "regie" else position
                yield _mask(words, first, last, MaskKind.ORGANISATION)


def _companies(words: Sequence[Word]) -> Iterator[Mask]:
    for index, word in enumerate(words[:-1]):
        if word.folded == "chez":
            last = _after_chez(words, index + 1)
            if last is not None:
                yield _mask(words, index + 1, last, MaskKind.COMPANY)
        elif word.folded in _OF_A_COMPANY and words[index + 1].folded == "de" and index + 2 < len(words):
            unknown = words[index + 2]
            if len(unknown.folded) > 4 and is_joined(unknown.gap) and _names_something(unknown):
                yield _mask(words, index + 2, index + 2, MaskKind.COMPANY)
        elif word.folded in _COMPANY and is_joined(words[index + 1].gap):
            shop = word.folded in _SHOPS
            last = _name_end(words, index + 1, plain=2 if shop else 0, bare=shop)
            if last is not None:
                alone = index == 0 or words[index - 1].folded in _BEFORE_BARE_NOUN
                first = index if word.capital or alone else _skip_glue(words, index + 1)
                yield _mask(words, first, last, MaskKind.COMPANY)


def _skip_glue(words: Sequence[Word], index: int) -> int:
    while words[index].folded in _GLUE and not words[index].written_capital:
        index += 1
    return index


def _after_chez(words: Sequence[Word], first: int) -> int | None:
    word = words[first]
    if not is_joined(word.gap) or (word.folded in _NOT_AFTER_CHEZ and not word.capital):
        return None
    if word.folded in word_list("companies_ambiguous"):
        return first
    if word.folded in _COMPANY and not word.capital:
        return _name_end(words, first + 1, plain=1, bare=True)
    return _name_end(words, first, plain=1, bare=True)  # without an article, « chez » is followed by a name


def _name_end(words: Sequence[Word], start: int, *, plain: int, bare: bool) -> int | None:
    """Return the last word of the name that begins at ``start``.

    Words with a capital and unknown words belong to it, and the little words between them. So do up to ``plain``
    ordinary words after a little word (« hôpital des enfants »), or at once if ``bare`` (« hôtel belle rive »).
    """
    last, open_to_plain = None, bare
    for index in range(start, min(start + _LONGEST_NAME, len(words))):
        word = words[index]
        if not is_joined(word.gap):
            break
        if word.folded in (_GLUE if last is not None else _LEADING_GLUE):
            open_to_plain = word.folded in _LEADING_GLUE
        elif open_to_plain and word.folded in _WAYS:
            continue  # « le CMP de la rue Blanqui »
        elif _names_something(word):
            last, open_to_plain = index, False
        elif plain and open_to_plain and _may_be_in_a_name(word):
            last, open_to_plain, plain = index, bare, plain - 1
        else:
            break
    return last


def _may_be_in_a_name(word: Word) -> bool:
    ordinary = is_function_word(word.folded) or word.folded in _NEVER_A_NAME or word.folded in word_list("public_words")
    return not ordinary and len(word.folded) > 2


def _names_something(word: Word) -> bool:
    if word.folded in word_list("public_words"):
        return False
    if word.capital:
        return not is_function_word(word.folded)
    known = is_french(word.folded) or is_function_word(word.folded)
    return (len(word.folded) > 3 and not known) or (may_be_first_name(word.folded) and not known)


def _known(words: Sequence[Word]) -> Iterator[Mask]:
    """Find the brands everyone knows, written by themselves."""
    for first in range(len(words)):
        name = ""
        for last in range(first, min(first + 4, len(words))):
            if last > first and not is_joined(words[last].gap):
                break
            name = f"{name} {words[last].folded}".strip()
            if name in word_list("companies") or (name in word_list("companies_ambiguous") and words[last].capital):
                yield _mask(words, first, last, MaskKind.COMPANY)
