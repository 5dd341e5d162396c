"""Identifiers that have a form of their own: telephones, mails, links, numbers of every kind.

Every pattern runs on RE2, whose time is linear in the text. Where a number has a key, python-stdnum checks
it, but only to draw the limits of what is masked: a mistyped number is still someone's number.
"""

from collections.abc import Callable, Iterator

import re2
from stdnum import iban
from stdnum.fr import siren

from nlp.language import fold
from nlp.masking.accounts import find_accounts
from nlp.masking.kinds import Mask, MaskKind, mask_of
from nlp.masking.words import cue_words, is_function_word, is_public

_GAP = r"[\s\x{A0}\x{202F}.,\-–_/()·•]"  # what people put between the digits of one number

_LOCAL = r"[\p{L}\p{N}][\p{L}\p{N}._%+\-]*"
_AT = r"(?:@|\(at\)|\[at\]|\(a\)|\[a\])"
_TLD = r"(?:fr|com|org|net|eu|io|info|be|ch|biz|app|link|page|gouv|site|online|re|paris|bzh|corsica|pro|blog|dev)"
# « lea @ example . org », but « lea@example.org. Merci »: a dot that only a space follows ends the sentence
_DOTTED = (
    r"(?:\.[\p{L}\p{N}\-]+|\s\.\s?[\p{L}\p{N}\-]+"
    rf"|\.\s(?-i:{_TLD})\b|\s?(?:\(dot\)|\[dot\]|\(point\)|\[point\])\s?[\p{{L}}\p{{N}}\-]+)"
)
_MAIL = re2.compile(rf"(?i){_LOCAL}{_AT}\s{{0,2}}[\p{{L}}\p{{N}}\-]+(?:{_DOTTED})*")
_SPACED_MAIL = re2.compile(rf"(?i){_LOCAL}\s{{1,2}}(?:{_AT}\s{{1,2}}|\(at\)|\[at\])[\p{{L}}\p{{N}}\-]+(?:{_DOTTED})+")
_BROKEN_MAIL = re2.compile(rf"(?i){_LOCAL}\s{{1,2}}@[\p{{L}}\p{{N}}\-]+\.(?:fr|com|org|net|eu)\b")
_DOT = r"(?:\s{0,2}[.]\s{0,2}|\s+(?:point|dot|pt)\s+)"
_SPOKEN_MAIL = re2.compile(
    r"(?i)[\p{L}\p{N}+]+(?:(?:[._\-]|\s+(?:point|dot|tiret(?:\s+(?:bas|du\s+(?:bas|6|six|8|huit)))?|underscore)\s+)[\p{L}\p{N}+]+)*"
    rf",?\s+(?:arobase?|arrobase?|arobaze|a\s?commercial|at),?\s+[\p{{L}}\p{{N}}\-]+(?:{_DOT}[\p{{L}}\p{{N}}\-]+)+"
)
_LINK = re2.compile(rf"(?i)(?:https?://|www\.)\S+|\b[\p{{L}}\p{{N}}](?:[\p{{L}}\p{{N}}\-]*\.)+{_TLD}\b(?:[/?#]\S*)?")
_PUBLIC_SITES = cue_words("public_sites")

