"""Where an actor stands, read from its acts. Pure.

For one point of application, on one day, and for each axis apart from the other:

1. An act counts if it happened on that day or before, less than ``MEMORY`` before it, and was not withdrawn.
2. It weighs 1 the day it happens, half after six months, a quarter after a year (``HALF_LIFE``).
3. The level is the highest that is *sustained*: acts that show it or more make up half at least of what all weigh.
4. Without an act that counts, an axis is at its minimum, 1, and is said to be without a known act. Without any on both
   axes, the actor has no position at all: silence is not an opinion.

With one act, the level is the one it shows. One brilliant day does not erase a year of absences, and an absence a year
ago does not erase what is done today. Time alone moves nothing until acts are forgotten: positions change by acts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum
from typing import Protocol

from journal.actors.models import Axis

LEVELS = (1, 2, 3, 4)
HALF_LIFE = timedelta(days=182)
MEMORY = timedelta(days=548)
SUSTAINED = 0.5
# Sums of weights are compared with this much room: they are not whole numbers.
_ROOM = 1e-9


class Shown(Protocol):
    """What a score needs to know of an act."""

    @property
    def axis(self) -> Axis: ...
    @property
    def level(self) -> int: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def is_withdrawn(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Score:
    """A level on one axis, and the number of acts behind it."""

    level: int = 1
    acts: int = 0

    @property
    def is_known(self) -> bool:
        return self.acts > 0


@dataclass(frozen=True, slots=True)
class Position:
    synergy: Score
    antagonism: Score

    @property
    def cell(self) -> tuple[int, int]:
        return self.synergy.level, self.antagonism.level


def weight(happened_on: date, day: date) -> float:
    """The weight of an act on a day: zero before it happened, and once it is forgotten."""
    age = day - happened_on
    if age < timedelta() or age >= MEMORY:
        return 0.0
    return float(0.5 ** (age / HALF_LIFE))


def counting(acts: Iterable[Shown], axis: Axis, day: date) -> list[Shown]:
    """The acts of an axis that count on a day."""
    return [act for act in acts if act.axis is axis and not act.is_withdrawn and weight(act.happened_on, day) > 0]


def share(acts: Sequence[Shown], level: int, day: date) -> float:
    """The share of the weight on a day of the acts that show this level or more."""
    total = fsum(weight(act.happened_on, day) for act in acts)
    return fsum(weight(act.happened_on, day) for act in acts if act.level >= level) / total if total else 0.0


def score(acts: Iterable[Shown], axis: Axis, day: date) -> Score:
    """The highest sustained level of an axis."""
    found = counting(acts, axis, day)
    if not found:
        return Score()
    return Score(max(level for level in LEVELS if share(found, level, day) >= SUSTAINED - _ROOM), len(found))


def position(acts: Iterable[Shown], day: date) -> Position | None:
    """Where an actor stands on a day; None when no act is known."""
    known = list(acts)
    synergy, antagonism = score(known, Axis.SYNERGY, day), score(known, Axis.ANTAGONISM, day)
    if not synergy.is_known and not antagonism.is_known:
        return None
    return Position(synergy, antagonism)
