"""Rare facts: an exact age with a trade few people have, or being the only one of a place.

Three lists of trades, from the surest: those few people have (``rare_trades``: hidden near an age, or after « la
seule »), those too many have (``common_trades``: any other is rare just after an age), and what only ends like a trade
(``no_trades``: « la dernière heure »).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2

from nlp.language import fold
from nlp.masking.dates import TENS
from nlp.masking.kinds import Mask, MaskKind, Match
from nlp.masking.vocabulary import is_verb
from nlp.masking.words import cue_words, is_function_word

_ACCENTS = str.maketrans({"a": "[aàâ]", "c": "[cç]", "e": "[eéèêë]", "i": "[iîï]", "o": "[oô]", "u": "[uùûü]"})


def _spelt(name: str) -> str:
    """Return a pattern of the words of a list, with or without their accents."""
    return "|".join(word.translate(_ACCENTS) for word in sorted(cue_words(name), key=len, reverse=True))


# An exact age beside a trade is enough to know someone in a small town, and so is being the only one.
_YEARS = r"(?:ans?|piges|balais|berges)"
_AGE = rf"(?:[1-9][0-9]\s{{0,2}}{_YEARS})"
_TRADE = (
    r"(?:[\p{L}’'\-]+)(?:\s(?:de|du|d['’]|des|en|à|a)\s?[\p{L}’'\-]+|\s(?:d['’])[\p{L}\-]+"
    r"|[ \-][\p{L}\-]+[-][\p{L}\-]+)?"
)
# of the names of trades
_ENDING = r"(?:eur|euse|ier|i[èe]re|iste|eure|ien|ienne|an|ane|ant|ante|rice|ogue|graphe|aire)"
_SOMEONE = rf"(?:{_spelt('someone')})"
_FORMERLY = r"(?:ancien(?:ne)?\s|ex[ -])?"
_ONLY = r"(?:(?:la|le|l['’])\s?)?(?:seule?|derni[èe]re?|unique)\b"
_ONLY_ONE = r"(?:(?:la|le)\s(?:seule?|derni[èe]re?)|l['’]unique)"
_THE = r"(?:la |le |les |l['’]|tout |toute |mon |ma |mes |notre |ce |cet |cette )*"
_SOMEWHERE = rf"\s(?:de|du|des|d['’]|dans|à|au|sur)\s?{_THE}[\p{{L}}\-]+"
_SCOPE = rf"(?:(?:{_spelt('scopes')})s?)"
_WHERE = rf"(?:{_SOMEWHERE})?"
_I_AM = r"(?:je suis|suis|jsuis|jsui|chui|c['’]est|[êe]tre|ici|comme|j['’ ]?[ée]tai[st])"
_STILL = r"(?:encore|toujours|et j['’ ]?(?:et|ét)ai[st]?|et je suis|j['’]?[ée]tai[st]|ancien(?:ne)?)"
_I_REMAIN = r"(?:et\s)?(?:je\s|j['’])?(?:suis|etais|étais|reste|encore)\s"
_NO_TRADES = cue_words("no_trades")
_COMMON_TRADES = cue_words("common_trades") | _NO_TRADES
_RARE_TRADES = cue_words("rare_trades")
_NO_SCOPES = cue_words("no_scopes")
_NOT_IN_A_NAME = cue_words("not_in_a_name")
_ALONE = frozenset({"la", "le", "l", "seul", "seule", "dernier", "derniere", "unique"})
_ALL_ALONE = re2.compile(r"(?i)^seule?\s(?:le|la|les|un|une|l['’])")  # « seul le bâtiment de l’école »
_LETTERS = re2.compile(r"\p{L}+")


def _tells(match: Match) -> bool:
    """Does this tell who speaks: « la seule femme du fournil », but not « le seul bus », « la seule à la maison »?"""
    told = [word for word in map(fold, _LETTERS.findall(match.group())) if word not in _ALONE]
    if not told or is_function_word(told[-1]) or told[-1] in _NO_SCOPES or _ALL_ALONE.search(match.group()):
        return False
    return told[0] not in _NO_TRADES


def _names_a_trade(match: Match) -> bool:
    """Is it a trade, and not « la dernière heure »?"""
    return fold(match.group("trade")) not in _NO_TRADES


def _is_uncommon(match: Match) -> bool:
    """Do few people have this trade, as far as the list of common ones knows?"""
    return all(fold(word) not in _COMMON_TRADES for word in _LETTERS.findall(match.group("trade")))


@dataclass(frozen=True, slots=True)
class Form:
    """A way to say a rare fact, if ``tells`` agrees: ``(?P<fact>…)`` of the pattern is hidden, or all of it."""

    example: str
    pattern: Any
    tells: Callable[[Match], bool] = _tells

    def facts(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where this form says a rare fact in ``text``."""
        group = self.pattern.groupindex.get("fact", 0)
        return (match.span(group) for match in self.pattern.finditer(text) if self.tells(match))


