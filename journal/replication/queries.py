"""The only queries that cross from one Lab to another: open sheets, and reports about what was taken up."""

import uuid
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.db import count
from journal.experiments.models import Experiment
from journal.replication.models import OpenedExperiment, Replication, ShutSheet


def has_others(session: Session, lab_id: uuid.UUID) -> bool:
    """Whether other Labs share the site."""
    return count(session, Lab, Lab.id != lab_id) > 0


def opened_by_others(session: Session, lab_id: uuid.UUID) -> Sequence[OpenedExperiment]:
    """The open sheets of other Labs, latest first."""
    found = sa.select(OpenedExperiment).where(OpenedExperiment.lab_id != lab_id)
    return session.scalars(found.order_by(OpenedExperiment.at.desc(), OpenedExperiment.id)).all()


def opened_elsewhere(session: Session, lab_id: uuid.UUID, opened_id: uuid.UUID) -> OpenedExperiment | None:
    """An open sheet of another Lab."""
    wanted = sa.select(OpenedExperiment).where(OpenedExperiment.id == opened_id, OpenedExperiment.lab_id != lab_id)
    return session.scalar(wanted)


def sheet_of(session: Session, row: Experiment) -> OpenedExperiment | None:
    """The open sheet of one’s own experiment."""
    return session.scalar(sa.select(OpenedExperiment).where(OpenedExperiment.experiment_id == row.id))


def shut_sheet_of(session: Session, row: Experiment) -> ShutSheet | None:
    """The closed sheet of one’s own experiment."""
    return session.scalar(sa.select(ShutSheet).where(ShutSheet.experiment_id == row.id))


def sheet_of_origin(session: Session, origin: Replication) -> OpenedExperiment | None:
    """The sheet an experiment was taken up from, if it is still open."""
    return session.scalar(sa.select(OpenedExperiment).where(OpenedExperiment.experiment_id == origin.source_id))


def taken_up(session: Session, lab_id: uuid.UUID, source_id: uuid.UUID) -> Replication | None:
    """What a Lab made of another’s experiment."""
    return session.scalar(
        sa.select(Replication).where(Replication.lab_id == lab_id, Replication.source_id == source_id)
    )


def origin_of(session: Session, row: Experiment) -> Replication | None:
    """Where one’s own experiment comes from, if it was taken up from another Lab."""
    return session.get(Replication, row.id)


def taken_up_since(session: Session, lab_id: uuid.UUID, since: datetime) -> list[tuple[Replication, Experiment]]:
    """What other Labs took up from a Lab since a moment, oldest first."""
    wanted = sa.select(Replication, Experiment).join(Experiment, Experiment.id == Replication.source_id)
    found = wanted.where(Replication.source_lab_id == lab_id, Replication.at >= since)
    return [(row[0], row[1]) for row in session.execute(found.order_by(Replication.at, Replication.experiment_id))]


def taken_up_elsewhere(session: Session, row: Experiment) -> list[Replication]:
    """What the Labs that took an experiment up report, by name of Lab."""
    found = session.scalars(sa.select(Replication).where(Replication.source_id == row.id)).all()
    return sorted(found, key=lambda each: (each.lab.name, str(each.lab_id)))
