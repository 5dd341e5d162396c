"""What the Lab tries and what it counts, as CSV: what the pages show, and nothing under the floor."""

from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.experiments import rules
from journal.experiments.queries import all_of as experiments_of
from journal.experiments.rules import accepted
from journal.indicators.models import IndicatorState
from journal.indicators.queries import all_of as indicators_of
from journal.indicators.rules import current
from journal.indicators.telling import shown, who
from journal.web.tables import as_csv, harmless
from journal.web.typography import number

STEP_COLUMNS = (
    "Expérimentation",
    "Ce qui est essayé",
    "Pour qui",
    "Acteurs",
    "Marche",
    "Jour",
    "Preuve",
    "Lien",
)
MEASURE_COLUMNS = (
    "Indicateur",
    "Unité",
    "Point de vue",
    "Donnée par",
    "Depuis le",
    "Jour",
    "Valeur",
    "Ce qui en est montré",
    "Source",
    "Lien",
    "Expérimentation",
    "Avant ou après",
)


def steps_csv(session: Session, lab: Lab, _floor: int) -> bytes:
    """Each rung as it now reads, experiment by experiment: no figure of people is among them."""
    rows: list[list[str | int]] = [
        [
            harmless(row.title),
            harmless(row.tried),
            harmless(row.for_whom),
            harmless(", ".join(actor.name for actor in row.actors)),
            step.rung.label,
            step.happened_on.isoformat(),
            harmless(step.evidence),
            harmless(step.link),
        ]
        for row in experiments_of(session, lab.id)
        for step in (each.step for each in rules.path_as_read(accepted(row)))
    ]
    return as_csv(STEP_COLUMNS, rows)


def measures_csv(session: Session, lab: Lab, floor: int) -> bytes:
    """Each measure of the adopted indicators, as anyone may read it: no value that would tell about a few people."""
    rows: list[list[str | int]] = []
    for row in indicators_of(session, lab.id, IndicatorState.ADOPTED):
        for measure in current(row.measures):
            told = shown(row, measure, floor=floor)
            rows.append(
                [
                    harmless(row.name),
                    harmless(row.unit),
                    measure.kind.label,
                    harmless(who(measure)),
                    measure.since.isoformat() if measure.since else "",
                    measure.on.isoformat(),
                    "" if told.value is None else _decimal(told.value),
                    harmless(told.text),
                    harmless(measure.source),
                    harmless(measure.link),
                    harmless(measure.experiment.title) if measure.experiment else "",
                    measure.moment.label if measure.moment else "",
                ]
            )
    return as_csv(MEASURE_COLUMNS, rows)


def _decimal(value: float) -> str:
    """« 12480,5 »: as spreadsheets in French read a number, however large."""
    return number(value).replace("\u202f", "")
