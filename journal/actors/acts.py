"""Acts: what an actor did or did not do, written by coordinators, corrected or withdrawn, never erased."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.actors.models import Act, Actor, Axis, PointOfApplication
from journal.clock import day_of
from journal.errors import Refused

LONGEST_ACT = 400


@dataclass(frozen=True, slots=True)
class Fact:
    """What an act states: a fact, its day, and the level it shows on one axis."""

    text: str
    happened_on: date
    axis: Axis
    level: int


def write(session: Session, actor: Actor, point: PointOfApplication, fact: Fact, *, by: Person, now: datetime) -> Act:
    """Add an act of an actor, about an open point of application.

    Raises
    ------
    Refused
        When the point is closed, the actor retired, or the act has not happened yet.
    """
    if actor.retired_at is not None:
        raise Refused("Le Lab ne travaille plus avec cet acteur\u00a0: reprenez-le d’abord.")
    act = Act(lab_id=actor.lab_id, actor_id=actor.id, by_id=by.id, at=now)
    _keep(act, point, fact, day_of(now))
    session.add(act)
    session.flush()
    return act


def correct(session: Session, act: Act, point: PointOfApplication, fact: Fact, *, now: datetime) -> None:
    """Correct an act."""
    if act.is_withdrawn:
        raise Refused("Cet acte est retiré\u00a0: remettez-le d’abord.")
    _keep(act, point, fact, day_of(now))
    act.corrected_at = now
    session.flush()


def _keep(act: Act, point: PointOfApplication, fact: Fact, today: date) -> None:
    if point.closed_on is not None and point.id != act.point_id:
        raise Refused("Ce point d’application est clos.")
    if fact.happened_on > today:
        raise Refused("Ce jour n’est pas encore venu\u00a0: un acte a eu lieu.")
    act.point_id, act.text, act.happened_on = point.id, fact.text, fact.happened_on
    act.axis, act.level = fact.axis, fact.level


def withdraw(session: Session, act: Act, *, now: datetime) -> None:
    """Withdraw an act, so that no score counts it. It stays on the page, marked as withdrawn."""
    if act.is_withdrawn:
        raise Refused("Cet acte est déjà retiré.")
    act.withdrawn_at = now
    session.flush()


def put_back(session: Session, act: Act) -> None:
    act.withdrawn_at = None
    session.flush()
