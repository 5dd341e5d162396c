"""What must stay readable: public bodies everyone deals with, and masks already there."""

import re2

from nlp.masking.applying import PLACEHOLDER

_PUBLIC = re2.compile(
    r"(?i)(?:^|[^\p{L}])("
    r"p[ôo]le[ -]?emplois?|france[ -]?travail|cap[ -]?emploi|missions?[ -]locales?|la poste|caf|cpam|ameli"
    r"|msa|carsat|urssaf|mdph|afpa|greta|plie|epide|cidff|ccas|e2c|anpe|assedics?|un[ée]dic|apec|agefiph"
    r"|fongecif|transitions pro|opco|ofii|ofpra|crous|cnam|cned|dreets|direccte|samu social|samu"
    r"|restos? du c[œo]e?ur|croix[ -]rouge|secours (?:populaire|catholique)|emma[üu]s|r[ée]gion(?: sud| paca)?"
    r"|d[ée]partement|pr[ée]fecture|mairie|conseil (?:d[ée]partemental|r[ée]gional)|maison de l['’]emploi"
    r"|france services|pmi|ase|rsa|aah|css|apl|s[ée]curit[ée] sociale|assurance maladie"
    r"|[ée]ducation nationale|minist[èe]re|[ée]tat|république|union europ[ée]enne|europe|france"
    r"|garantie jeunes|contrat d['’]engagement jeune|cej|service civique|pmsmp|cpf|mon compte formation"
    r"|caces|linkedin|indeed|leboncoin|google|facebook|whatsapp|instagram|youtube|tiktok|doctolib|sncf"
    r"|fonction publique|services? publics?|compte personnel de formation|carte vitale|assistante?s? de vie scolaire"
    r"|agence pour l['’]emploi|maisons? d[ée]partementales? des (?:personnes )?handicap[ée]e?s|prud['’ ]?hommes?"
    r"|chambres? (?:de|des) m[ée]tiers|chambres? d['’]agriculture|chambres? de commerce|tribunal de commerce"
    r"|main[ -]d['’](?:oe|œ)uvre"
    r"|ratp|f[êe]te du travail|no[ëe]l|p[âa]ques|ramadan|toussaint|pentec[ôo]te"
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
