"""Who speaks in the demonstration, when, and what their stories share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.clock import PARIS
from journal.demo.loading import Clock


@dataclass(frozen=True, slots=True)
class Cast:
    """Who speaks: the accounts one may sign in as, by identifier, and the other participants."""

    known: Mapping[str, Person]
    others: list[Person]

    def who(self, name: str | int) -> Person:
        return self.others[name % len(self.others)] if isinstance(name, int) else self.known[name]


def cast_of(session: Session, lab: Lab) -> Cast:
    """Those who speak in the demonstration."""
    people = session.scalars(sa.select(Person).where(Person.lab_id == lab.id).order_by(Person.username)).all()
    silent = [each for each in people if each.role is Role.PARTICIPANT and each.passphrase_hash is None]
    return Cast({each.username: each for each in people if each.passphrase_hash}, silent)


def morning_of(clock: Clock, on: date) -> datetime:
    """Ten in the morning, now at the latest."""
    return min(datetime.combine(on, time(10), PARIS), clock.now)


def moment_of(clock: Clock, month: int, day: int) -> datetime:
    """The morning of a day of the demonstration."""
    return morning_of(clock, clock.dates.day(month, day))


@dataclass(frozen=True, slots=True)
class Story:
    """One thing that is told from its first words to what became of it, as a row of the data says."""

    session: Session
    cast: Cast
    clock: Clock
    row: Mapping[str, Any]

    def on(self, day: int, *, after: int = 0) -> datetime:
        """A day of its month, or so many days later; now at the latest."""
        return min(moment_of(self.clock, self.row["month"], day) + timedelta(days=after), self.clock.now)
