"""Rare facts: an exact age with a trade few people have, or being the only one of a place."""

from collections.abc import Iterator
from functools import lru_cache

import re2

from nlp.language import fold
from nlp.masking.dates import TENS
from nlp.masking.kinds import Mask, MaskKind, mask_of
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
        # « la seule femme du fournil », « seule femme de l’équipe », « le seul du chantier »
        rf"(?i)\b{_ONLY}\s{_SOMEONE}\s(?:de|du|des|d['’]|dans|à|a|au|sur|en|chez|parmi)\s?{_THE}[\p{{L}}\-]+",
        rf"(?i)\b{_ONLY_ONE}\s(?:de|du|dans|à|au|sur)\s?{_THE}{_SCOPE}\b",
        # whatever one is the only one of: « je suis le seul tailleur de pierre encore debout du coin »
        rf"(?i)\b{_I_AM}\s({_ONLY}(?:\s[\p{{L}}’'\-]+){{1,5}}?\s(?:de|du|des|d['’]|dans|au|sur|en|chez)\s?{_THE}[\p{{L}}\-]+)",
    )
)
# « le dernier sabotier de la vallée », whoever says it: but « la dernière heure » is no trade
_ONLY_TRADE = re2.compile(rf"(?i)\b{_ONLY_ONE}\s{_FORMERLY}([\p{{L}}\-]+{_ENDING})\b(?:{_SOMEWHERE}){{0,2}}")
_ALONE = frozenset({"la", "le", "l", "seul", "seule", "dernier", "derniere", "unique"})
_ALL_ALONE = re2.compile(r"(?i)^seule?\s(?:le|la|les|un|une|l['’])")  # « seul le bâtiment de l’école »
_LETTERS = re2.compile(r"\p{L}+")
_NO_TRADES = cue_words("no_trades")


# a trade and what says which: « souffleuse de verre », « maréchale-ferrante », « perruquière pour le théâtre »
_TRADES = re2.compile(
    r"(?i)(?:ancien(?:ne)?\s)?(\p{L}+(?:-\p{L}+)*?)(?:[ -]ferrante?)?"
    rf"(?:\s(?:de |d['’]|en |sur |pour |dans |à |au )(?:la |le |les |l['’])?(?:{_spelt('of_rare_trades')})s?)?\b"
)
# an age, then a trade few people have, whatever it is: « 39 ans, coloriste sur soie », but not « 34 ans, vendeuse »
_UNCOMMON = re2.compile(
    rf"(?i)(?:^|[^\p{{L}}\p{{N}}])({_AGE}\s?,\s(?:ancien(?:ne)?\s|ex[ -])?"
    r"(\p{L}{3,}(?:eur|euse|ier|i[èe]re|iste|rice|ogue|graphe))"
    r"(?:\s(?:de |d['’]|en |sur )[\p{L}\-]{3,})?)(?:[^\p{L}]|$)"
)
_COMMON_TRADES = cue_words("common_trades") | _NO_TRADES
_NO_SCOPES = cue_words("no_scopes")
_NOT_IN_A_NAME = cue_words("not_in_a_name")
# « du groupe », « de la promo »: of which what follows may say the trade
_OPEN_SCOPE = re2.compile(
    r"(?i)(?:^|[^\p{L}])(?:promo|promotion|section|classe|groupe|session|[ée]quipe|fili[èe]re|rayon|brigade)$"
)
_WHICH = re2.compile(r"^\s(?:de |d['’]|des |du )?(\p{L}{4,})(?:\s(?:de |d['’]|en |du )\p{L}{4,})?")
# « horloger-rhabilleur », « élagueuse grimpeuse »
_ALSO = re2.compile(r"(?i)^[ -]\p{L}{3,}(?:eur|euse|ier|i[èe]re|iste|rice)\b")
_ONLY_BEFORE = re2.compile(rf"(?i){_ONLY}\s{_FORMERLY}$")
_PLACED = re2.compile(rf"^{_SOMEWHERE}")
_RARE_TRADES = cue_words("rare_trades")
_SPELT_AGE = r"(?:vingt|trente|quarante|cinquante|soixante)(?:[ -](?:et[ -])?\p{L}{2,8})?"
_ANY_AGE = re2.compile(
    rf"(?i)(?:^|[^\p{{L}}\p{{N}}])((?:[1-9][0-9]|{TENS}|{_SPELT_AGE})\s{{0,2}}{_YEARS})(?:[^\p{{L}}]|$)"
)
_ENDS_SENTENCE = re2.compile(r"[.!?…\n]")
# « 46 ans. Taxidermiste. », « Âge : 45 ans\n- Métier : horloger »
_ONLY_MARKS = re2.compile(r"(?i)^[\s.,;:/|–—-]*(?:(?:mon )?(?:m[ée]tier|profession|activit[ée])\s?:\s?)?$")
_NEAR = 50  # characters between an age and a trade that belong together


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


