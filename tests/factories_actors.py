"""Actors, acts and alliances for tests, with believable values."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.actors import acts, alliances, points, services
from journal.actors.acts import Fact
from journal.actors.alliances import Party, Terms
from journal.actors.models import Act, Actor, ActorKind, Alliance, AllianceState, Axis, PointOfApplication
from tests.factories import NOW

EDGE = "Un car du matin qui se remplit"


def make_actor(session: Session, lab: Lab, name: str = "", kind: ActorKind = ActorKind.COMPANY) -> Actor:
    return services.add(session, lab.id, name or f"Acteur {uuid.uuid4().hex[:6]}", kind, now=NOW)


def make_point(session: Session, lab: Lab, sentence: str = "Venir sans voiture") -> PointOfApplication:
    return points.open_point(session, lab.id, sentence, theme=None, on=date(2026, 5, 4), now=NOW)


def make_act(
    session: Session,
    actor: Actor,
    point: PointOfApplication,
    by: Person,
    *,
    axis: Axis = Axis.SYNERGY,
    level: int = 3,
    on: date | None = None,
    text: str = "A prêté une salle.",
) -> Act:
    day = on or NOW.date()
    return acts.write(
        session, actor, point, Fact(text, day, axis, level), by=by, now=max(NOW, NOW + (day - NOW.date()))
    )


def make_alliance(
    session: Session, *actors: Actor, state: AllianceState = AllianceState.ONGOING, **more: Any
) -> Alliance:
    parts = [Party(actor, "Un minibus", "Des comptages") for actor in actors]
    terms = Terms(more.pop("shared_edge", EDGE), date(2026, 9, 1), state, parts, **more)
    return alliances.make(session, actors[0].lab_id, terms, by=None, now=NOW)
