"""French dates, numbers and spaces."""

import re
from datetime import date, datetime

from journal.clock import PARIS, day_of
from journal.months import week_of
from nlp.french import MONTHS

NBSP = "\u00a0"
_ELIDED = "ao"


def day(value: date | datetime) -> str:
    """« 1er mars 2026 », in Paris time."""
    local = day_of(value)
    number = "1er" if local.day == 1 else str(local.day)
    return f"{number}{NBSP}{MONTHS[local.month - 1]}{NBSP}{local.year}"


def moment(value: datetime) -> str:
    """« 23 novembre 2026 à 9 h 05 », in Paris time."""
    local = value.astimezone(PARIS)
    return f"{day(local)} à {local.hour}{NBSP}h{NBSP}{local.minute:02d}"


def week(value: date | datetime) -> str:
    """« semaine du 23 novembre 2026 »: all that others read of when a person wrote what they sent to the team."""
    return f"semaine du {day(week_of(day_of(value)))}"


def month(value: date) -> str:
    """« novembre 2026 »."""
    return f"{MONTHS[value.month - 1]}{NBSP}{value.year}"


def of_month(value: date) -> str:
    """« d’août 2026 », « de mars 2026 »."""
    name = month(value)
    return f"d’{name}" if name[0] in _ELIDED else f"de {name}"


def of_months(first: date, last: date) -> str:
    """« d’avril à juin 2026 », « de novembre 2026 à janvier 2027 »."""
    begun = MONTHS[first.month - 1] if first.year == last.year else month(first)
    return f"{'d’' if begun[0] in _ELIDED else 'de '}{begun} à {month(last)}"


def number(value: float) -> str:
    """« 12 480 » with a narrow no-break space, « 12,5 » with two decimals at most."""
    whole, _, decimals = f"{value:,.2f}".partition(".")
    return f"{whole},{decimals.rstrip('0')}".rstrip(",").replace(",", "\u202f", whole.count(","))


def plural(count: int, singular: str, several: str = "") -> str:
    """« 1 passage », « 2 passages »: in French zero is singular."""
    word = singular if count < 2 else (several or f"{singular}s")
    return f"{number(count)}{NBSP}{word}"


def in_guillemets(text: str) -> str:
    """A name or a text quoted in a sentence, exactly as it is written."""
    return f"«{NBSP}{text}{NBSP}»"


def spaced(text: str) -> str:
    """A text with the no-break spaces of French, where whoever typed it put plain ones."""
    return re.sub(r" (?=[:;!?»])", NBSP, text).replace("« ", f"«{NBSP}")


def shortened(text: str, length: int) -> str:
    """The beginning of a text, cut between two words and followed by « … », with no other sign before it."""
    if len(text) <= length:
        return text
    start = text[:length]
    if not (start[-1].isspace() or text[length].isspace()):
        start = re.sub(r"\s\S*$", "", start) or start
    return start.rstrip(" \n\u00a0.,;:!?…") + "…"
