"""Exact dates, ages and rare facts. A month, a year or a weekday alone says too little to be hidden."""

from collections.abc import Iterator
from functools import lru_cache

import re2

from nlp.language import fold
from nlp.masking.kinds import Mask, MaskKind, mask_of
from nlp.masking.words import cue_words, is_function_word

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

_DATES = tuple(
    re2.compile(pattern)
    for pattern in (
        # « 14 mars 2024 », « du 5 au 25 septembre »
        rf"(?i)\b(?:{_DAY}\s?(?:er)?\s?(?:au|et|ou|à|,|-)\s?)?{_DAY}\s?(?:er|e|ème)?\s{{0,2}}{_MONTH_NAME}\.?(?:\s{{1,2}}(?:19|20)[0-9]{{2}}\b)?",
        rf"(?i)\b{_DAY_NAME}\s+{_MONTH_NAME}(?:\s+(?:19|20)[0-9]{{2}}\b|(?:\s{_NUMBER_NAME}){{2,}}\b)?",
        rf"\b{_DAY}\s?[/.\-–|]\s?{_MONTH}\s?[/.\-–|]\s?{_YEAR}\b",
        rf"(?i)\b{_DAY}\s?(?:-|de |du mois de |d['’])\s?{_MONTH_NAME}",
        rf"(?i)\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s({_DAY})(?:\s?er)?\b",
        rf"\b{_DAY} {_MONTH} (?:19|20)[0-9]{{2}}\b",
        rf"(?i)\b{_DAY} du {_MONTH} (?:19|20)?[0-9]{{2}}\b",
        r"\b(?:19|20)[0-9]{2}[-/.](?:0[1-9]|1[0-2])[-/.](?:0[1-9]|[12][0-9]|3[01])\b",
    )
)
# « le 12/09 », « le 12.09 »; a slash between numbers of two digits is a date by itself, « 8/10 » is a mark
_SHORT_DATE = re2.compile(
    r"(?i)(?:\b(?:le|du|au|d[èe]s|depuis|avant|apr[èe]s|jusqu'?au|pour le|et le|et|ou"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|rdv|rendez-vous|entretien|convocation|visite|pr[ée]vue?)"
    rf"\s+)({_DAY}[/.\-]{_MONTH})(?:[^\p{{N}}/.\-]|[.\-](?:[^\p{{N}}]|$)|$)"
)
_DATE_AND_HOUR = re2.compile(rf"(?i)(?:^|[^\p{{N}}/.])({_DAY}/{_MONTH}),?\s(?:[àa]\s)?[0-9]{{1,2}}\s?h(?:[^\p{{L}}]|$)")
_PADDED_DATE = re2.compile(r"(?:^|[^\p{N}/.])((?:0[1-9]|[12][0-9]|3[01])/(?:0[1-9]|1[0-2]))(?:[^\p{N}/]|$)")
_HOUR_AFTER = re2.compile(r"(?i)^\s?(?:h\b|h[0-9]|heures?|:[0-9])")
_ALWAYS_OPEN = "7/7"
_MARKS = frozenset({"12/12", "10/10"})  # unless « le » or « au » stands before

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
# of the names of trades
_ENDING = r"(?:eur|euse|ier|i[èe]re|iste|eure|ien|ienne|an|ane|ant|ante|rice|ogue|graphe|aire)"
_SOMEONE = r"(?:femme|homme|fille|gar[çc]on|mec|meuf|nana|gars|papa|maman|p[èe]re|m[èe]re)"
_FORMERLY = r"(?:ancien(?:ne)?\s|ex[ -])?"
_ONLY = r"(?:(?:la|le|l['’])\s?)?(?:seule?|derni[èe]re?|unique)\b"
_ONLY_ONE = r"(?:(?:la|le)\s(?:seule?|derni[èe]re?)|l['’]unique)"
_THE = r"(?:la |le |les |l['’]|tout |toute |mon |ma |mes |notre |ce |cet |cette )*"
_SOMEWHERE = rf"\s(?:de|du|des|d['’]|dans|à|au|sur)\s?{_THE}[\p{{L}}\-]+"
_SCOPE = (
    r"(?:commune|villages?|bourg|vall[ée]e|vallon|d[ée]partement|canton|plateau|quartier|atelier|usine|port|[îi]le|h?ameau"
    r"|chantier|immeuble|promo|promotion|montagne|massif|estuaire|littoral|c[ôo]te|presqu['’][îi]le|cit[ée]|r[ée]gion"
    r"|service|[ée]quipe|classe|groupe|session|carri[èe]re|filature|maternit[ée]|paroisse|lyc[ée]e|foyer|r[ée]sidence|caserne)"
)
_WHERE = rf"(?:{_SOMEWHERE})?"
_I_AM = r"(?:je suis|suis|jsuis|jsui|chui|c['’]est|[êe]tre|ici|comme|j['’ ]?[ée]tai[st])"
_STILL = r"(?:encore|toujours|et j['’ ]?(?:et|ét)ai[st]?|et je suis|j['’]?[ée]tai[st]|ancien(?:ne)?)"
_I_REMAIN = r"(?:et\s)?(?:je\s|j['’])?(?:suis|etais|étais|reste|encore)\s"
_RARE_FACTS = tuple(
    re2.compile(pattern)
    for pattern in (
        rf"(?i)\b{_AGE}\s?,?\s(?:{_I_REMAIN})?{_ONLY}\s{_TRADE}",
        rf"(?i)\b{_AGE}\s?,?\s{_STILL}\s{_TRADE}",
        rf"(?i)\b(?:{_I_AM}|moi)\s?,?\s({_ONLY}\s{_SOMEONE}\s[\p{{L}}\-]+{_WHERE})",
        rf"(?i)\b(?:je suis|suis|jsuis|jsui|chui|[êe]tre|j['’ ]?[ée]tai[st])\s({_ONLY}\s[\p{{L}}\-]+{_SOMEWHERE})",
        rf"(?i)\b{_ONLY}\s[\p{{L}}\-]+(?:\s[\p{{L}}\-]+){{0,3}}\s(?:de|du|d['’]|dans|à|au)\s?{_THE}{_SCOPE}\b"
        r"(?:\s(?:de\s|d['’])[\p{L}\-]+(?:\s[\p{L}\-]{5,})?)?",
        rf"(?i)\b{_I_AM}\s(l['’]ancien(?:ne)?\s[\p{{L}}\-]+(?:\s[\p{{L}}\-]+){{0,2}}\s(?:de|du|d['’])\s?{_THE}{_SCOPE})\b",
        rf"(?i)\b((?:le|la)\spremi(?:er|[èe]re)\s{_SOMEONE}\s[\p{{L}}\-]+{_WHERE})",
        rf"(?i)\b{_ONLY_ONE}\s{_SOMEONE}\s[\p{{L}}\-]+{_WHERE}",
        rf"(?i)\b(?:{_AGE}\s?,?\s{_ONLY}|{_ONLY_ONE})\s{_FORMERLY}(?:{_SOMEONE}|sage-femme|[\p{{L}}\-]+{_ENDING})\b"
        rf"(?:\s[\p{{L}}’'\-]+){{0,6}}?\s(?:de|du|d['’]|à|au)\s?{_THE}(?:{_SCOPE}\b|(?-i:\p{{Lu}}\p{{Ll}})[\p{{L}}\-]+)",
        # « 58 ans, tourneur sur nacre »: a trade, and what few work on
        rf"(?i)\b{_AGE}\s?,\s[\p{{L}}\-]+{_ENDING}\ssur\s(?:nacre|bois|verre|cuir|soie|pierre|m[ée]taux|ivoire|os|corne|porcelaine)\b",
        # whatever one is the only one of: « je suis le seul tailleur de pierre encore debout du coin »
        rf"(?i)\b{_I_AM}\s({_ONLY}(?:\s[\p{{L}}’'\-]+){{1,5}}?\s(?:de|du|des|d['’]|dans|au|sur|en|chez)\s?{_THE}[\p{{L}}\-]+)",
    )
)
# « le dernier sabotier de la vallée », whoever says it: but « la dernière heure » is no trade
_ONLY_TRADE = re2.compile(rf"(?i)\b{_ONLY_ONE}\s{_FORMERLY}([\p{{L}}\-]+{_ENDING})\b{_OF}{_WHERE}")
_ALONE = frozenset({"la", "le", "l", "seul", "seule", "dernier", "derniere", "unique"})
_LETTERS = re2.compile(r"\p{L}+")
_NO_TRADES = cue_words("no_trades")


