"""How the audit log becomes lines of the register: by hour, or less precise where that would reveal someone. Pure."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from journal.accounts.models import Role
from journal.clock import PARIS, day_of
from journal.counting.rules import to_five
from journal.legal.rules import FACTS
from journal.register.actions import SHOWN, TEAM
from nlp.french import enumerated

# A number that follows what participants did is not told under this.
FEW = 5
SERVER = "depuis le serveur"
GONE = "compte effacé"
GESTURES = {
    "fermer": "fermé",
    "rouvrir": "rouvert",
    "coordination": "passé à la coordination",
    "administration": "passé à l’administration",
    "sessions": "déconnecté de ses appareils",
    "deuxieme-etape": "dont le téléphone est à remplacer",
}


@dataclass(frozen=True, slots=True)
class Logged:
    """What the register reads of an event."""

    at: datetime
    action: str
    actor_id: uuid.UUID | None = None
    actor_role: str = ""
    subject_id: uuid.UUID | None = None
    detail: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Someone of the Lab who is not a participant."""

    username: str
    role: Role


# By identifier; nobody who is a participant is there, so that none can be named.
Colleagues = Mapping[uuid.UUID | None, Colleague]


@dataclass(frozen=True, slots=True)
class Line:
    """What one person did within an hour, or within a day when ``hour`` is not shown."""

    day: date
    hour: int | None
    role: str
    who: str
    what: str
    action: str
    unit: str
    count: int

    @property
    def how_many(self) -> str:
        """Empty for what was done once, unless this would reveal when someone did something."""
        if self.hour is not None:
            return f"{self.count}\u00a0fois" if self.count > 1 else ""
        return f"environ {to_five(self.count)}\u00a0{self.unit}" if self.count >= FEW else f"moins de cinq {self.unit}"


def by_day(events: Iterable[Logged], colleagues: Colleagues, *, today: date) -> Iterator[tuple[date, list[Line]]]:
    """The lines of each day, latest first; ``events`` come latest first.

    Within a day, what has an hour comes first. The rest is in alphabetical order, which tells nothing of when, and
    waits for the day to be over: whoever looked every hour would see when it appears.
    """
    for day, group in groupby(events, key=lambda event: day_of(event.at)):
        counts: dict[Line, int] = {}
        for event in group:
            line = _line(event, day, colleagues)
            if line is not None and (line.hour is not None or day < today):
                counts[line] = counts.get(line, 0) + 1
        lines = [replace(line, count=count) for line, count in counts.items()]
        vague = [line for line in lines if line.hour is None]
        if lines:
            timed = [line for line in lines if line.hour is not None]
            yield day, timed + sorted(vague, key=lambda line: (line.what, line.who))


def _line(event: Logged, day: date, colleagues: Colleagues) -> Line | None:
    """The line of one event; None if it is not the team's, or is withheld."""
    shown = SHOWN.get(event.action)
    by_team = event.actor_role in TEAM or event.actor_id is None
    if shown is None or not by_team:
        return None
    follows = shown.follows or (event.action == "change_person" and event.subject_id not in colleagues)
    known = colleagues.get(event.actor_id)
    return Line(
        day=day,
        hour=None if follows else event.at.astimezone(PARIS).hour,
        role=Role(event.actor_role).label if event.actor_role else "",
        who=SERVER if event.actor_id is None else known.username if known else GONE,
        what=_what(event, shown.words, colleagues),
        action=event.action,
        unit=shown.unit,
        count=0,
    )


def _what(event: Logged, words: str, colleagues: Colleagues) -> str:
    more = MORE.get(event.action)
    said = more(event.detail or {}) if more else ""
    if event.action == "change_person":
        return f"{words} {said}\u00a0: {_whom(event.subject_id, colleagues)}"
    return f"{words}\u00a0: {said}" if said else words


def _whom(subject_id: uuid.UUID | None, colleagues: Colleagues) -> str:
    """Whose account: team members by name, a partner or a participant as one among others."""
    found = colleagues.get(subject_id)
    if found is None:
        return Role.PARTICIPANT.label.lower()
    return found.username if found.role in TEAM else found.role.label.lower()


def _invited(detail: Mapping[str, Any]) -> str:
    return Role(detail["role"]).label.lower() if detail.get("role") else ""


def _changed(detail: Mapping[str, Any]) -> str:
    called = FACTS | {"name": "le nom"}
    return enumerated([called[name] for name in detail.get("changed", ()) if name in called])


# What a detail of the event adds to the words: enumerations and names of files, never anyone's words.
MORE: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "invite": _invited,
    "change_person": lambda detail: GESTURES.get(detail.get("gesture", ""), "changé"),
    "change_lab": _changed,
    "export_themes": lambda detail: str(detail.get("format", "")),
}
