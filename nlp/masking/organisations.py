"""Companies, associations, schools and places of care: a noun that announces a name, or a name everyone knows."""

from collections.abc import Iterator, Sequence

from nlp.language import word_list
from nlp.masking.care import complement_end, find_care
from nlp.masking.kinds import Mask, MaskKind
from nlp.masking.naming import FIRM, Announced, name_after, names_something
from nlp.masking.vocabulary import is_french, is_known
from nlp.masking.words import ARTICLES, Word, cue_words, is_function_word, is_joined, mask_over, runs_from

_ASSOCIATION = cue_words("association")
_COMPANY = cue_words("company")
_OF_A_COMPANY = cue_words("of_a_company")
_ENDS_A_FIRM = cue_words("ends_a_firm") - {"plus", "net", "auto", "pro", "nettoyage", "transport", "transports"}
_SHOPS = cue_words("shops")
_NAMED_FREELY = cue_words("named_freely")
_NAMED_BESIDE = cue_words("named_beside")
_NOT_AFTER_CHEZ = cue_words("not_after_chez")
_ANY_TITLE = cue_words("titles") | cue_words("lone_titles")
_BEFORE_BARE_NOUN = frozenset({"de", "chez", "pour", "par", "d"})  # « de fonderie Vauzelle »: the noun is in the name

_LANDS = frozenset({"ferme", "chateau", "librairie", "magasin", "boutique", "epicerie", "moulin"})
_CHEZ_BY_EAR = frozenset({"ché", "chè", "ches", "chés"})
_NOUN_OF_THE_NAME = frozenset({"regie", "institut", "cafe", "theatre", "residence"})  # « l'institut Marceau »

_SCHOOLS = frozenset({"lycee", "college", "ecole", "plie"})  # « l’école la journée » is no name
_COUNTERS = cue_words("counters")
_SIGNS = cue_words("signs")
_UNDER_A_SIGN = Announced(article=True)  # « tabac le longchamp »
_OF_A_SCHOOL = Announced(beside=True)
_OF_A_CENTRE = Announced(article=True, beside=True)
_FREELY = Announced(article=True, beside=True, bare=True)


def find_organisations(words: Sequence[Word]) -> list[Mask]:
    """Return the masks of named companies, associations and places of care; they may overlap."""
    return [*find_care(words), *_associations(words), *_companies(words), *_signs(words), *_known(words)]


def _associations(words: Sequence[Word]) -> Iterator[Mask]:
    for index, word in enumerate(words):
        position = complement_end(words, index + 1)
        told = position > index + 1
        if word.folded not in _ASSOCIATION and not (word.folded in ("maison", "agence", "espace") and told):
            continue
        found = name_after(words, position, _announced(word.folded, told))
        if found is not None:
            first = index if word.folded in _NOUN_OF_THE_NAME else found[0]
            yield mask_over(words, first, found[1], MaskKind.ORGANISATION)


def _announced(noun: str, told: bool) -> Announced:
    if told or noun in _NAMED_FREELY or noun in _SHOPS:
        return _FREELY
    if noun in _NAMED_BESIDE:
        return _OF_A_SCHOOL if noun in _SCHOOLS else _OF_A_CENTRE
    return FIRM


def _companies(words: Sequence[Word]) -> Iterator[Mask]:
    for index, word in enumerate(words[:-1]):
        if word.folded == "chez" or word.text.lower() in _CHEZ_BY_EAR:
            last = _after_chez(words, index + 1)
            if last is not None:
                yield mask_over(words, index if word.capital else index + 1, last, MaskKind.COMPANY)
        elif word.folded in _OF_A_COMPANY:
            yield from _after_a_trade(words, index)
        elif word.folded in _COMPANY | _COUNTERS and is_joined(words[index + 1].gap):
            announced = _FREELY if word.folded in _SHOPS else _OF_A_SCHOOL if word.folded in _LANDS else FIRM
            announced = _UNDER_A_SIGN if word.folded in _COUNTERS else announced
            found = name_after(words, complement_end(words, index + 1), announced)
            if found is not None:
                first, last = found
                alone = (
                    index == 0
                    or words[index - 1].folded in _BEFORE_BARE_NOUN
                    or word.folded in ("bar", "halle", "domaine")
                )
                yield mask_over(words, index if word.capital or alone else first, last, MaskKind.COMPANY)


