"""A sentence that tells something, and where to go from it: what one feature says on the page of another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from journal.clock import midnight
from journal.web.typography import plural

# How long what became of something one gave is told of on one’s first page: its own page says it for good.
STILL_NEW = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence; ``endpoint`` and ``values`` make the address it leads to, when there is one; ``link`` says so.

    ``about`` tells a link from the others that say the same, for those who hear them one after the other.
    """

    sentence: str
    endpoint: str = ""
    values: dict[str, object] = field(default_factory=dict)
    link: str = "Voir"
    about: str = ""


def tally(count: int, one: str, several: str, end: str = "") -> tuple[str, ...]:
    """« 1 thème attend une première réponse. » or « 3 thèmes attendent… »; nothing when there are none."""
    sentence = f"{plural(count, one, several)} {end}".rstrip()
    return (f"{sentence}.",) if count else ()


def new_since(on: date) -> datetime:
    """From when on something is still news."""
    return midnight(on - STILL_NEW)


def in_one_line(told: Sequence[Line], several: Line) -> list[Line]:
    """The only line there is to tell, or one that stands for them all."""
    return [several] if len(told) > 1 else list(told)


@dataclass(frozen=True, slots=True)
class Card:
    """What a feature shows of itself on the page of another: what it is, what there is to know, the way to it."""

    title: str
    sentence: str
    facts: tuple[str, ...] = ()
    endpoint: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What a feature says of something on the page of another: its lines, or that there are none, and a way to add."""

    title: str
    lines: list[Line]
    none: str
    way: Line | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """Something that happened one day, in one sentence, for a thread that several features make together."""

    on: date
    kind: str
    sentence: str
    endpoint: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shared:
    """What a feature shares with an actor: what holds today, and what happened, in any order."""

    today: Sequence[Line] = ()
    past: Sequence[Dated] = ()
