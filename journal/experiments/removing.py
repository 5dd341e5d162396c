"""Deleting an experiment written by mistake. One mentioned in a récit, or by those who took part, stays."""

import uuid
from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from journal.db import count, hold
from journal.errors import Refused
from journal.experiments.models import Experiment, ExperimentVoice
from journal.web.typography import of_month

# The month whose published récit tells of an experiment or of an indicator: registered in journal.features.
# With True, no month is published until the transaction ends.
TOLD_IN: list[Callable[[Session, uuid.UUID, uuid.UUID, bool], date | None]] = []
HEARD = "Des personnes ont pu dire ce que l’expérimentation leur a donné."


def told_by_a_month(session: Session, lab_id: uuid.UUID, subject: uuid.UUID, *, lock: bool = False) -> str | None:
    """Why something the Lab tries or counts must stay: a month of the récit mentions it. None otherwise."""
    months = filter(None, (find(session, lab_id, subject, lock) for find in TOLD_IN))
    found = next(months, None)
    return None if found is None else f"Le récit {of_month(found)} en parle."


def problem(session: Session, row: Experiment, *, lock: bool = False) -> str | None:
    """Why an experiment can no longer be deleted; with ``lock``, this cannot change until the transaction ends."""
    heard = count(session, ExperimentVoice, ExperimentVoice.experiment_id == row.id) > 0
    return told_by_a_month(session, row.lab_id, row.id, lock=lock) or (HEARD if heard else None)


def remove(session: Session, row: Experiment) -> None:
    """Delete an experiment with its steps; measures made around it stay.

    Raises
    ------
    Refused
        When a published récit tells of it, or someone who took part spoke of it.
    """
    # Held whole: an answer that someone sends meanwhile waits, then finds no experiment.
    hold(session, Experiment, row.id, whole=True)
    if why := problem(session, row, lock=True):
        raise Refused(f"{why} Elle ne peut plus être effacée.")
    session.delete(row)
    session.flush()
