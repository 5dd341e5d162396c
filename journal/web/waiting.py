"""What is waiting for the team, from each feature, on the coordinators' first page: how urgent, and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from journal.db import Backlog
from journal.tables import Labelled
from journal.web.lines import Line
from journal.web.typography import day, week


class Urgency(Labelled):
    """How soon something needs someone, in the order of the page."""

    WORRYING = "worrying", "À voir d’abord"  # someone may be unwell, or may be recognised
    AWAITED = "awaited", "Des personnes attendent une réponse"
    DATED = "dated", "Ce qui a une date"
    LATER = "later", "Ce qui peut attendre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(Line):
    """A line of the page; ``since``, the day it began to wait; ``by``, the day it is awaited."""

    urgency: Urgency
    since: date | None = None
    by: date | None = None

    @property
    def since_when(self) -> str:
        if self.since is None:
            return ""
        # Of what a person wrote, the team reads the week.
        return f"Depuis la {week(self.since)}." if self.urgency is Urgency.AWAITED else f"Depuis le {day(self.since)}."


def how_many(
    rows: Backlog, urgency: Urgency, one: str, several: str, end: str, endpoint: str, **values: object
) -> list[Waiting]:
    """« Une personne attend un signe. » or « 3 personnes attendent un signe. »; nothing when there are none."""
    if not rows.count:
        return []
    sentence = f"{one if rows.count == 1 else f'{rows.count} {several}'} {end}."
    return [Waiting(sentence, endpoint, values, urgency=urgency, since=rows.since)]


def in_groups(lines: Iterable[Waiting]) -> list[tuple[Urgency, list[Waiting]]]:
    """The lines by how soon they need someone, the earliest first and those without a day last; no empty group."""
    told = sorted(lines, key=lambda line: line.by or line.since or date.max)
    groups = [(urgency, [line for line in told if line.urgency is urgency]) for urgency in Urgency]
    return [(urgency, found) for urgency, found in groups if found]
