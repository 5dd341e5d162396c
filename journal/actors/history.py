"""How a position was computed: each point of application, each axis, each act and its weight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from journal.actors import queries, rules
from journal.actors.attitudes import SCALES, Level, Table
from journal.actors.models import Act, Actor, Axis, PointOfApplication
from journal.actors.rules import Position, Score
from journal.actors.table import table_of


@dataclass(frozen=True, slots=True)
class Weighed:
    """An act, and its share of the total weight of its axis, in hundredths; 0 when it no longer counts."""

    act: Act
    percent: int


@dataclass(frozen=True, slots=True)
class AxisReading:
    """An axis: its level, the share of the weight that sustains it, and its acts."""

    axis: Axis
    score: Score
    level: Level
    percent: int
    acts: Sequence[Weighed]


@dataclass(frozen=True, slots=True)
class Chapter:
    """An actor on one point of application."""

    point: PointOfApplication
    position: Position | None
    readings: Sequence[AxisReading]
    withdrawn: Sequence[Act]
    table: Table


def history(session: Session, actor: Actor, day: date) -> list[Chapter]:
    """The points of application on which an actor acted, open ones first."""
    acts = queries.acts_of(session, actor)
    table = table_of(session, actor.lab_id)
    chapters = []
    for point in queries.points_of(session, actor.lab_id):
        own = [act for act in acts if act.point_id == point.id]
        if own:
            kept = [act for act in own if not act.is_withdrawn]
            readings = [_reading(kept, axis, day) for axis in (Axis.SYNERGY, Axis.ANTAGONISM)]
            withdrawn = [act for act in own if act.is_withdrawn]
            chapters.append(Chapter(point, rules.position(kept, day), readings, withdrawn, table))
    return chapters


def _reading(acts: Sequence[Act], axis: Axis, day: date) -> AxisReading:
    shown = [act for act in acts if act.axis is axis]
    score = rules.score(shown, axis, day)
    total = sum(rules.weight(act.happened_on, day) for act in shown)
    weighed = [Weighed(act, _percent(rules.weight(act.happened_on, day), total)) for act in shown]
    sustained = rules.share(rules.counting(shown, axis, day), score.level, day)
    return AxisReading(axis, score, SCALES[axis][score.level - 1], _percent(sustained, 1), weighed)


def _percent(part: float, whole: float) -> int:
    return round(100 * part / whole) if whole else 0
