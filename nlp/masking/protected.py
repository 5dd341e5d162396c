"""What must stay readable: public bodies everyone deals with, and masks already there."""

from collections.abc import Iterator, Sequence

import re2

from nlp.language import word_list
from nlp.masking.applying import PLACEHOLDER
from nlp.masking.vocabulary import is_french
from nlp.masking.words import OF, Word, cue_words, is_function_word, is_joined, is_surname, may_be_first_name

_PUBLIC = re2.compile(
    r"(?i)(?:^|[^\p{L}])("
    r"p[ôo]le[ -]?emplois?|france[ -]?travail|cap[ -]?emploi|missions?[ -](?:locales?|locs?)|la poste|caf|cpam|ameli"
    r"|msa|carsat|urssaf|mdph|afpa|greta|plie|epide|cidff|ccas|e2c|anpe|assedics?|un[ée]dic|apec|agefiph"
    r"|fongecif|transitions pro|opco|ofii|ofpra|crous|cnam|cned|dreets|direccte|samu social|samu"
    r"|restos? du c[œo]e?ur|croix[ -]rouge|secours (?:populaire|catholique|pop)|emma[üu]s|r[ée]gion(?: sud| paca)?"
    r"|d[ée]partement|pr[ée]fecture|mairie|conseil (?:d[ée]partemental|r[ée]gional)|maison de l['’]emploi"
    r"|france services|pmi|ase|rsa|aah|css|apl|s[ée]curit[ée] sociale|assurance maladie"
    r"|[ée]ducation nationale|minist[èe]re|[ée]tat|république|union europ[ée]enne|europe|france"
    r"|garantie jeunes|contrat d['’]engagement jeune|cej|service civique|pmsmp|cpf|mon compte formation"
    r"|caces|linkedin|indeed|leboncoin|google|facebook|whatsapp|instagram|youtube|tiktok|doctolib|sncf"
    r"|fonction publique|services? publics?|compte personnel de formation|carte vitale|assistante?s? de vie scolaire"
    r"|agence pour l['’]emploi|maisons? d[ée]partementales? des (?:personnes )?handicap[ée]e?s|prud['’ ]?hommes?"
    r"|chambres? (?:de|des) m[ée]tiers|chambres? d['’]agriculture|chambres? de commerce|tribunal de commerce"
    r"|main[ -]d['’](?:oe|œ)uvre|dom[ -]tom"
    r"|caisses? d['’]allocations familiales|caisses? primaires? d['’]assurance maladie|tr[ée]sor public"
    r"|chambres? de commerce et d['’]industrie|chambres? des m[ée]tiers et de l['’]artisanat|banques? alimentaires?"
    r"|cour des comptes|conseil constitutionnel|conseil [ée]conomique(?:,? social)?|assurance (?:retraite|ch[ôo]mage)"
    r"|maisons? (?:france services?|d[ée]partementales? des solidarit[ée]s|des? (?:services? publics?|l['’]enfance))"
    r"|[îi]le maurice|ratp|f[êe]te du travail|no[ëe]l|p[âa]ques|ramadan|toussaint|pentec[ôo]te"
    r")(?:[^\p{L}]|$)"  # \\b knows no accents: « café » is not the Caf
)
# « Tercian 25 mg », « ADALIMUMAB 40mg/0.4ml »
_MEDICINE = re2.compile(
    r"(?i)(?:^|[^\p{L}])(\p{L}{4,}\*?\s[0-9]+(?:[.,][0-9]+)?\s?(?:mg|[µm]cg|µg|ml|ui))(?:[^\p{L}]|$)"
)


def protected_spans(text: str) -> list[tuple[int, int]]:
    """Return the stretches that gazetteers and the model may not mask."""
    masks = [match.span() for match in PLACEHOLDER.finditer(text)]
    return masks + [match.span(1) for match in _PUBLIC.finditer(text)]


def medicines_in(text: str) -> list[tuple[int, int]]:
    """Return what has a dose: a guess may not mask it, while what a list or a rule takes for someone stays hidden."""
    return [match.span(1) for match in _MEDICINE.finditer(text)]


_INSTITUTIONS = cue_words("institutions")
_DIPLOMAS = cue_words("diplomas")
_INSIDE = OF | {"la", "l", "les", "a", "au", "aux", "en", "et", "pour", "sur"}
_NAMES = ("towns", "companies", "hospitals", "neighbourhoods")
# « Technique », « Départementale », « Insertion »: what offices and laws are about, and hardly anybody's name
_ABSTRACT = (
    "al", "ale", "ales", "aux", "nel", "nels", "nelle", "nelles", "ique", "iques", "aire", "aires", "tion", "tions",
    "ment", "ite", "ites", "isme",
)  # fmt: skip


def institutions_in(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield what is written with capitals and names no one: « Directeur des Ressources Humaines », « BTS Tourisme ».

    A noun of those that open the name of an office, a law, a trade or a diploma, then words that say what it is about.
    """
    for index, word in enumerate(words):
        opens = word.folded in _INSTITUTIONS or (word.folded in _DIPLOMAS and word.text != "Cap")
        if not opens or not word.written_capital:
            continue
        last = _end_of_institution(words, index)
        if last > index or _is_of_something(words, index):
            yield word.start, words[last].end


def _end_of_institution(words: Sequence[Word], first: int) -> int:
    last, diploma = first, words[first].folded in _DIPLOMAS
    for index in range(first + 1, len(words)):
        word = words[index]
        if not is_joined(word.gap):
            break
        if word.folded in _INSIDE and not word.capital:
            continue
        if not word.capital or not _is_ordinary(word) or not (diploma or _is_abstract(word)):
            break
        last = index
    return last


def _is_ordinary(word: Word) -> bool:
    """Is it an ordinary word, and nothing that is also a name?"""
    if word.folded in word_list("solemn_words"):
        return True
    if not is_french(word.folded) or is_function_word(word.folded) or is_surname(word.folded):
        return False
    return not may_be_first_name(word.folded) and not any(word.folded in word_list(name) for name in _NAMES)


def _is_abstract(word: Word) -> bool:
    """« Technique », but not the surname of « le Directeur Maréchal »."""
    if word.folded in word_list("solemn_words"):
        return True
    return word.folded.endswith(_ABSTRACT) and word.folded not in word_list("surnames_ambiguous")


def _is_of_something(words: Sequence[Word], index: int) -> bool:
    """« Code du travail »: an ordinary word comes after « de »."""
    after = words[index + 1 : index + 3]
    led = len(after) == 2 and after[0].folded in OF and all(is_joined(word.gap) for word in after)
    return led and not after[1].written_capital and _is_ordinary(after[1])
