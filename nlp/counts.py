"""Counts in French: rounded, in words, with their noun."""

from nlp import resources
from nlp.french import NBSP, Noun, attach

_ROUND = {
    25: "vingt-cinq",
    35: "trente-cinq",
    45: "quarante-cinq",
    55: "cinquante-cinq",
    65: "soixante-cinq",
    70: "soixante-dix",
    75: "soixante-quinze",
    80: "quatre-vingts",
    85: "quatre-vingt-cinq",
    90: "quatre-vingt-dix",
    95: "quatre-vingt-quinze",
}
_COLLECTIVE = {
    10: "une dizaine",
    15: "une quinzaine",
    20: "une vingtaine",
    30: "une trentaine",
    40: "une quarantaine",
    50: "une cinquantaine",
    60: "une soixantaine",
    100: "une centaine",
    1000: "un millier",
}
SMALLEST_COUNT = 5
_UNITS: tuple[str, ...] = tuple(resources.table("french.toml")["units"])


def number(value: int) -> str:
    """Say a number: in words up to sixteen, in figures beyond, thousands parted by a no-break space."""
    return _UNITS[value] if 0 <= value < len(_UNITS) else f"{value:,}".replace(",", NBSP)


def roughly(value: int) -> str:
    """Say a rounded count without its noun: « une vingtaine », « environ vingt-cinq », « au moins cinq ».

    Raises
    ------
    ValueError
        If the count is under five, which no text may say.
    """
    if value < SMALLEST_COUNT:
        msg = "A count under five is never said."
        raise ValueError(msg)
    if value == SMALLEST_COUNT:  # rounded from five or more, never from less
        return "au moins cinq"
    if value in _COLLECTIVE:
        return _COLLECTIVE[value]
    if value % 5 == 0:
        return f"environ {_ROUND.get(value) or number(value)}"
    return number(value)


def counted(value: int, noun: str, *, feminine: bool = False) -> Noun:
    """Say a rounded count with its noun, given in the singular: « une vingtaine de récits »."""
    text, many = roughly(value), plural(noun)
    said = attach(f"{text} de ", many) if value in _COLLECTIVE else f"{text} {many}"
    return Noun(said, feminine=feminine, plural=True)


def plural(noun: str) -> str:
    """Put a common noun in the plural; regular rules only."""
    if noun.endswith(("s", "x", "z")):
        return noun
    if noun.endswith(("eau", "eu")):
        return noun + "x"
    return noun[:-2] + "aux" if noun.endswith("al") else noun + "s"
