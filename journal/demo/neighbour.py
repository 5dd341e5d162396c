"""A second Lab beside the demonstration's, to show what goes from one Lab to another; nobody may sign in there."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.accounts.services import create_lab
from journal.actors import services as actors
from journal.actors.models import ActorKind
from journal.demo.files import table
from journal.demo.loading import Clock
from journal.demo.people import FACTS, NEIGHBOUR
from journal.experiments import services as experiments
from journal.experiments.models import Experiment, Rung
from journal.experiments.services import ExperimentDescription, StepContent
from journal.indicators import services as indicators
from journal.indicators.models import IndicatorState, Moment, Stance, Wanted
from journal.indicators.services import Definition, MeasureInput
from journal.legal import services as legal
from journal.replication import queries, services
from journal.replication.models import OpenedExperiment
from journal.replication.services import Sheet

CONTACT = "lab-littoral@example.org"


def play_neighbour(session: Session, lab: Lab, by: Person, clock: Clock) -> None:
    """Write everything; do nothing if the second Lab already exists."""
    if session.scalar(sa.select(Lab.id).where(Lab.name == NEIGHBOUR)) is not None:
        return
    beside = create_lab(session, NEIGHBOUR, contact=CONTACT, now=clock.now)
    legal.write(session, beside, {"name": NEIGHBOUR, "contact": CONTACT, **FACTS}, now=clock.now)
    team = Person(lab_id=beside.id, role=Role.COORDINATOR, username="littoral-1", created_at=clock.now)
    session.add(team)
    session.flush()
    _Story(session, by, team, clock, written()).play(lab)


def written() -> dict[str, Any]:
    return table("neighbour")


@dataclass(frozen=True, slots=True)
class _Story:
    """What each of the two teams does, in order."""

    session: Session
    ours: Person
    theirs: Person
    clock: Clock
    told: dict[str, Any]

    def play(self, lab: Lab) -> None:
        self._open_theirs(self.told["theirs"])
        row = self.told["ours"]
        named = (Experiment.lab_id == lab.id, Experiment.title == row["experiment"])
        minibus = self.session.scalars(sa.select(Experiment).where(*named)).one()
        sheet = Sheet(row["title"], row["tried"], row["lesson"])
        self._take_up(services.open_to_others(self.session, minibus, sheet, [], by=self.ours, now=self._moment(row)))

    def _open_theirs(self, row: dict[str, Any]) -> None:
        first, *others = row["steps"]
        description = ExperimentDescription(row["title"], row["tried"], row["for_whom"])
        made = experiments.begin(self.session, description, self._step(first), by=self.theirs, now=self._moment(first))
        for step in others:
            experiments.add_step(self.session, made, self._step(step), by=self.theirs, now=self._moment(step))
        self._measure(row["indicator"], made)
        sheet = Sheet(row["title"], row["tried"], row["lesson"])
        # The worker writes the measures on the sheet, as it does whenever they move.
        services.open_to_others(self.session, made, sheet, [], by=self.theirs, now=self._moment(row["opened"]))

    def _measure(self, row: dict[str, Any], tried: Experiment) -> None:
        lab_id, session, at = tried.lab_id, self.session, self._moment(row)
        agreed = [actors.add(session, lab_id, name, ActorKind(kind), now=at) for name, kind in row["actors"]]
        first = agreed[0]
        texts = {name: row[name] for name in ("name", "tells", "counting", "unit")}
        definition = Definition(**texts, wanted=Wanted.UP, counts_people=False, perspectives=[first.kind])
        made = indicators.propose(session, definition, by=self.theirs, now=at)
        for actor in agreed:
            indicators.give_opinion(session, made, actor.id, Stance.FOR, "", by=self.theirs, now=at)
        indicators.set_state(session, made, IndicatorState.ADOPTED, reason=row["reason"], by=self.theirs, now=at)
        for side in Moment:
            given = row[side.value]
            reading = MeasureInput(
                value=given["value"],
                on=self._day(given),
                kind=first.kind,
                source=given["source"],
                actor=first.id,
                people=given["people"],
                experiment=tried.id,
                moment=side,
            )
            indicators.measure(session, made, reading, by=self.theirs, now=self._moment(given))

    def _take_up(self, sheet: OpenedExperiment) -> None:
        row = self.told["taken"]
        described = ExperimentDescription(row["title"], row["tried"], row["for_whom"])
        made = services.take_up(self.session, sheet, described, by=self.theirs, now=self._moment(row))
        trial = row["trial"] | {"rung": Rung.TRIAL}
        experiments.add_step(self.session, made, self._step(trial), by=self.theirs, now=self._moment(trial))
        replication = queries.origin_of(self.session, made)
        if replication is not None:
            services.tell(self.session, replication, row["found"]["text"], now=self._moment(row["found"]))

    def _step(self, row: dict[str, Any]) -> StepContent:
        return StepContent(Rung(row["rung"]), self._day(row), row["evidence"])

    def _day(self, row: dict[str, Any]) -> date:
        return self.clock.dates.day(row["month"], row["day"])

    def _moment(self, row: dict[str, Any]) -> datetime:
        return self.clock.dates.moment(self._day(row), f"{row['month']}-{row['day']}", before=self.clock.now)