_DIGITS = re2.compile(rf"(?:\+{_GAP}?)?[0-9]{_GAP}{{0,3}}[0-9](?:{_GAP}{{0,3}}[0-9])+")
_CORSICAN_NIR = re2.compile(
    rf"(?i)[12](?:{_GAP}?[0-9]){{4}}{_GAP}?2{_GAP}?[ab](?:{_GAP}?[0-9]){{6}}(?:{_GAP}{{0,3}}[0-9]){{0,2}}"
)
_PHONE = re2.compile(
    rf"(?:(?:\((?:\+|00)[1-9][0-9]{{0,2}}\)|(?:\+|00){_GAP}{{0,2}}[1-9][0-9]{{0,2}}){_GAP}{{0,3}}(?:\(?0\)?)?"
    rf"(?:{_GAP}{{0,3}}[0-9]){{8,10}}"
    rf"|(?:\(33\)|\b33){_GAP}{{0,2}}(?:\(0\))?[1-9](?:{_GAP}{{0,3}}[0-9]){{8}}\b"
    rf"|(?:0{_GAP}{{0,3}}|\b[oO])[1-9](?:{_GAP}{{0,3}}[0-9]){{8}})"
)
# « poste 4512 », « joignable au 41877 »: the short number of a desk
_DESK = re2.compile(
    r"(?i)(?:^|[^\p{L}])(?:(poste|bip|dect|(?:ligne|num[ée]ro|t[ée]l[ée]phone|t[ée]l)\s(?:interne|direct)e?)"
    r"|t[ée]l(?:[ée]phone)?|fax|standard|joignables?|appel(?:er|ez)|rappel(?:er|ez))"
    r"\s?[.:]?\s?(?:(?:est\s)?(?:au|sur le|le)\s)?(?:n[°º]\s?)?([0-9]{4,6})\b"
)
_OF_EVERYONE = re2.compile(r"^(?:3[0-9]{3}|10[0-9]{2}|11[68][0-9]{3})$")  # « le 3949 », « le 118 218 »
_SPOKEN_DIGIT = (
    r"(?:z[ée]ros?|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?"
    r"|trente|quarante|cinquante|soixante|septante|huitante|nonante|et)"
)
_SPOKEN_PHONE = re2.compile(
    rf"(?i)\bz[ée]ro[\s,\-]+(?:six|sept|un|deux|trois|quatre|cinq|neuf|huit)(?:[\s,\-]+{_SPOKEN_DIGIT}){{4,}}\b"
)
# « zero six 39 98 12 zero 4 », « 06-39-98 quarante deux 17 »
_HALF_SPOKEN_PHONE = re2.compile(
    r"(?i)\b(?:0|z[ée]ros?[\s,.\-]+)(?:[1-9]|six|sept|un|deux|trois|quatre|cinq|neuf|huit)"
    rf"(?:[\s,.\-]+(?:[0-9]{{1,2}}|{_SPOKEN_DIGIT})){{4,}}\b"
)
_IBAN_START = re2.compile(r"(?i)(?:^|[^\p{L}\p{N}])([a-z]{2}[\s\-.]?[0-9]{2}(?:[\s\-.]{0,2}[0-9a-z]){10,36})")
_IBAN_COUNTRIES = frozenset(
    {"fr", "be", "ch", "de", "es", "it", "lu", "pt", "gb", "nl", "pl", "ro", "tn", "mc", "tr", "bg", "ie"
     , "lt", "at", "gr"}
)  # fmt: skip
_PLATE = re2.compile(
    r"(?i)\b(?:[a-z]{2}[\s\-.]{0,2}[0-9]{3}[\s\-.]{0,2}[a-z]{2}|[0-9]{2,4}[\s\-][a-z]{2,3}[\s\-][0-9]{2})\b"
)
_CODE = re2.compile(r"\b[0-9]{6,8}\s?[A-Za-z]\b|[\p{L}\p{N}]+(?:[-_/.][\p{L}\p{N}]+)*")
_MIXED = re2.compile(r"\p{L}[0-9]")  # « K7RTXP4QZ »
_DOSE = re2.compile(r"(?i)^[0-9]+(?:[.,/][0-9]+)*(?:mg|g|ml|µg|ui|mmol)(?:/[0-9.,]*(?:mg|g|ml|l|kg|j|h))?$")
_QUANTITY = re2.compile(r"(?i)^[0-9]+[.,]?[0-9]*\p{L}+$|^\p{L}{4,}[-/]?(?:19|20)[0-9]{2}$|[0-9]h(?:[0-9]|\b)")
_NUMBER_NOUN = re2.compile(
    r"(?i)n[°º]|\b(?:identifiant|num[ée]ro|num|no|dossier|matricule|r[ée]f[ée]rence|r[ée]f|contrat|convention|offre"
    r"|allocataire|r[ée]c[ée]piss[ée]|titre de s[ée]jour|immatricul[ée]e?|passeport|permis|badge|code|id"
    r"|ipp|nip|nda|iep|ine|numen|rpps|adeli|finess|sire[nt]|rcs|carte|cni|agr[ée]ment|adh[ée]rente?|usager|ticket|bon|facture|ref|mdp|s[ée]cu)\b"
)
_NUMBER = re2.compile(
    r"(?:\b[\p{L}]{1,6}[-_/]|\b\p{Lu}{1,4} )?[0-9][\p{L}\p{N}]*(?:[-_/.][\p{L}\p{N}]+|\s[0-9]+)*"
    r"(?:\s[A-Z][0-9]{0,3}\b)?"
)
_ENDS_SENTENCE = re2.compile(r"[.;!?\n]\s|\n")
_INITIALS = re2.compile(r"^\s(\p{L}{2,4}) $")
_REACH = 40  # characters between « numéro » and the number
_UNIT_AFTER = re2.compile(
    r"(?i)^\s{0,2}(?:€|euros?|eur\b|k\b|km|kms|m2|m²|francs?|balles|ans?\b|mois|jours?|heures?|h\b|min|fois|personnes?|gens"
    r"|habitants?|salari[ée]s?|candidatures?|cv\b|pas\b|kg|kilos?|grammes?|tonnes?|%|pour ?cent"
    r"|mots|signes|postes?|emplois?|offres?"
    r"|ch[ôo]meurs?|demandeurs?|entreprises?|pi[èe]ces|colis|lettres|mails?|brut|net\b|points?\b|mille|millions?|lits?|watts?|couverts?)"
)


