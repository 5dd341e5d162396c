"""Exact dates and ages over 80. A month, a year or a weekday alone says too little to be hidden."""

from collections.abc import Iterator
from dataclasses import replace

import re2

from nlp.masking.kinds import Mask, MaskKind, mask_of

_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:(?:19|20)[0-9]{2}|[0-9]{2})"
# \b knows no accents: the months whose end is left open do without it
_MONTH_NAME = (
    r"(?:(?:jan|mars|avr|avrile?s?|mai|juin|jull?i?et|aout?|sept|oct|nov|dec)\b|ao[uû]t?|d[ée]c\b"
    r"|janv\p{L}*|f[ée]v\p{L}*|juil\p{L}*|sep[te][a-z]{3,5}|octo\p{L}*"
    r"|nov[ea][mn]\p{L}*|d[ée][cs]s?[ea][mn]\p{L}*|dessemb\p{L}*)"
)
_UNDER_20 = (
    r"(?:premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix(?:[ -](?:sept|huit|neuf))?"
    r"|onze|douze|treize|quatorze|quinze|seize)"
)
_UNIT_NAME = r"(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf)"
_DAY_NAME = rf"(?:{_UNDER_20}|vingt(?:[ -](?:et[ -])?{_UNIT_NAME})?|trente(?:[ -]et[ -]une?)?)"

_NUMBER_NAME = (
    rf"(?:mille?|cents?|vingts?|trente|quarante|cinquante|soixante|et|{_UNDER_20}|une?"
    r"|(?:quatre|soixante)[ -](?:vingts?|dix))"
)

_THEN_YEAR = rf"(?:\s{{1,2}}(?:19|20)[0-9]{{2}}\b|\s(?:mil(?:le)?|deux[ -]mil(?:le)?)\b(?:[\s-]{_NUMBER_NAME})*\b)"
# « sept août soixante-dix-neuf »
_SHORT_YEAR = rf"(?:(?:trente|quarante|cinquante|soixante|quatre[ -]vingts?)(?:[\s-]{_NUMBER_NAME})+\b)"
_ENGLISH = r"(?:january|february|march|april|june|july|august|september|october|november|december)"
_ENGLISH_SHORT = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)"

# \b: « le bureau va fermer 03/04 » holds no « mer »
_WEEKDAY = (
    r"(?:\b(?:lun(?:di)?|mar(?:di)?|mer(?:credi)?|jeu(?:di)?|ven(?:dredi)?|sam(?:edi)?|dim(?:anche)?)\.?\s{1,2})?"
)

