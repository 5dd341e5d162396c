"""Deleting an indicator written by mistake. One mentioned in a published récit, or counted by the site, stays."""

from sqlalchemy.orm import Session

from journal.db import count, hold
from journal.errors import Refused
from journal.experiments.removing import told_by_a_month
from journal.indicators.models import Indicator, Measure

# Counted again after one text left, the same months would tell what its author had said.
COUNTED = (
    "Le site a compté des textes pour lui\u00a0: recompter les mêmes mois laisserait deviner qui a repris un texte."
)


def problem(session: Session, row: Indicator, *, lock: bool = False) -> str | None:
    """Why an indicator can no longer be deleted; with ``lock``, this cannot change until the transaction ends."""
    if count(session, Measure, Measure.indicator_id == row.id, Measure.actor_id.is_(None)):
        return COUNTED
    return told_by_a_month(session, row.lab_id, row.id, lock=lock)


def remove(session: Session, row: Indicator) -> None:
    """Delete an indicator, with its opinions and its measures.

    Raises
    ------
    Refused
        When a published récit tells of it, or the site counted for it.
    """
    # Held whole: what the site counts meanwhile is seen here, or finds no indicator.
    hold(session, Indicator, row.id, whole=True)
    if why := problem(session, row, lock=True):
        raise Refused(f"{why} Il ne peut plus être effacé.")
    session.delete(row)
    session.flush()