# No order matters here: what they find is added up.
FORMS = tuple(
    Form(example, re2.compile(rf"(?i){pattern}"), *tells)
    for example, pattern, *tells in (
        ("52 ans, seule couvreuse", rf"\b{_AGE}\s?,?\s(?:{_I_REMAIN})?{_ONLY}\s{_TRADE}"),
        ("58 ans, ancien docker", rf"\b{_AGE}\s?,?\s{_STILL}\s{_TRADE}"),
        (
            "58 ans, tourneur sur nacre",  # a trade, and what few work on
            rf"\b{_AGE}\s?,\s[\p{{L}}\-]+{_ENDING}\ssur\s"
            r"(?:nacre|bois|verre|cuir|soie|pierre|m[ée]taux|ivoire|os|corne|porcelaine)\b",
        ),
        (
            "39 ans, coloriste sur soie",  # whatever it is: but not « 34 ans, vendeuse »
            rf"(?:^|[^\p{{L}}\p{{N}}])(?P<fact>{_AGE}\s?,\s(?:ancien(?:ne)?\s|ex[ -])?"
            r"(?P<trade>\p{L}{3,}(?:eur|euse|ier|i[èe]re|iste|rice|ogue|graphe))"
            r"(?:\s(?:de |d['’]|en |sur )[\p{L}\-]{3,})?)(?:[^\p{L}]|$)",
            _is_uncommon,
        ),
        (
            "mareyeuse, 48 ans",  # the same, the other way round, where someone says who they are
            r"(?:^|[.,;:!?(\n–-]\s?|(?:^|[^\p{L}])(?:suis|moi|ici|comme|une?|[ée]tai[st])\s)"
            r"(?P<fact>(?:ancien(?:ne)?\s|ex[ -])?(?P<trade>\p{L}{3,}(?:eur|euse|ier|i[èe]re|iste|rice|ogue|graphe))"
            rf"(?:\s(?:de |d['’]|en |sur )[\p{{L}}\-]{{3,}})?(?:,\s|\sde\s){_AGE})(?:[^\p{{L}}]|$)",
            _is_uncommon,
        ),
        (
            "je suis la seule femme soudeuse",
            rf"\b(?:{_I_AM}|moi)\s?,?\s(?P<fact>{_ONLY}\s{_SOMEONE}\s[\p{{L}}\-]+{_WHERE})",
        ),
        (
            "je suis la seule couvreuse du coin",
            r"\b(?:je suis|suis|jsuis|jsui|chui|[êe]tre|j['’ ]?[ée]tai[st])\s"
            rf"(?P<fact>{_ONLY}\s[\p{{L}}\-]+{_SOMEWHERE})",
        ),
        (
            "je suis le seul tailleur de pierre",  # whatever one is the only one of
            rf"\b{_I_AM}\s(?P<fact>{_ONLY}(?:\s[\p{{L}}’'\-]+){{1,5}}?\s"
            rf"(?:de|du|des|d['’]|dans|au|sur|en|chez)\s?{_THE}[\p{{L}}\-]+)",
        ),
        (
            "c’est l’ancien garde du village",
            rf"\b{_I_AM}\s(?P<fact>l['’]ancien(?:ne)?\s[\p{{L}}\-]+(?:\s[\p{{L}}\-]+){{0,2}}\s"
            rf"(?:de|du|d['’])\s?{_THE}{_SCOPE})\b",
        ),
        (
            "le premier homme sage-femme",
            rf"\b(?P<fact>(?:le|la)\spremi(?:er|[èe]re)\s{_SOMEONE}\s[\p{{L}}\-]+{_WHERE})",
        ),
        ("la seule femme cordiste", rf"\b{_ONLY_ONE}\s{_SOMEONE}\s[\p{{L}}\-]+{_WHERE}"),
        (
            "la seule femme du fournil",
            rf"\b{_ONLY}\s{_SOMEONE}\s(?:de|du|des|d['’]|dans|à|a|au|sur|en|chez|parmi)\s?{_THE}[\p{{L}}\-]+",
        ),
        ("le seul du chantier", rf"\b{_ONLY_ONE}\s(?:de|du|dans|à|au|sur)\s?{_THE}{_SCOPE}\b"),
        (
            "le seul tamoul de la brigade",
            rf"\b{_ONLY}\s[\p{{L}}\-]+(?:\s[\p{{L}}\-]+){{0,3}}\s(?:de|du|d['’]|dans|à|au)\s?{_THE}{_SCOPE}\b"
            r"(?:\s(?:de\s|d['’])[\p{L}\-]+(?:\s[\p{L}\-]{5,})?)?",
        ),
        (
            "la seule ancienne tisseuse qui reste de la vallée",
            rf"\b(?:{_AGE}\s?,?\s{_ONLY}|{_ONLY_ONE})\s{_FORMERLY}(?:{_SOMEONE}|sage-femme|[\p{{L}}\-]+{_ENDING})\b"
            rf"(?:\s[\p{{L}}’'\-]+){{0,6}}?\s(?:de|du|d['’]|à|au)\s?{_THE}(?:{_SCOPE}\b|(?-i:\p{{Lu}}\p{{Ll}})[\p{{L}}\-]+)",
        ),
        (
            "le dernier sabotier de la vallée",  # whoever says it
            rf"\b{_ONLY_ONE}\s{_FORMERLY}(?P<trade>[\p{{L}}\-]+{_ENDING})\b(?:{_SOMEWHERE}){{0,2}}",
            _names_a_trade,
        ),
    )
)
# « du groupe », « de la promo »: of which what follows may say the trade
_OPEN_SCOPE = re2.compile(
    r"(?i)(?:^|[^\p{L}])(?:promo|promotion|section|classe|groupe|session|[ée]quipe|fili[èe]re|rayon|brigade)$"
)
_BEFORE_A_REGION = cue_words("before_a_region")
_ONE_MORE = re2.compile(r"^[ -](?:de |du |d['’])?\p{L}{3,}")
_IN_A_REGION = re2.compile(r"^\sen\s(\p{L}[\p{L}-]+)")
_REGIONS = cue_words("regions")
_ANY_ONLY = re2.compile(rf"(?i)^{_ONLY}")
_WHICH = re2.compile(r"^\s(?:de |d['’]|des |du )?(\p{L}{4,})(?:\s(?:de |d['’]|en |du )\p{L}{4,})?")