# a trade and what says which: « souffleuse de verre », « maréchale-ferrante », « facteur d’orgues »
_TRADES = re2.compile(
    r"(?i)(?:ancien(?:ne)?\s)?(\p{L}+(?:-\p{L}+)*?)(?:[ -]ferrante?)?"
    r"(?:\s(?:de |d['’]|en |sur )(?:verre|bois|pierre|livres?|pianos?|orgues?"
    r"|clavecins?|harmoniums?|violons?|cheminées?|animaux|cirque|art|cuir|fer|tapis|instruments?|marionnettes|moulin"
    r"|p[ée]niche|phare)s?)?\b"
)
_ONLY_BEFORE = re2.compile(rf"(?i){_ONLY}\s{_FORMERLY}$")
_PLACED = re2.compile(rf"^{_SOMEWHERE}")
_RARE_TRADES = cue_words("rare_trades")
_SPELT_AGE = r"(?:vingt|trente|quarante|cinquante|soixante)(?:[ -](?:et[ -])?\p{L}{2,8})?"
_ANY_AGE = re2.compile(rf"(?i)\b(?:[1-9][0-9]|{_TENS}|{_SPELT_AGE})\s{{0,2}}ans\b")
_ENDS_SENTENCE = re2.compile(r"[.!?…\n]")
_NEAR = 70  # characters from an age to a trade that belong together


