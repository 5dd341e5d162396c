"""Proposing, discussing, adopting, revising and measuring. ``removing`` deletes indicators written by mistake."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.actors.models import Actor, ActorKind
from journal.clock import day_of
from journal.db import hold
from journal.errors import Refused
from journal.experiments.models import Experiment
from journal.indicators import rules, signs
from journal.indicators.models import (
    ChangeKind,
    Computed,
    Indicator,
    IndicatorChange,
    IndicatorOpinion,
    IndicatorState,
    Measure,
    Moment,
    Stance,
    Wanted,
)

LONGEST_NAME = 120
LONGEST_TEXT = 600
LONGEST_UNIT = 30
BECOMES = {
    IndicatorState.ADOPTED: ChangeKind.ADOPTED,
    IndicatorState.SET_ASIDE: ChangeKind.SET_ASIDE,
    IndicatorState.PROPOSED: ChangeKind.REOPENED,
}


@dataclass(frozen=True, slots=True)
class Definition:
    """What an indicator means, and how it is counted."""

    name: str
    tells: str
    counting: str
    unit: str
    wanted: Wanted
    counts_people: bool
    perspectives: Sequence[ActorKind]
    every_months: int | None = None
    computed: Computed | None = None
    # The signs of the common good it answers, as ``common_good.signs`` names them.
    signs: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class MeasureInput:
    """A value that an actor gives, from a perspective."""

    value: float
    on: date
    kind: ActorKind
    source: str
    actor: uuid.UUID | None = None
    since: date | None = None
    people: int | None = None
    link: str = ""
    experiment: uuid.UUID | None = None
    moment: Moment | None = None


def propose(session: Session, definition: Definition, *, by: Person, now: datetime) -> Indicator:
    row = Indicator(lab_id=by.lab_id, by_id=by.id, at=now, changes=[], opinions=[], measures=[], signs=[])
    _define(session, row, definition)
    session.add(row)
    row.changes.append(IndicatorChange(kind=ChangeKind.PROPOSED, before={}, by_id=by.id, at=now))
    session.flush()
    return row


def revise(session: Session, row: Indicator, definition: Definition, *, reason: str, by: Person, now: datetime) -> None:
    """Revise an indicator: its former words stay readable, with the reason.

    Raises
    ------
    Refused
        When numbers of people already measured would no longer be told as such, small ones included.
    """
    if row.counts_people and not definition.counts_people and row.measures:
        raise Refused("Des personnes sont déjà comptées\u00a0: proposez plutôt un autre indicateur.", "counts_people")
    before = described(row)
    _define(session, row, definition)
    changed = {name: value for name, value in before.items() if described(row)[name] != value}
    if changed:
        change = IndicatorChange(kind=ChangeKind.REVISED, before=changed, reason=reason, by_id=by.id, at=now)
        row.changes.insert(0, change)
    session.flush()


def set_state(
    session: Session, row: Indicator, state: IndicatorState, *, reason: str, by: Person, now: datetime
) -> None:
    """Adopt, set aside or discuss again, with the reason.

    Raises
    ------
    Refused
        When it is so already, or was not discussed enough.
    """
    hold(session, Indicator, row.id)
    if (row.state, state) not in rules.TRANSITIONS:
        raise Refused("Cet indicateur est déjà dans un autre état\u00a0: relisez la page.")
    if state is IndicatorState.ADOPTED and (problem := rules.adoption_problem(row.opinions)):
        raise Refused(problem)
    row.state = state
    row.changes.insert(0, IndicatorChange(kind=BECOMES[state], before={}, reason=reason, by_id=by.id, at=now))
    session.flush()


def give_opinion(
    session: Session, row: Indicator, actor: uuid.UUID, stance: Stance, reason: str, *, by: Person, now: datetime
) -> IndicatorOpinion:
    """Record an actor's opinion; a reserve needs a reason.

    Raises
    ------
    Refused
        When the reserve has no reason, or the actor is not of the Lab.
    """
    if stance is Stance.RESERVE and not reason:
        raise Refused("Dites la réserve\u00a0: sans elle, personne ne peut y répondre.")
    opinion = IndicatorOpinion(
        actor_id=_actor(session, row, actor).id, stance=stance, reason=reason, by_id=by.id, at=now
    )
    row.opinions.insert(0, opinion)
    session.flush()
    return opinion


def measure(
    session: Session,
    row: Indicator,
    reading: MeasureInput,
    *,
    by: Person | None,
    now: datetime,
    corrects: Measure | None = None,
) -> Measure:
    """Add a measure of an adopted indicator, or correct one.

    Raises
    ------
    Refused
        When the value, the days or the perspective do not fit.
    """
    _check(row, reading, now)
    if corrects is not None and corrects not in rules.current(row.measures):
        raise Refused("Cette mesure a déjà été corrigée.", "value")
    made = Measure(by_id=by.id if by else None, at=now, corrects_id=corrects.id if corrects else None)
    made.value, made.people, made.kind = reading.value, reading.people, reading.kind
    made.since, made.on = reading.since, reading.on
    made.source, made.link = reading.source, reading.link
    made.actor_id = _actor(session, row, reading.actor).id if reading.actor else None
    made.experiment_id = session.scalar(
        sa.select(Experiment.id).where(Experiment.lab_id == row.lab_id, Experiment.id == reading.experiment)
    )
    made.moment = reading.moment if made.experiment_id else None
    row.measures.append(made)
    session.flush()
    return made


def described(row: Indicator) -> dict[str, Any]:
    """The definition of an indicator, as plain values."""
    return {
        "name": row.name,
        "tells": row.tells,
        "counting": row.counting,
        "unit": row.unit,
        "wanted": row.wanted.value,
        "counts_people": row.counts_people,
        "perspectives": list(row.perspectives),
        "every_months": row.every_months,
        "signs": [tied.words for tied in row.signs],
    }


def _define(session: Session, row: Indicator, definition: Definition) -> None:
    for name, value in asdict(definition).items():
        if name not in {"perspectives", "signs"}:
            setattr(row, name, value)
    signs.tie(session, row, definition.signs)
    sides = {*definition.perspectives}
    if definition.computed is not None:
        # A share of the people who write, whatever else was typed.
        row.unit, row.counts_people = rules.SHARE, False
        sides.add(ActorKind.PARTICIPANTS)
    row.perspectives = [kind.value for kind in ActorKind if kind in sides]


def _check(row: Indicator, reading: MeasureInput, now: datetime) -> None:
    if row.state is not IndicatorState.ADOPTED:
        raise Refused("Seul un indicateur adopté se mesure.", "value")
    if reading.kind not in row.kinds:
        raise Refused("Cet indicateur n’est pas compté de ce point de vue.", "kind")
    if row.counts_people and reading.value != int(reading.value):
        raise Refused("Un nombre de personnes n’a pas de virgule.", "value")
    if rules.needs_people(row.counts_people, reading.kind) and reading.people is None:
        raise Refused("Dites combien de personnes l’ont dit\u00a0: sous cinq, rien n’est montré.", "people")
    if reading.on > day_of(now):
        raise Refused("Cette date n’est pas encore arrivée.", "on")
    if reading.since is not None and reading.since > reading.on:
        raise Refused("La période finit avant d’avoir commencé.", "since")
    if (reading.experiment is None) != (reading.moment is None):
        raise Refused("Dites l’expérimentation et si la mesure vient avant ou après, ou ni l’une ni l’autre.", "moment")


def _actor(session: Session, row: Indicator, actor_id: uuid.UUID) -> Actor:
    actor = session.scalar(sa.select(Actor).where(Actor.id == actor_id, Actor.lab_id == row.lab_id))
    if actor is None:
        raise Refused("Cet acteur n’est pas du Lab.", "actor")
    return actor
