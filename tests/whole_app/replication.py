"""What the world's Lab opens to others, and what it took up from a neighbour: all of it holding one word."""

from datetime import date

from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.experiments import services as experiments
from journal.experiments.models import Experiment, Rung
from journal.experiments.services import ExperimentDescription
from journal.replication import queries, services
from journal.replication.services import Sheet
from tests.factories import NOW, make_lab, make_person
from tests.unit.journal.narrative import scenes


def open_and_take_up(session: Session, scene: scenes.Scene, word: str) -> dict[str, tuple[object, ...]]:
    """Values of addresses: a sheet of another Lab, then one of the world's own; experiments, the last one shut."""
    neighbour = make_person(session, make_lab(session, "Lab voisin"), Role.COORDINATOR)
    theirs, ours = (evaluated(session, by, word) for by in (neighbour, scene.first))
    sheets = [
        services.open_to_others(session, row, Sheet(word, word, word), [word], by=by, now=NOW)
        for row, by in ((theirs, neighbour), (ours, scene.first))
    ]
    for sheet, by in zip(sheets, (scene.first, neighbour), strict=True):
        row = services.take_up(session, sheet, ExperimentDescription(word, word, word), by=by, now=NOW)
        replication = queries.origin_of(session, row)
        assert replication is not None
        services.tell(session, replication, word, now=NOW)
    taken = queries.taken_up(session, scene.lab.id, theirs.id)
    assert taken is not None
    shut = evaluated(session, scene.first, word)
    sheet = services.open_to_others(session, shut, Sheet(word, word, word), [], by=scene.first, now=NOW)
    services.shut(session, sheet, now=NOW)
    return {"opened_id": tuple(sheet.id for sheet in sheets), "experiment_id": (ours.id, taken.experiment_id, shut.id)}


def evaluated(session: Session, by: Person, word: str) -> Experiment:
    """An experiment of their Lab that went up to its third rung."""
    said = {"happened_on": date(2026, 9, 1), "evidence": word}
    wording = ExperimentDescription(word, word, word)
    row = experiments.begin(session, wording, experiments.StepContent(Rung.IDEA, **said), by=by, now=NOW)
    for rung in (Rung.TRIAL, Rung.EVALUATED):
        experiments.add_step(session, row, experiments.StepContent(rung, **said), by=by, now=NOW)
    return row