# a trade and what says which: « souffleuse de verre », « maréchale-ferrante », « perruquière pour le théâtre »
_TRADES = re2.compile(
    r"(?i)(?:ancien(?:ne)?\s)?(\p{L}+(?:-\p{L}+)*?)(?:[ -]ferrante?)?"
    rf"(?:\s(?:de |d['’]|en |sur |pour |dans |à |au )(?:la |le |les |l['’])?(?:{_spelt('of_rare_trades')})s?)?\b"
)
# « fondeur de cloches », « graveur sur cuivre », « restauratrice de globes terrestres »
_OF_WHAT = re2.compile(
    r"(?i)^\s(?:de |des |du |d['’]|en |sur )(\p{L}{3,})(?:\s(?:terrestres?|anciens?|anciennes?|truffiers?))?"
)
# « montreur d’ours », « peintre d’icônes »: a trade many people have, of what few people deal with
_OF_RARE_THINGS = re2.compile(
    r"(?i)(?:^|[^\p{L}])((?:ancien(?:ne)?\s)?\p{L}{3,}(?:eur|euse|rice|ier|i[èe]re|iste|tre|ien|ienne|ant|ante)\s"
    rf"(?:de |des |d['’]|en |sur |à |au )(?:{_spelt('rare_things')})s?)\b"
)
# « horloger-rhabilleur », « élagueuse grimpeuse »
_ALSO = re2.compile(r"(?i)^[ -]\p{L}{3,}(?:eur|euse|ier|i[èe]re|iste|rice)\b")
_ONLY_BEFORE = re2.compile(rf"(?i){_ONLY}\s{_FORMERLY}$")
_PLACED = re2.compile(rf"^{_SOMEWHERE}")
_SPELT_AGE = r"(?:vingt|trente|quarante|cinquante|soixante)(?:[ -](?:et[ -])?\p{L}{2,8})?"
_ANY_AGE = re2.compile(
    rf"(?i)(?:^|[^\p{{L}}\p{{N}}])((?:[1-9][0-9]|{TENS}|{_SPELT_AGE})\s{{0,2}}{_YEARS})(?:[^\p{{L}}]|$)"
)
_SENTENCE_MARK = re2.compile(r"[.!?…\n]")
# « 46 ans. Taxidermiste. », « Âge : 45 ans\n- Métier : horloger »
_ONLY_MARKS = re2.compile(r"(?i)^[\s.,;:/|–—-]*(?:(?:mon )?(?:m[ée]tier|profession|activit[ée])\s?:\s?)?$")
_NEAR = 50  # characters between an age and a trade that belong together