def find_dates(text: str) -> list[Mask]:
    """Return the masks of exact dates, of ages over 80 and of rare facts; they may overlap."""
    return [*_exact_dates(text), *_ages(text), *_rare_facts(text)]


def _exact_dates(text: str) -> Iterator[Mask]:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if not _HOUR_AFTER.search(text[match.end() : match.end() + 8]):
                yield mask_of(match, MaskKind.DATE)
    for pattern in (_SHORT_DATE, _DATE_AND_HOUR, _PADDED_DATE):
        for match in pattern.finditer(text):
            mark = pattern is _PADDED_DATE and match.group(1) in _MARKS
            if not mark and match.group(1) != _ALWAYS_OPEN:
                yield mask_of(match, MaskKind.DATE, 1)


def _ages(text: str) -> Iterator[Mask]:
    for match in _OLD_AGE.finditer(text):
        yield mask_of(match, MaskKind.AGE)


def _where_after(text: str, end: int) -> int:
    placed = _PLACED.search(text[end : end + 40])
    return 0 if placed is None else placed.end()


@lru_cache(maxsize=1)
def _all_rare_trades() -> frozenset[str]:
    """The rare trades, men's and women's: « fauconnier, fauconnière », « dompteur, dompteuse »."""
    women = (("eur", "euse"), ("teur", "trice"), ("er", "ere"), ("ien", "ienne"), ("on", "onne"), ("", "e"))
    return _RARE_TRADES | {
        trade.removesuffix(man) + woman for trade in _RARE_TRADES for man, woman in women if trade.endswith(man)
    }


def _rare_facts(text: str) -> Iterator[Mask]:
    for pattern in _RARE_FACTS:
        for match in pattern.finditer(text):
            told = [word for word in map(fold, _LETTERS.findall(match.group())) if word not in _ALONE]
            if told and not is_function_word(told[-1]) and told[0] not in _NO_TRADES:
                yield mask_of(match, MaskKind.RARE_FACT, 1 if pattern.groups else 0)
    for match in _ONLY_TRADE.finditer(text):
        if fold(match.group(1)) not in _NO_TRADES:
            yield mask_of(match, MaskKind.RARE_FACT)
    yield from _rare_trades(text)


def _rare_trades(text: str) -> Iterator[Mask]:
    trades = [match for match in _TRADES.finditer(text) if fold(match.group(1)) in _all_rare_trades()]
    for match in trades:
        only = _ONLY_BEFORE.search(text[max(0, match.start() - 30) : match.start()])
        if only is not None:
            start = match.start() - len(only.group())
            yield Mask(start, match.end() + _where_after(text, match.end()), MaskKind.RARE_FACT)
    for age in _ANY_AGE.finditer(text):
        for trade in trades:
            start, end = min(age.start(), trade.start()), max(age.end(), trade.end())
            if end - start <= _NEAR and not _ENDS_SENTENCE.search(text[start:end]):
                yield Mask(start, end, MaskKind.RARE_FACT)
