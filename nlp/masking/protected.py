"""What must stay readable: public bodies everyone deals with, and masks already there."""

import re2

from nlp.masking.applying import PLACEHOLDER

_PUBLIC = re2.compile(
    r"(?i)\b(?:p[ôo]le[ -]?emplois?|france[ -]?travail|cap[ -]?emploi|missions?[ -]locales?|la poste|caf|cpam|ameli|msa|carsat|urssaf|mdph"
    r"|afpa|greta|plie|epide|cidff|ccas|e2c|anpe|assedics?|un[ée]dic|apec|agefiph|fongecif|transitions pro|opco|ofii|ofpra|crous|cnam|cned"
    r"|dreets|direccte|samu social|samu|restos du c[œo]e?ur|croix[ -]rouge|secours (?:populaire|catholique)|emma[üu]s|r[ée]gion(?: sud| paca)?"
    r"|d[ée]partement|pr[ée]fecture|mairie|conseil (?:d[ée]partemental|r[ée]gional)|maison de l['’]emploi|france services|pmi|ase|rsa|aah|css|apl"
    r"|s[ée]curit[ée] sociale|assurance maladie|[ée]ducation nationale|minist[èe]re|[ée]tat|république|union europ[ée]enne|europe|france"
    r"|garantie jeunes|contrat d['’]engagement jeune|cej|service civique|pmsmp|cpf|mon compte formation|caces|linkedin|indeed|leboncoin|google|facebook"
    r"|whatsapp|instagram|youtube|tiktok|doctolib|sncf|ratp|f[êe]te du travail|no[ëe]l|p[âa]ques|ramadan|toussaint|pentec[ôo]te)\b"
)


def protected_spans(text: str) -> list[tuple[int, int]]:
    """Return the stretches that gazetteers and the model may not mask."""
    return [match.span() for pattern in (PLACEHOLDER, _PUBLIC) for match in pattern.finditer(text)]


def outside(start: int, end: int, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what is left of ``[start, end)`` once ``spans`` are taken away."""
    pieces = [(start, end)]
    for first, last in spans:
        pieces = [
            piece
            for left, right in pieces
            for piece in ((left, min(right, first)), (max(left, last), right))
            if piece[0] < piece[1]
        ]
    return pieces