def find_rare_facts(text: str) -> Iterator[Mask]:
    """Return the masks of rare facts; they may overlap."""
    for form in FORMS:
        for start, end in form.facts(text):
            yield _fact(text, start, end + _which_after(text, end))
    trades = list(_trades(text))
    for start, end in (*_only_ones(text, trades), *_near_an_age(text, trades)):
        yield _fact(text, start, end)


def _fact(text: str, start: int, end: int) -> Mask:
    return Mask(start, end + _further(text[start:end], text[end : end + 40]), MaskKind.RARE_FACT)


def _which_after(text: str, end: int) -> int:
    """« du groupe soudage », « de la promo auxiliaire de vie »: what says which group is part of it."""
    if _OPEN_SCOPE.search(text[max(0, end - 16) : end]) is None:
        return 0
    which = _WHICH.search(text[end : end + 50])
    if which is None:
        return 0
    noun = fold(which.group(1))
    return 0 if is_function_word(noun) or is_verb(noun) or noun in _NOT_IN_A_NAME else which.end()


def _further(fact: str, rest: str) -> int:
    """« du haut doubs », « la seule luthière en normandie »: the place goes on, or comes after."""
    if fold(fact.rsplit(" ", 1)[-1]) in _BEFORE_A_REGION:
        region = _ONE_MORE.search(rest)
        return int(region.end()) if region else 0
    there = _IN_A_REGION.search(rest) if _ANY_ONLY.search(fact) else None
    return int(there.end()) if there and fold(there.group(1)) in _REGIONS else 0


def _trades(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the trades that few people have begin and end."""
    for match in _TRADES.finditer(text):
        word = fold(match.group(1))
        if word in _all_rare_trades() or (word == "nez" and "parfum" in fold(match.group())):
            rest = text[match.end() : match.end() + 40]
            also = _ALSO.search(rest) or _of_what(rest)
            yield match.start(), match.end() + (also.end() if also else 0)
    yield from (match.span(1) for match in _OF_RARE_THINGS.finditer(text))


def _of_what(rest: str) -> Match | None:
    what = _OF_WHAT.search(rest)
    return None if what is None or is_function_word(fold(what.group(1))) else what


@lru_cache(maxsize=1)
def _all_rare_trades() -> frozenset[str]:
    """The rare trades, men's and women's: « fauconnier, fauconnière », « dompteur, dompteuse »."""
    women = (("eur", "euse"), ("teur", "trice"), ("er", "ere"), ("ien", "ienne"), ("on", "onne"), ("", "e"))
    return _RARE_TRADES | {
        trade.removesuffix(man) + woman for trade in _RARE_TRADES for man, woman in women if trade.endswith(man)
    }


def _only_ones(text: str, trades: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """« la dernière corsetière de la ville »."""
    for start, end in trades:
        only = _ONLY_BEFORE.search(text[max(0, start - 30) : start])
        if only is not None:
            placed = _PLACED.search(text[end : end + 40])
            yield start - len(only.group()), end + (placed.end() if placed else 0)


def _near_an_age(text: str, trades: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """« 47 ans et campaniste », « luthière depuis toujours, 41 ans »: on either side, in the same sentence."""
    for age in _ANY_AGE.finditer(text):
        for start, end in trades:
            between = text[min(age.end(1), end) : max(age.start(1), start)]
            if (len(between) <= _NEAR and not _SENTENCE_MARK.search(between)) or _ONLY_MARKS.search(between):
                yield min(age.start(1), start), max(age.end(1), end)
