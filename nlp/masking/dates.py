"""Exact dates, ages and rare facts. A month, a year or a weekday alone says too little to be hidden."""

from collections.abc import Iterator

import re2

from nlp.masking.kinds import Mask, MaskKind, mask_of

_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:(?:19|20)[0-9]{2}|[0-9]{2})"
_MONTH_NAME = (
    r"(?:janv(?:ier)?|jan|f[ée]vr?(?:ier)?|mars|avr(?:il)?|mai|juin|jui?ll?et|juill?|juil|juill?[ée]|ao[uû]t"
    r"|sept(?:embre)?|septanbre|octobre?|oct|novembre?|nov|novanbre|d[ée]cembre?|d[ée]c|d[ée]sembre|d[ée]canbre|dessembre)"
)
_UNDER_20 = (
    r"(?:premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix(?:[ -](?:sept|huit|neuf))?"
    r"|onze|douze|treize|quatorze|quinze|seize)"
)
_UNIT_NAME = r"(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf)"
_DAY_NAME = rf"(?:{_UNDER_20}|vingt(?:[ -](?:et[ -])?{_UNIT_NAME})?|trente(?:[ -]et[ -]une?)?)"

_DATES = tuple(
    re2.compile(pattern)
    for pattern in (
        rf"(?i)\b{_DAY}\s?(?:er|e|ème)?\s{{0,2}}{_MONTH_NAME}\b\.?(?:\s{{1,2}}(?:19|20)[0-9]{{2}}\b)?",
        rf"(?i)\b{_DAY_NAME}\s+{_MONTH_NAME}\b(?:\s+(?:19|20)[0-9]{{2}}\b)?",
        rf"\b{_DAY}\s?[/.\-–]\s?{_MONTH}\s?[/.\-–]\s?{_YEAR}\b",
        rf"\b{_DAY} {_MONTH} (?:19|20)[0-9]{{2}}\b",
        r"\b(?:19|20)[0-9]{2}[-/.](?:0[1-9]|1[0-2])[-/.](?:0[1-9]|[12][0-9]|3[01])\b",
    )
)
# « le 12/09 », « le 12.09 »; a slash between numbers of two digits is a date by itself, « 8/10 » is a mark
_SHORT_DATE = re2.compile(
    r"(?i)(?:\b(?:le|du|au|d[èe]s|depuis|avant|apr[èe]s|jusqu'?au|pour le|et le|et|ou"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
    rf"\s+)({_DAY}[/.\-]{_MONTH})(?:[^\p{{N}}/.\-]|[.\-](?:[^\p{{N}}]|$)|$)"
)
_PADDED_DATE = re2.compile(r"(?:^|[^\p{N}/.])((?:0[1-9]|[12][0-9]|3[01])/(?:0[1-9]|1[0-2]))(?:[^\p{N}/]|$)")
_NOT_DATES = frozenset({"24/24", "7/7", "12/12", "10/10"})

_TENS = (
    r"(?:quatre[ -]vingts?(?:[ -](?:dix(?:[ -](?:sept|huit|neuf))?|onze|douze|treize|quatorze|quinze|seize"
    rf"|{_UNIT_NAME}))?|nonante|huitante)"
)
_OLD_AGE = re2.compile(rf"(?i)\b(?:(?:8[1-9]|9[0-9]|1[01][0-9])\s{{0,2}}ans|{_TENS}\s+ans)\b")

# An exact age beside a trade is enough to know someone in a small town, and so is being the only one.
_AGE = r"(?:[1-9][0-9]\s{0,2}ans)"
_OF = r"(?:\s(?:de |d['’]|du )[\p{L}\-]+)?"
_TRADE = (
    r"(?:[\p{L}’'\-]+)(?:\s(?:de|du|d['’]|des|en|à|a)\s?[\p{L}’'\-]+|\s(?:d['’])[\p{L}\-]+"
    r"|[ \-][\p{L}\-]+[-][\p{L}\-]+)?"
)
_ENDING = r"(?:eur|euse|ier|i[èe]re|iste|eure|ien|ienne|an|ane|ant|ante)"  # of the names of trades
_ONLY = r"(?:(?:la|le|l['’])\s?)?(?:seule?|derni[èe]re?|unique)\b"
_I_AM = r"(?:je suis|suis|jsuis|chui|c['’]est|ici|comme|j['’ ]?[ée]tai[st])"
_STILL = r"(?:encore|toujours|et j['’ ]?(?:et|ét)ai[st]?|et je suis|j['’]?[ée]tai[st]|ancien(?:ne)?)"
_I_REMAIN = r"(?:et\s)?(?:je\s|j['’])?(?:suis|etais|étais|reste|encore)\s"
_RARE_FACTS = tuple(
    re2.compile(pattern)
    for pattern in (
        rf"(?i)\b{_AGE}\s?,?\s(?:{_I_REMAIN})?{_ONLY}\s{_TRADE}",
        rf"(?i)\b{_AGE}\s?,?\s{_STILL}\s{_TRADE}",
        rf"(?i)\b{_I_AM}\s({_ONLY}\s(?:femme|homme|fille|mec|m[ée]tier)\s[\p{{L}}\-]+)",
        rf"(?i)\b(?:l['’]unique)\s[\p{{L}}\-]+{_ENDING}\b{_OF}",
        rf"(?i)\b(?:je suis|suis|jsuis)\s((?:la |le )(?:seule?|derni[èe]re?)\s[\p{{L}}\-]+{_ENDING}\b{_OF})",
    )
)


def find_dates(text: str) -> list[Mask]:
    """Return the masks of exact dates, of ages over 80 and of rare facts; they may overlap."""
    return [*_exact_dates(text), *_ages(text), *_rare_facts(text)]


def _exact_dates(text: str) -> Iterator[Mask]:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            yield mask_of(match, MaskKind.DATE)
    for pattern in (_SHORT_DATE, _PADDED_DATE):
        for match in pattern.finditer(text):
            if match.group(1) not in _NOT_DATES:
                yield mask_of(match, MaskKind.DATE, 1)


def _ages(text: str) -> Iterator[Mask]:
    for match in _OLD_AGE.finditer(text):
        yield mask_of(match, MaskKind.AGE)


def _rare_facts(text: str) -> Iterator[Mask]:
    for pattern in _RARE_FACTS:
        for match in pattern.finditer(text):
            group = 1 if pattern.groups else 0
            yield mask_of(match, MaskKind.RARE_FACT, group)