def find_numbers(text: str) -> list[Mask]:
    """Return the masks of identifiers that a form gives away, in no particular order; they may overlap."""
    finders: tuple[Callable[[str], Iterator[Mask]], ...] = (
        _passwords, _mails, _links, find_accounts, _ibans, _phones, _digit_runs, _plates, _codes, _named_numbers,
    )  # fmt: skip
    return [mask for finder in finders for mask in finder(text)]


_PASSWORD = re2.compile(
    r"(?i)\b(?:mdp|mots? de passe|password)\b[^.\n0-9]{0,25}?\s([\p{L}!@#$%&*_\-]*[0-9][\p{L}\p{N}!@#$%&*_\-]+)"
)


# « mon identifiant c’est perrin.l.77 », but not « mon identifiant est peut-être faux »: a hyphen alone joins words too
_LOGIN = re2.compile(
    r"(?i)\b(?:identifiant|login|pseudo|user)\s?(?:c['’ ]?est|est|:|=|,)?\s?([\p{L}\p{N}]+(?:[._\-][\p{L}\p{N}]+)+)"
)
_NO_WORD = re2.compile(r"[._0-9]")


def _passwords(text: str) -> Iterator[Mask]:
    for pattern in (_PASSWORD, _LOGIN):
        for match in pattern.finditer(text):
            if _NO_WORD.search(match.group(1)):
                yield mask_of(match, MaskKind.IDENTIFIER, 1)


def _mails(text: str) -> Iterator[Mask]:
    for pattern in (_MAIL, _SPACED_MAIL, _BROKEN_MAIL, _SPOKEN_MAIL):
        for match in pattern.finditer(text):
            yield mask_of(match, MaskKind.MAIL)


def _links(text: str) -> Iterator[Mask]:
    for match in _LINK.finditer(text):
        start, end = match.span()
        end -= len(match.group()) - len(match.group().rstrip(".,;:!?…)»”\"'"))
        address = fold(text[start:end]).removeprefix("https://").removeprefix("http://").removeprefix("www.")
        if end > start and address.rstrip("/") not in _PUBLIC_SITES:
            yield Mask(start, end, MaskKind.LINK)


def _ibans(text: str) -> Iterator[Mask]:
    for match in _IBAN_START.finditer(text):
        start, candidate = match.start(1), match.group(1)
        length = _iban_length(candidate)
        if length:
            yield Mask(start, start + length, MaskKind.IDENTIFIER)


def _iban_length(candidate: str) -> int:
    """Return how much of ``candidate`` is an account number: up to a valid key, else to its last digit."""
    ends = [position + 1 for position, char in enumerate(candidate) if char.isalnum()]
    for count in range(min(34, len(ends)), 14, -1):
        if iban.is_valid(candidate[: ends[count - 1]]):
            return ends[count - 1]
    digits = [position + 1 for position, char in enumerate(candidate) if char.isdigit()]
    return digits[-1] if len(digits) >= 12 and candidate[:2].lower() in _IBAN_COUNTRIES else 0