def _signs(words: Sequence[Word]) -> Iterator[Mask]:
    """« au fournil des allées », « le comptoir rimbaud »: a noun that a sign begins with, and the rest of the sign."""
    for index, word in enumerate(words):
        found = name_after(words, index + 1, _OF_A_SCHOOL) if word.folded in _SIGNS else None
        if found is not None:
            signed = index > 0 and words[index - 1].capital and is_joined(word.gap)  # « chez Le Fournil de Sarah »
            yield mask_over(words, index - signed, found[1], MaskKind.COMPANY)


def _after_a_trade(words: Sequence[Word], index: int) -> Iterator[Mask]:
    """« la drh de Verallis », « caissière à casino »: a trade, a preposition, a name."""
    if index + 2 >= len(words) or words[index + 1].folded not in ("de", "a", "chez", "du", "au", "des"):
        return
    name = words[index + 2]
    if not is_joined(name.gap):
        return
    brand = name.folded in word_list("companies_ambiguous") and name.folded not in _COMMON_AFTER_A_TRADE
    if words[index + 1].folded in ("du", "au", "des") and is_french(name.folded):
        return
    if brand or (words[index + 1].folded in ("de", "du", "des") and len(name.folded) > 4 and names_something(name)):
        yield mask_over(words, index + 2, index + 2, MaskKind.COMPANY)


_SHORTEST_SURNAME = 4  # letters
_COMMON_AFTER_A_TRADE = frozenset({"la poste", "metro", "quick", "free", "action", "total", "u", "gap", "but"})


def _after_chez(words: Sequence[Word], first: int) -> int | None:
    """Without an article, « chez » is followed by a name."""
    word = words[first]
    if word.folded in ARTICLES and not word.capital and first + 1 < len(words) and is_joined(words[first + 1].gap):
        name = words[first + 1]
        # « chez la foirfouille », but « chez la voisine »
        if names_something(name) or not (is_known(name.folded) or is_french(name.folded)):
            return first + 1
        if word.folded == "les" and _is_a_family(name):
            return first + 1
    if not is_joined(word.gap) or (word.folded in _NOT_AFTER_CHEZ and not word.capital):
        return None
    if word.folded in _ANY_TITLE:
        return None  # « chez Mme Armand »: a person, whose name is masked as one
    if word.folded in word_list("companies_ambiguous"):
        return first
    start = first + 1 if word.folded in _COMPANY and not word.capital else first
    found = name_after(words, start, _FREELY)
    return None if found is None else found[1]


def _is_a_family(word: Word) -> bool:
    """« chez les boulanger », without the mark of the plural, but not « chez les voisin »."""
    if word.text.endswith(("s", "x", "z")) or len(word.text) < _SHORTEST_SURNAME or is_function_word(word.folded):
        return False
    return not is_french(f"{word.folded}s") or word.folded in word_list("surnames_ambiguous")


def _known(words: Sequence[Word]) -> Iterator[Mask]:
    """Find the brands everyone knows, written by themselves."""
    for first in range(len(words)):
        for last, name in runs_from(words, first, 4):
            if name in word_list("companies") or (name in word_list("companies_ambiguous") and words[last].capital):
                yield mask_over(words, first, _branch_end(words, last), MaskKind.COMPANY)
                break


def _branch_end(words: Sequence[Word], last: int) -> int:
    """« samsic emploi », « onet propreté »: the branch of a brand is part of its name."""
    branch = last + 1 < len(words) and words[last + 1].gap == " " and words[last + 1].folded in _ENDS_A_FIRM
    return last + 1 if branch else last
