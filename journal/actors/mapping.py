"""The map: where each actor stands on a point of application on a given day, and where it stood before."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from journal.actors import queries, rules
from journal.actors.attitudes import Table, Wording
from journal.actors.models import Act, Actor, Alliance, AllianceState, Attitude, PointOfApplication
from journal.actors.rules import Position
from journal.actors.table import table_of
from journal.clock import day_of


@dataclass(frozen=True, slots=True)
class Place:
    """An actor and its position. ``number`` is the one shown on the map, 0 when it is not on it."""

    actor: Actor
    number: int
    position: Position | None
    earlier: Position | None
    acts: int
    last_on: date | None

    @property
    def has_moved(self) -> bool:
        return self.position is not None and self.earlier is not None and self.position.cell != self.earlier.cell


@dataclass(frozen=True, slots=True)
class ActorMap:
    point: PointOfApplication
    day: date
    since: date
    table: Table
    placed: Sequence[Place]
    silent: Sequence[Place]
    alliances: Sequence[Alliance]

    @property
    def everyone(self) -> list[Place]:
        return [*self.placed, *self.silent]

    def attitude(self, place: Place) -> Attitude | None:
        return self.table.attitude(place.position.cell) if place.position else None

    def wording(self, place: Place) -> Wording | None:
        return self.table.wording(place.position.cell) if place.position else None

    @property
    def by_attitude(self) -> list[tuple[Attitude, list[Place]]]:
        """The attitudes on the map with their actors, allies first, since they deserve most time."""
        order = (Attitude.ALLY, *(each for each in Attitude if each is not Attitude.ALLY))
        found = ((each, [place for place in self.placed if self.attitude(place) is each]) for each in order)
        return [(attitude, places) for attitude, places in found if places]

    def count(self, *attitudes: Attitude) -> int:
        return sum(self.attitude(place) in attitudes for place in self.placed)


def draw_up(session: Session, point: PointOfApplication, *, day: date, since: date) -> ActorMap:
    """Place every actor the Lab worked with on that day; those without a known act are listed beside the map."""
    by_actor: dict[uuid.UUID, list[Act]] = defaultdict(list)
    for act in queries.acts_about(session, point, until=day):
        by_actor[act.actor_id].append(act)
    present = [
        *queries.actors_of(session, point.lab_id),
        *(a for a in queries.actors_of(session, point.lab_id, retired=True) if _was_there(a, day)),
    ]
    placed: list[Place] = []
    silent: list[Place] = []
    for actor in present:
        place = _place(actor, by_actor[actor.id], day, since, number=len(placed) + 1)
        (placed if place.position else silent).append(place)
    return ActorMap(point, day, since, table_of(session, point.lab_id), placed, silent, _alliances(session, point, day))


def _was_there(actor: Actor, day: date) -> bool:
    return actor.retired_at is not None and day_of(actor.retired_at) > day


def _place(actor: Actor, acts: Sequence[Act], day: date, since: date, *, number: int) -> Place:
    found = rules.position(acts, day)
    counted = sum(rules.weight(act.happened_on, day) > 0 for act in acts)
    last_on = max((act.happened_on for act in acts), default=None)
    return Place(actor, number if found else 0, found, rules.position(acts, since), counted, last_on)


def _alliances(session: Session, point: PointOfApplication, day: date) -> list[Alliance]:
    """Those open on that day, about this point or about none in particular."""
    return [
        row
        for row in queries.alliances_of(session, point.lab_id)
        if row.point_id in (None, point.id)
        and row.starts_on <= day
        and (row.state is not AllianceState.CLOSED or (row.closed_on is not None and row.closed_on > day))
    ]
