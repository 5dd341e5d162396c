"""What the Lab tries and counts, as a month may tell it: rungs reached, experiments left, indicators measured."""

from datetime import date

from sqlalchemy.orm import Session

from journal.experiments import rules as ladder
from journal.experiments.models import Experiment, Rung
from journal.experiments.queries import all_of as experiments_of
from journal.experiments.rules import accepted
from journal.indicators.models import IndicatorState
from journal.indicators.queries import all_of as indicators_of
from journal.indicators.rules import current
from journal.indicators.telling import tell
from journal.months import last_of
from journal.narrative.models import Digest
from nlp.prose import types


def of_month(
    session: Session, digest: Digest, *, floor: int
) -> tuple[tuple[types.ExperimentFact, ...], tuple[types.MeasureFact, ...]]:
    """The rungs reached in the days of the month, then the indicators measured in them."""
    span = (digest.month, last_of(digest.month))
    moved = [fact for row in experiments_of(session, digest.lab_id) for fact in _moves(row, span)]
    measures = [
        types.MeasureFact(str(row.id), row.name, tell(row, floor=floor, until=span[1]).sentence)
        for row in indicators_of(session, digest.lab_id, IndicatorState.ADOPTED)
        if any(span[0] <= measure.on <= span[1] for measure in current(row.measures))
    ]
    return tuple(moved), tuple(measures)


def _moves(row: Experiment, span: tuple[date, date]) -> list[types.ExperimentFact]:
    """Going up, or leaving with what was learnt; coming back down is told on its page."""
    path: list[Rung] = []
    found = []
    for step in (each.step for each in ladder.path_as_read(accepted(row))):
        goes_on = not path or ladder.is_climb(path, step.rung) or step.rung is Rung.ABANDONED
        if goes_on and span[0] <= step.happened_on <= span[1]:
            found.append(types.ExperimentFact(str(row.id), row.title, step.rung.value, step.evidence))
        path.append(step.rung)
    return found