def find_rare_facts(text: str) -> Iterator[Mask]:
    """Return the masks of rare facts; they may overlap."""
    for pattern in _RARE_FACTS:
        for match in pattern.finditer(text):
            if _tells(match.group()):
                start, end = match.span(1 if pattern.groups else 0)
                yield Mask(start, end + _which_after(text, end), MaskKind.RARE_FACT)
    for match in _ONLY_TRADE.finditer(text):
        if fold(match.group(1)) not in _NO_TRADES:
            yield mask_of(match, MaskKind.RARE_FACT)
    yield from _rare_trades(text)


def _tells(found: str) -> bool:
    """Does this tell who speaks: « la seule femme du fournil », but not « le seul bus », « la seule à la maison »?"""
    told = [word for word in map(fold, _LETTERS.findall(found)) if word not in _ALONE]
    if not told or is_function_word(told[-1]) or told[-1] in _NO_SCOPES or _ALL_ALONE.search(found):
        return False
    return told[0] not in _NO_TRADES


def _which_after(text: str, end: int) -> int:
    """« du groupe soudage », « de la promo auxiliaire de vie »: what says which group is part of it."""
    if _OPEN_SCOPE.search(text[max(0, end - 16) : end]) is None:
        return 0
    which = _WHICH.search(text[end : end + 50])
    if which is None:
        return 0
    noun = fold(which.group(1))
    return 0 if is_function_word(noun) or is_verb(noun) or noun in _NOT_IN_A_NAME else which.end()


def _rare_trades(text: str) -> Iterator[Mask]:
    trades = list(_trades(text))
    for start, end in trades:
        only = _ONLY_BEFORE.search(text[max(0, start - 30) : start])
        if only is not None:
            yield Mask(start - len(only.group()), end + _where_after(text, end), MaskKind.RARE_FACT)
    for age in _ANY_AGE.finditer(text):
        for start, end in trades:
            between = text[min(age.end(1), end) : max(age.start(1), start)]
            if (len(between) <= _NEAR and not _ENDS_SENTENCE.search(between)) or _ONLY_MARKS.search(between):
                yield Mask(min(age.start(1), start), max(age.end(1), end), MaskKind.RARE_FACT)
    for match in _UNCOMMON.finditer(text):
        if not any(fold(word) in _COMMON_TRADES for word in _LETTERS.findall(match.group(2))):
            yield mask_of(match, MaskKind.RARE_FACT, 1)


def _trades(text: str) -> Iterator[tuple[int, int]]:
    """Where the trades that few people have begin and end."""
    for match in _TRADES.finditer(text):
        word = fold(match.group(1))
        if word in _all_rare_trades() or (word == "nez" and "parfum" in fold(match.group())):
            also = _ALSO.search(text[match.end() : match.end() + 24])
            yield match.start(), match.end() + (also.end() if also else 0)
