"""The cast of the demonstration, and what its stories share."""

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
    """The visitor's accounts, by identifier, and the other participants."""

    known: Mapping[str, Person]
    others: list[Person]

    def who(self, name: str | int) -> Person:
        return self.others[name % len(self.others)] if isinstance(name, int) else self.known[name]


def cast_of(session: Session, lab: Lab) -> Cast:
    """The cast of a Lab."""
    people = session.scalars(sa.select(Person).where(Person.lab_id == lab.id).order_by(Person.username)).all()
    silent = [each for each in people if each.role is Role.PARTICIPANT and each.passphrase_hash is None]
    return Cast({each.username: each for each in people if each.passphrase_hash}, silent)


def morning_of(clock: Clock, on: date) -> datetime:
    """Ten in the morning, or now if earlier."""
    return min(datetime.combine(on, time(10), PARIS), clock.now)


def moment_of(clock: Clock, month: int, day: int) -> datetime:
    """The morning of a day of the demonstration."""
    return morning_of(clock, clock.dates.day(month, day))


@dataclass(frozen=True, slots=True)
class Story:
    """One story, from its first words to its outcome, as a row of the data files."""

    session: Session
    cast: Cast
    clock: Clock
    row: Mapping[str, Any]

    def on(self, day: int, *, after: int = 0) -> datetime:
        """A day of its month, or so many days later; now at the latest."""
        return min(moment_of(self.clock, self.row["month"], day) + timedelta(days=after), self.clock.now)
