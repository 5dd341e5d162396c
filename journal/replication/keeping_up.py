"""The worker’s part: what other Labs read of an experiment follows what its own Lab writes of it."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.db import Database
from journal.experiments.following import moves_of
from journal.experiments.models import Experiment
from journal.replication import rules
from journal.replication.models import OpenedExperiment, Replication
from journal.replication.telling import results

Change = tuple[OpenedExperiment | Replication, dict[str, Any]]


def keep_up(database: Database, *, floor: int) -> int:
    """Write again the sheets whose measures moved, and where each replication stands; return how many rows that is."""
    with database.read() as session:
        if not any(_changes(session, floor)):
            return 0
    with database.write() as session:
        changes = list(_changes(session, floor))
        for row, values in changes:
            for name, value in values.items():
                setattr(row, name, value)
        session.commit()
    return len(changes)


def standing(row: Experiment) -> dict[str, Any]:
    """Where an experiment is, as the Lab it was taken from reads it."""
    moves = moves_of(row)
    was_tried = rules.is_tried([move.rung for move in moves])
    return {"rung": moves[-1].rung, "since": moves[-1].on, "was_tried": was_tried}


def _changes(session: Session, floor: int) -> Iterator[Change]:
    sheets = sa.select(OpenedExperiment, Experiment).join(Experiment, Experiment.id == OpenedExperiment.experiment_id)
    for sheet, row in session.execute(sheets).all():
        told = results(session, row, floor=floor)
        if told != sheet.results:
            yield sheet, {"results": told}
    taken = sa.select(Replication, Experiment).join(Experiment, Experiment.id == Replication.experiment_id)
    for replication, row in session.execute(taken).all():
        stands = standing(row)
        if any(getattr(replication, name) != value for name, value in stands.items()):
            yield replication, stands
