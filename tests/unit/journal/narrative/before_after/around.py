"""What people wrote around an experiment, and what is counted of it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.entries.models import Entry, Sharing
from journal.experiments import services
from journal.experiments.before_after import BeforeAndSince
from journal.experiments.models import Experiment, Rung
from journal.experiments.services import ExperimentDescription, StepContent
from journal.narrative.gathering.before_after import publish, told
from tests.factories import NOW, make_entry, make_person
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, Scene

# A trial in May: February to April before it, June to August since.
MAY = date(2026, 5, 11)
MARCH, JULY = date(2026, 3, 10), date(2026, 7, 10)
LATER = datetime(2026, 11, 2, 3, tzinfo=UTC)


def people(session: Session, scene: Scene, number: int) -> list[Person]:
    return [make_person(session, scene.lab, passphrase_hash=None) for _ in range(number)]


def write(session: Session, authors: Sequence[Person], on: date, **values: Any) -> list[Entry]:
    return [make_entry(session, author, happened_on=on, **({"sharing": Sharing.THEMES} | values)) for author in authors]


def see(
    session: Session, scene: Scene, entries: Sequence[Entry], *, until: date = date(2026, 10, 31), at: datetime = NOW
) -> None:
    """An analysis that found these texts in the theme."""
    run = scenes.make_run(session, scene.lab, until=until, at=at)
    scenes.see(session, run, scene.theme, [*entries])


def trial(session: Session, scene: Scene, on: date = MAY, title: str = "Le minibus") -> Experiment:
    words = ExperimentDescription(title, "Un minibus.", "Tout le monde.", [scene.theme.id])
    idea = StepContent(Rung.IDEA, date(2026, 1, 5), "Le récit.")
    row = services.begin(session, words, idea, by=scene.first, now=LATER)
    services.add_step(session, row, StepContent(Rung.TRIAL, on, "À Digne."), by=scene.first, now=LATER)
    return row


def count(session: Session, row: Experiment, now: datetime = LATER) -> bool:
    return publish(session, row, now=now, **FIGURES)


def both(session: Session, row: Experiment, *, floor: int = 5) -> BeforeAndSince:
    found = told(session, row, LATER.date(), floor)
    assert isinstance(found, BeforeAndSince)
    return found


def lines(found: BeforeAndSince) -> dict[str, tuple[str, str]]:
    return {row.label: (row.before.short, row.since.short) for row in found.rows}