_DATES = tuple(
    re2.compile(pattern)
    for pattern in (
        # « 14 mars 2024 », « lundi 7 décembre », « du 5 au 25 septembre »
        rf"(?i)\b{_WEEKDAY}(?:{_DAY}\s?(?:er)?\s?(?:au|et|ou|à|,|-)\s?){{0,4}}{_DAY}\s?(?:er|e|ème)?\s{{0,2}}{_MONTH_NAME}\.?{_THEN_YEAR}?",
        rf"(?i)\b{_WEEKDAY}{_DAY_NAME}\s+{_MONTH_NAME}(?:{_THEN_YEAR}|\s{_SHORT_YEAR})?",
        rf"\b(?i:{_WEEKDAY}){_DAY}\s?[/.\-–|]\s?{_MONTH}\s?[/.\-–|]\s?{_YEAR}\b",
        rf"(?i)\b{_DAY}\s?(?:-|de |du mois de |d['’])\s?{_MONTH_NAME}",
        rf"(?i)\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s({_DAY})(?:\s?er)?\b",
        rf"\b{_DAY} {_MONTH} (?:19|20)[0-9]{{2}}\b",
        rf"(?i)\b{_DAY} du {_MONTH} (?:19|20)?[0-9]{{2}}\b",
        # « 14-janv-2024 »
        rf"(?i)\b{_DAY}[\-/.]{_MONTH_NAME}\.?[\-/. ]{_YEAR}\b",
        # « 03feb », « 12-Feb-2024 », « 3rd of March », « March 3, 2024 »
        rf"(?i)\b{_DAY}-?{_ENGLISH_SHORT}\b(?:[- ]?(?:19|20)[0-9]{{2}}\b)?",
        rf"(?i)\b{_DAY}(?:st|nd|rd|th)?\s(?:of\s)?{_ENGLISH}\b(?:,?\s(?:19|20)[0-9]{{2}}\b)?",
        rf"(?i)\b{_ENGLISH}\s{_DAY}(?:st|nd|rd|th)?\b(?:,?\s(?:19|20)[0-9]{{2}}\b)?",
        r"\b(?:19|20)[0-9]{2}[-/.](?:0[1-9]|1[0-2])[-/.](?:0[1-9]|[12][0-9]|3[01])\b",
    )
)
# « le 12/09 », « le 12.09 »; a slash between numbers of two digits is a date by itself, « 8/10 » is a mark
_SHORT_DATE = re2.compile(
    r"(?i)(?:\b(?:le|du|au|d[èe]s|depuis|avant|apr[èe]s|jusqu'?au|pour le|et le|et|ou"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|rdv|rendez-vous|entretien|convocation|visite|pr[ée]vue?)"
    rf"\s+)({_DAY}[/.\-]{_MONTH})(?:[^\p{{N}}/.\-]|[.\-](?:[^\p{{N}}]|$)|$)"
)
# « née le 3 février 92 »
_BORN = re2.compile(rf"(?i)\bn[ée]e?s?\sle\s({_DAY}\s?(?:er)?\s{_MONTH_NAME}\s['’]?[0-9]{{2}})\b")
# « les 18 et 19/01 », « du 3 au 14/02/2024 »
_DAYS_OF_A_MONTH = re2.compile(
    rf"(?i)\b(?:les|du)\s({_DAY}(?:,\s{_DAY})*\s?(?:au|et|ou|à|-)\s?{_DAY}[/.]{_MONTH}(?:[/.]{_YEAR})?)\b"
)
_DATE_AND_HOUR = re2.compile(rf"(?i)(?:^|[^\p{{N}}/.])({_DAY}/{_MONTH}),?\s(?:[àa]\s)?[0-9]{{1,2}}\s?h(?:[^\p{{L}}]|$)")
_PADDED_DATE = re2.compile(
    rf"(?i)(?:^|[^\p{{N}}/.])({_WEEKDAY}(?:0[1-9]|[12][0-9]|3[01])/(?:0[1-9]|1[0-2]))(?:[^\p{{N}}/]|$)"
)
_THE_SEA = re2.compile(r"(?i)\b(?:la|de|en|haute|basse|pleine) mer $")
_HOUR_AFTER = re2.compile(r"(?i)^\s?(?:h\b|h[0-9]|heures?|:[0-9])")
_ALWAYS_OPEN = "7/7"
_MARKS = frozenset({"12/12", "10/10"})  # unless « le » or « au » stands before

TENS = (
    r"(?:quatre[ -]vingts?(?:[ -](?:dix(?:[ -](?:sept|huit|neuf))?|onze|douze|treize|quatorze|quinze|seize"
    rf"|{_UNIT_NAME}))?|nonante|huitante)"
)
_OLD_AGE = re2.compile(rf"(?i)\b(?:(?:8[1-9]|9[0-9]|1[01][0-9])\s{{0,2}}ans|{TENS}\s+ans)\b")


def find_dates(text: str) -> list[Mask]:
    """Return the masks of exact dates and of ages over 80; they may overlap."""
    return [*_exact_dates(text), *_ages(text)]


def _exact_dates(text: str) -> Iterator[Mask]:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if not _HOUR_AFTER.search(text[match.end() : match.end() + 8]):
                yield _dated(text, mask_of(match, MaskKind.DATE))
    for pattern in (_BORN, _SHORT_DATE, _DAYS_OF_A_MONTH, _DATE_AND_HOUR, _PADDED_DATE):
        for match in pattern.finditer(text):
            mark = pattern is _PADDED_DATE and match.group(1) in _MARKS
            if not mark and match.group(1) != _ALWAYS_OPEN:
                yield _dated(text, mask_of(match, MaskKind.DATE, 1))


def _dated(text: str, mask: Mask) -> Mask:
    """« la mer 12/05 »: the sea, and not a Wednesday."""
    sea = _THE_SEA.search(text[max(0, mask.start - 8) : mask.start + 4])
    return mask if sea is None else replace(mask, start=mask.start + len("mer "))


def _ages(text: str) -> Iterator[Mask]:
    for match in _OLD_AGE.finditer(text):
        yield mask_of(match, MaskKind.AGE)
