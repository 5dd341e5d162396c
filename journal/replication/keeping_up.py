"""The worker’s part: updating what other Labs read of an experiment from what its own Lab writes."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.db import Database
from journal.experiments.models import Experiment
from journal.replication.models import OpenedExperiment, Replication
from journal.replication.standing import standing
from journal.replication.telling import results

Change = tuple[OpenedExperiment | Replication, dict[str, Any]]


def keep_up(database: Database, *, floor: int) -> int:
    """Update the sheets whose measures or state changed; return how many rows changed."""
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


def _changes(session: Session, floor: int) -> Iterator[Change]:
    sheets = sa.select(OpenedExperiment, Experiment).join(Experiment, Experiment.id == OpenedExperiment.experiment_id)
    for sheet, row in session.execute(sheets).all():
        values: dict[str, Any] = {"results": results(session, row, floor=floor)}
        if sheet.rung is not None:
            stands = standing(row)
            values |= {"rung": stands.rung, "since": stands.since}
        yield from _moved(sheet, values)
    taken = sa.select(Replication, Experiment).join(Replication.experiment)
    for replication, row in session.execute(taken).all():
        yield from _moved(replication, standing(row)._asdict())


def _moved(row: OpenedExperiment | Replication, values: dict[str, Any]) -> Iterator[Change]:
    if any(getattr(row, name) != value for name, value in values.items()):
        yield row, values
