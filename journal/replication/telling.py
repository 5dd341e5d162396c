"""The results of an experiment, as another Lab may read them."""

from sqlalchemy.orm import Session

from journal.counting.rules import first_step
from journal.experiments.blueprint import BESIDE
from journal.experiments.models import Experiment
from journal.experiments.queries import counts_told


def results(session: Session, row: Experiment, *, floor: int) -> list[str]:
    """Measures before and after, then what those who took part say: no figure under ``floor`` is shown."""
    measured = [line.sentence for tell in BESIDE for line in tell(session, row, floor)]
    heard = counts_told(row, floor=floor)
    if heard is None:
        return measured
    said = [f"{answer.label}\u00a0: {_people(people, first_step(floor))}" for answer, people in heard.items()]
    return [*measured, f"Ce qu’en disent celles et ceux qui y ont participé. {'. '.join(said)}."]


def _people(people: int, least: int) -> str:
    return f"au moins {people}\u00a0personnes" if people else f"moins de {least}, ou personne"
