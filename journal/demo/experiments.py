"""What the demonstration Lab tries and counts, month by month."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.actors import services as actors
from journal.actors.models import Actor, ActorKind
from journal.common_good.queries import statements
from journal.common_good.signs import signs_said
from journal.cooperation.models import LabAnswer
from journal.demo.files import table
from journal.demo.loading import Clock
from journal.experiments import services as experiments
from journal.experiments.models import Experiment, Helped, Rung
from journal.indicators import services as indicators
from journal.indicators.models import Indicator, IndicatorState, Moment, Stance, Wanted
from journal.themes.models import Theme, ThemeStatus

FIRST = -6


@cache
def written() -> dict[str, Any]:
    return table("experiments")


@dataclass(frozen=True, slots=True)
class _Month:
    """One month of the Lab, as its coordinators write it."""

    session: Session
    lab: Lab
    by: Person
    clock: Clock
    month: int

    def day(self, row: dict[str, Any]) -> date:
        return self.clock.dates.day(row["month"], row["day"])

    def moment(self, row: dict[str, Any], seed: str) -> datetime:
        return self.clock.dates.moment(self.day(row), seed, before=self.clock.now)

    def lived(self, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """The events of this month, in order."""
        yield from sorted((row for row in rows if row["month"] == self.month), key=lambda row: int(row["day"]))


def play(session: Session, lab: Lab, by: Person, clock: Clock, month: int) -> None:
    """Write what was tried and counted this month, except what is already written."""
    lived = _Month(session, lab, by, clock, month)
    if month == FIRST:
        _name_the_actors(lived)
    for row in written()["experiments"]:
        for step in lived.lived(row["steps"]):
            _climb(lived, row, step)
    for row in written()["indicators"]:
        if row["month"] == month:
            _adopt(lived, row)
        for measure in lived.lived(row["measures"]):
            _measure(lived, row, measure)
    if month == 0:
        _say_what_it_gave(lived)
    session.flush()


def tie_to_signs(session: Session, lab: Lab, by: Person, clock: Clock) -> None:
    """Link indicators to signs of the common good; one was linked before its sign changed."""
    said = {(sign.number, sign.words): sign for each in statements(session, lab.id) for sign in signs_said(each)}
    for row in written()["indicators"]:
        tie, lived = row["sign"], _Month(session, lab, by, clock, 0)
        found, sign = _indicator(lived, row["name"]), said.get((tie["said_in"], tie["words"]))
        if found is None or sign is None or found.signs:
            continue
        now = lived.moment(tie, row["name"] + sign.words)
        definition = replace(_definition(row), signs=[sign.key])
        indicators.revise(session, found, definition, reason=tie["reason"], by=by, now=now)


def _name_the_actors(lived: _Month) -> None:
    known = set(lived.session.scalars(sa.select(Actor.name).where(Actor.lab_id == lived.lab.id)))
    for row in written()["actors"]:
        if row["name"] not in known:
            at = lived.moment({"month": FIRST, "day": 2}, row["name"])
            actors.add(lived.session, lived.lab.id, row["name"], ActorKind(row["kind"]), now=at)


def _climb(lived: _Month, row: dict[str, Any], step: dict[str, Any]) -> None:
    words = experiments.StepContent(Rung(step["rung"]), lived.day(step), step["evidence"], step.get("link", ""))
    now = lived.moment(step, row["title"] + step["rung"])
    found = _experiment(lived, row["title"])
    if found is None:
        wording = _wording(lived, row)
        experiments.begin(lived.session, wording, words, by=lived.by, now=now)
    elif words.happened_on not in {each.happened_on for each in found.steps}:
        # A theme may have found its name, and the Lab its answer, since the idea.
        experiments.describe(lived.session, found, _wording(lived, row))
        experiments.add_step(lived.session, found, words, by=lived.by, now=now)


def _wording(lived: _Month, row: dict[str, Any]) -> experiments.ExperimentDescription:
    adopted = sa.select(Theme.id).where(Theme.lab_id == lived.lab.id, Theme.status == ThemeStatus.ADOPTED)
    themes = lived.session.scalars(adopted.where(Theme.label == row["theme"])).all()
    named = (LabAnswer.theme_id.in_(themes), LabAnswer.text == row["answer"])
    answer = sa.select(LabAnswer.id).where(*named).order_by(LabAnswer.at)
    return experiments.ExperimentDescription(
        title=row["title"],
        tried=row["tried"],
        for_whom=row["for_whom"],
        themes=themes,
        actors=[_actor(lived, name) for name in row["actors"]],
        answer=lived.session.scalars(answer.limit(1)).first(),
    )


def _adopt(lived: _Month, row: dict[str, Any]) -> None:
    now = lived.moment(row, row["name"])
    if _indicator(lived, row["name"]) is not None:
        return
    made = indicators.propose(lived.session, _definition(row), by=lived.by, now=now)
    for name, stance, reason in row["opinions"]:
        actor = _actor(lived, name)
        indicators.give_opinion(lived.session, made, actor, Stance(stance), reason, by=lived.by, now=now)
    adopted = IndicatorState.ADOPTED
    indicators.set_state(lived.session, made, adopted, reason=row["reason"], by=lived.by, now=now)


def _definition(row: dict[str, Any]) -> indicators.Definition:
    return indicators.Definition(
        **{name: row[name] for name in ("name", "tells", "counting", "unit", "counts_people", "every_months")},
        wanted=Wanted(row["wanted"]),
        perspectives=[ActorKind(kind) for kind in row["perspectives"]],
    )


def _measure(lived: _Month, row: dict[str, Any], given: dict[str, Any]) -> None:
    indicator = _indicator(lived, row["name"])
    tried = _experiment(lived, row["experiment"]) if "moment" in given else None
    actor = lived.session.get_one(Actor, _actor(lived, given["actor"]))
    reading = indicators.MeasureInput(
        value=given["value"],
        on=lived.day(given),
        kind=actor.kind,
        source=given["source"],
        actor=actor.id,
        people=given.get("people"),
        experiment=tried.id if tried else None,
        moment=Moment(given["moment"]) if tried else None,
    )
    now = lived.moment(given, row["name"] + given["actor"])
    if indicator is not None and (actor.id, reading.on) not in {(m.actor_id, m.on) for m in indicator.measures}:
        indicators.measure(lived.session, indicator, reading, by=lived.by, now=now)


def _say_what_it_gave(lived: _Month) -> None:
    """Answers of some who took part; the visitor's accounts are left to answer by hand."""
    people = sa.select(Person).where(Person.lab_id == lived.lab.id, Person.role == Role.PARTICIPANT)
    silent = lived.session.scalars(people.where(Person.passphrase_hash.is_(None)).order_by(Person.username)).all()
    for row in written()["experiments"]:
        answers = [Helped(kind) for kind, count in row["voices"].items() for _ in range(count)]
        found = _experiment(lived, row["title"])
        for person, helped in zip(silent, answers, strict=False):
            if found is not None:
                experiments.say(lived.session, found, helped, by=person, now=lived.clock.now)


def _experiment(lived: _Month, title: str) -> Experiment | None:
    return lived.session.scalar(
        sa.select(Experiment).where(Experiment.lab_id == lived.lab.id, Experiment.title == title)
    )


def _indicator(lived: _Month, name: str) -> Indicator | None:
    return lived.session.scalar(sa.select(Indicator).where(Indicator.lab_id == lived.lab.id, Indicator.name == name))


def _actor(lived: _Month, name: str) -> uuid.UUID:
    return lived.session.scalars(sa.select(Actor.id).where(Actor.lab_id == lived.lab.id, Actor.name == name)).one()