def _phones(text: str) -> Iterator[Mask]:
    for pattern in (_PHONE, _SPOKEN_PHONE, _HALF_SPOKEN_PHONE):
        for match in pattern.finditer(text):
            yield mask_of(match, MaskKind.PHONE)
    for match in _DESK.finditer(text):
        number, at_a_desk = match.group(2), match.group(1) is not None
        public = _OF_EVERYONE.search(number) is not None and not at_a_desk
        if not public and not _is_year(number) and not _UNIT_AFTER.search(text[match.end() : match.end() + 16]):
            yield mask_of(match, MaskKind.PHONE, 2)


def _digit_runs(text: str) -> Iterator[Mask]:
    """Judge each run of digits, however spaced, by how many there are and how they are grouped."""
    for match in _CORSICAN_NIR.finditer(text):
        yield mask_of(match, MaskKind.IDENTIFIER)
    for match in _DIGITS.finditer(text):
        kind = _kind_of_run(match.group(), text[match.end() : match.end() + 16])
        if kind:
            yield mask_of(match, kind)


def _kind_of_run(run: str, following: str) -> MaskKind | None:
    digits = "".join(char for char in run if char.isdigit())
    groups = re2.findall(r"[0-9]+", run)
    longest = max(map(len, groups))
    if _UNIT_AFTER.search(following) and longest <= 6 and len(digits) <= 9:
        return None
    if digits[0] == "0" and len(digits) in (9, 10, 11) and longest != 4:
        return MaskKind.PHONE
    if all(len(group) == 4 and group[:2] in ("19", "20") for group in groups):
        return None  # a list of years
    if len(digits) in (13, 15) and digits[0] in "123478":
        return MaskKind.IDENTIFIER
    spaced_alike = len(groups) > 2 and longest <= 5 and len(digits) >= 12
    if longest == 1 and len(digits) >= 6:
        return MaskKind.IDENTIFIER  # « 2 9 0 2 1 9 9 »: boxes of a form, filled one by one
    return MaskKind.IDENTIFIER if longest >= 7 or spaced_alike or siren.is_valid(digits) else None


def _plates(text: str) -> Iterator[Mask]:
    for match in _PLATE.finditer(text):
        letters = re2.findall(r"\p{L}+", match.group().lower())
        if not any(is_function_word(fold(each)) for each in letters) and not _UNIT_AFTER.search(
            text[match.end() : match.end() + 16]
        ):
            yield mask_of(match, MaskKind.IDENTIFIER)


def _codes(text: str) -> Iterator[Mask]:
    """Find file numbers: seven digits and a letter, or a word that mixes letters with several digits."""
    for match in _CODE.finditer(text):
        code = match.group()
        digits = sum(char.isdigit() for char in code)
        letters = sum(char.isalpha() for char in code)
        mixed = len(_MIXED.findall(code)) >= 2 and digits >= 2 and len(code) >= 7 and not any(map(str.islower, code))
        four = digits == 4 and letters >= 2 and not _QUANTITY.search(code)
        if _DOSE.search(code):
            continue
        if mixed or four or (letters and digits >= 5) or digits >= 7:
            yield mask_of(match, MaskKind.IDENTIFIER)


def _named_numbers(text: str) -> Iterator[Mask]:
    """Find what a person calls a number: « dossier 4417 », « référence de l'offre 178KXPL »."""
    for noun in _NUMBER_NOUN.finditer(text):
        match = _NUMBER.search(text[noun.end() : noun.end() + _REACH + 40])
        if (
            match is None
            or match.start() > _REACH
            or _ENDS_SENTENCE.search(text[noun.end() : noun.end() + match.start()])
        ):
            continue
        start, end = noun.end() + match.start(), noun.end() + match.end()
        lead = match.group().split(" ")[0]
        if lead.isalpha() and (is_function_word(fold(lead)) or is_public(fold(lead))):
            start += len(lead) + 1
        else:
            start -= _initials_before(text[noun.end() : start])
        digits = sum(char.isdigit() for char in match.group())
        if digits >= 3 and not _is_year(match.group()) and not _UNIT_AFTER.search(text[end : end + 16]):
            yield Mask(start, end, MaskKind.IDENTIFIER)


def _initials_before(between: str) -> int:
    """« dossier [fsl ]2025 1187 »: initials that nothing but spaces parts from the number are the start of it."""
    match = _INITIALS.search(between)
    return 0 if match is None or is_function_word(fold(match.group(1))) else len(match.group(1)) + 1


def _is_year(number: str) -> bool:
    return len(number) == 4 and number[:2] in ("19", "20") and number.isdigit()
