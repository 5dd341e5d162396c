"""What one feature shows on the pages of another: sentences with a link, cards, dated events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from journal.clock import midnight
from journal.web.typography import plural

# How long the first page of the journal shows what became of something one sent; its own page always does.
STILL_NEW = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence and, where there is one, the link that follows it.

    ``endpoint`` and ``values`` make its URL, ``link`` is its text. ``about`` completes the text for screen readers,
    where several links of a page have the same.
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
    """The line, if there is only one; otherwise one line that stands for them all."""
    return [several] if len(told) > 1 else list(told)


@dataclass(frozen=True, slots=True)
class Card:
    """A feature on the page of another: a title, a sentence, a few facts and a link."""

    title: str
    sentence: str
    facts: tuple[str, ...] = ()
    endpoint: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of a feature on the page of another, or a sentence when there are none, and a link to add one."""

    title: str
    lines: list[Line]
    none: str
    way: Line | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A dated event in one sentence, for a timeline to which several features contribute."""

    on: date
    kind: str
    sentence: str
    endpoint: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shared:
    """What a feature knows about an actor: what holds today, and past events in any order."""

    today: Sequence[Line] = ()
    past: Sequence[Dated] = ()
