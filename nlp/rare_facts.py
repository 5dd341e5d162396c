"""Why a quote may tell who is speaking although nothing in it is a name.

Masking takes names out; a single trade in a village, an illness or a number of goats stays. Before a sentence is
quoted, these reasons ask for an edit or a second reader. In doubt they speak: a reader too many costs little.
"""

import re
from collections.abc import Callable
from functools import cache
from types import MappingProxyType

from nlp import resources
from nlp.wordings import Wordings, folded

UNIQUE = "Un métier ou une place que peu de personnes occupent peut suffire à reconnaître qui parle."
DISABILITY = "Un handicap cité avec un travail ou un employeur peut suffire à reconnaître qui parle."
NUMBER = "Un nombre précis peut suffire à reconnaître qui parle."
OLD_AGE = "Un âge de plus de 80 ans est rare et peut suffire à reconnaître qui parle."
ILLNESS = "Une maladie est nommée : c’est une information de santé, et elle peut suffire à reconnaître qui parle."

OLD = 80
_LONG_CAREER = 30
_SMALL_FAMILY = 4
_UNCOMMON_COUNT = 20
_SHORTEST_NOUN = 3
_HEAVY_KG = 130
_TALL_CM, _SHORT_CM = 195, 148

_MULTIPLE_BIRTH = Wordings(["triplé*", "quadruplé*", "quintuplé*"])
_SAME_HOUSE = Wordings(
    ["(même|la) (entreprise|boîte|boite|usine|maison|société)", "chez (le même|eux)", "de (boîte|boite|maison)"]
)
_SMALL_NUMBERS = (
    "zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept",
    "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize",
)  # fmt: skip
_UNITS = MappingProxyType(
    {word: rank for rank, word in enumerate(_SMALL_NUMBERS)}
    | {"une": 1, "dix sept": 17, "dix huit": 18, "dix neuf": 19}
)
_TENS = MappingProxyType({"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60})
_COUNTED = re.compile(r" (\d{1,6}(?:,\d{1,3})?) ([a-z]+)")
_CLOCK = re.compile(r"\b\d{1,2} ?h ?\d\d\b")
_HEIGHT = re.compile(r" ([12])(?:,| m )(\d\d)(?: m)? ")


@cache
def _wordings(name: str) -> Wordings:
    return Wordings(resources.table("rare_facts.toml")[name])


def risks(text: str) -> tuple[str, ...]:
    """The reasons, in French and always in the same order, why this text may identify someone; none most of the time.

    Parameters
    ----------
    text
        A passage, masked or not, in French.
    """
    plain = folded(text)
    return tuple(reason for reason, holds in _RULES.items() if holds(plain))


def _unique(text: str) -> bool:
    return any(_wordings(name).found(text) for name in ("single", "posts", "trades"))


def _disability(text: str) -> bool:
    return _wordings("disability").found(text) and _wordings("employer").found(text)


def _illness(text: str) -> bool:
    return _wordings("illness").found(text)


def _old_age(text: str) -> bool:
    return any(OLD < number < 120 and unit == "ans" for number, unit in _counts(text))


def _number(text: str) -> bool:
    return bool(_MULTIPLE_BIRTH.found(text)) or _odd_height(text) or any(_odd(*count) for count in _counts(text))


def _odd(number: float, unit: str) -> bool:
    if unit in {"enfants", "gosses", "petits", "fils", "filles", "freres", "soeurs"}:
        return number > _SMALL_FAMILY
    if unit in {"kg", "kilos", "kilo"}:
        return number > _HEAVY_KG
    if unit == "ans":
        return False
    plural = len(unit) > _SHORTEST_NOUN and unit.endswith(("s", "x"))
    return number >= _UNCOMMON_COUNT and plural and not _wordings("ordinary_units").found(f" {unit} ")


def _odd_height(text: str) -> bool:
    heights = (int(metres) * 100 + int(rest) for metres, rest in _HEIGHT.findall(text))
    return any(not _SHORT_CM <= height <= _TALL_CM for height in heights)


def _counts(text: str) -> list[tuple[float, str]]:
    counted = _COUNTED.findall(_CLOCK.sub(" ", _in_figures(text)))
    return [(float(number.replace(",", ".")), unit) for number, unit in counted]


def _career(text: str) -> bool:
    long = any(_LONG_CAREER <= number < OLD and unit == "ans" for number, unit in _counts(text))
    return long and _SAME_HOUSE.found(text)


def _in_figures(text: str) -> str:
    """Numbers said in words, up to 99, written in figures: « quatre vingt quatre ans » becomes « 84 ans »."""
    return f" {' '.join(_figures(text.split()))} "


def _figures(words: list[str]) -> list[str]:
    written: list[str] = []
    at = 0
    while at < len(words):
        number, length = _number_at(words, at)
        written.append(str(number) if length else words[at])
        at += max(1, length)
    return written


def _number_at(words: list[str], at: int) -> tuple[int, int]:
    """The number that starts here and how many words it takes; a length of 0 when there is none."""
    if words[at : at + 2] in (["quatre", "vingt"], ["quatre", "vingts"]):
        base, used = 80, 2
    elif words[at] in _TENS:
        base, used = _TENS[words[at]], 1
    else:
        return _unit_at(words, at)
    link = 1 if words[at + used : at + used + 1] == ["et"] else 0
    unit, length = _unit_at(words, at + used + link)
    return (base + unit, used + link + length) if length else (base, used)


def _unit_at(words: list[str], at: int) -> tuple[int, int]:
    for length in (2, 1):
        number = _UNITS.get(" ".join(words[at : at + length]))
        if number is not None:
            return number, length
    return 0, 0


_RULES: MappingProxyType[str, Callable[[str], bool]] = MappingProxyType(
    {
        UNIQUE: _unique,
        DISABILITY: _disability,
        NUMBER: lambda text: _number(text) or _career(text),
        OLD_AGE: _old_age,
        ILLNESS: _illness,
    }
)
