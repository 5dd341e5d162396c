"""The actors of the demonstration Lab: what each did in six months, and two alliances, written by the services."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.actors import acts, alliances, meetings, points, queries, services
from journal.actors.acts import Fact
from journal.actors.alliances import Party, Terms
from journal.actors.meetings import Plan
from journal.actors.models import Actor, ActorKind, AllianceState, Axis, PointOfApplication
from journal.demo.files import table
from journal.demo.loading import Clock
from journal.demo.stories import morning_of
from journal.themes.models import Theme
from journal.themes.queries import adopted


def play_alliances(session: Session, lab: Lab, clock: Clock) -> None:
    """Create what the map needs, once; actors that already carry an experiment keep their name."""
    if queries.points_of(session, lab.id):
        return
    raw = table("actors")
    by = session.scalars(
        sa.select(Person).where(Person.lab_id == lab.id, Person.role == Role.COORDINATOR).order_by(Person.username)
    ).first()
    if by is None:
        return
    point = _open_point(session, lab, raw["point"], clock)
    actors = {row["name"]: _add(session, point, row, by, clock) for row in raw["actors"]}
    for row in raw["alliances"]:
        _tie(session, point, row, actors, by, clock)
    for row in raw["meetings"]:
        _meet(session, row, actors, by, clock)


def _open_point(session: Session, lab: Lab, row: Mapping[str, Any], clock: Clock) -> PointOfApplication:
    on = clock.dates.day(row["month"], row["day"])
    named = (theme for theme in adopted(session, lab.id) if theme.label == row["theme"])
    theme: Theme | None = next(named, None)
    return points.open_point(session, lab.id, row["sentence"], theme=theme, on=on, now=morning_of(clock, on))


def _add(session: Session, point: PointOfApplication, row: Mapping[str, Any], by: Person, clock: Clock) -> Actor:
    kind, moment = ActorKind(row["kind"]), morning_of(clock, point.opened_on)
    known = {actor.name: actor for actor in queries.actors_of(session, point.lab_id)}
    actor = known.get(row["name"]) or services.add(session, point.lab_id, row["name"], kind, now=moment)
    actor.note = row["note"]
    for is_kept, written in ((True, row["acts"]), (False, row.get("withdrawn", ()))):
        for month, day, axis, level, text in written:
            on = clock.dates.day(month, day)
            fact, moment = Fact(text, on, Axis(axis), level), morning_of(clock, on)
            act = acts.write(session, actor, point, fact, by=by, now=moment)
            if not is_kept:
                acts.withdraw(session, act, now=moment)
    return actor


def _tie(
    session: Session,
    point: PointOfApplication,
    row: Mapping[str, Any],
    actors: Mapping[str, Actor],
    by: Person,
    clock: Clock,
) -> None:
    on = clock.dates.day(row["month"], row["day"])
    parts = [Party(actors[name], brings, expects) for name, brings, expects in row["parts"]]
    state = AllianceState(row["state"])
    terms = Terms(row["shared_edge"], on, state, parts, point=point)
    alliance = alliances.make(session, point.lab_id, terms, by=by, now=morning_of(clock, on))
    if "revised" in row:
        month, day, (name, brings, expects) = row["revised"]
        moment = morning_of(clock, clock.dates.day(month, day))
        joined = Terms(terms.shared_edge, on, state, [*parts, Party(actors[name], brings, expects)], point=point)
        alliances.revise(session, alliance, joined, by=by, now=moment)


def _meet(session: Session, row: Mapping[str, Any], actors: Mapping[str, Actor], by: Person, clock: Clock) -> None:
    """A meeting, already reported or still to come."""
    today = clock.dates.today
    on = clock.dates.day(*row["held"]) if "held" in row else today + timedelta(days=row["in_days"])
    plan = Plan(on, row["purpose"], row.get("role", ""), actors.get(row.get("visitor", "")))
    written = morning_of(clock, min(on, today) - timedelta(days=9))
    meeting = meetings.foresee(session, actors[row["actor"]], plan, by=by, now=written)
    if "held" in row:
        meetings.tell(session, meeting, on, row["outcome"], today=today)
