"""The Lab's table of attitudes: the usual one, and the Lab's changes."""

import uuid
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.actors.attitudes import CELLS, WORDINGS, Cell, Table, Wording, usual_table_with
from journal.actors.models import Attitude, AttitudeCell, AttitudeWording
from journal.db import hold

LONGEST_NAME = 40
LONGEST_STRATEGY = 400


def table_of(session: Session, lab_id: uuid.UUID) -> Table:
    cells = session.scalars(sa.select(AttitudeCell).where(AttitudeCell.lab_id == lab_id))
    words = session.scalars(sa.select(AttitudeWording).where(AttitudeWording.lab_id == lab_id))
    return usual_table_with(
        {(row.synergy, row.antagonism): row.attitude for row in cells},
        {row.attitude: Wording(row.name, row.strategy) for row in words},
    )


def set_cells(session: Session, lab_id: uuid.UUID, cells: Mapping[Cell, Attitude]) -> None:
    """Set the attitude of places of the map. Only differences from the usual table are stored."""
    hold(session, Lab, lab_id)
    session.execute(sa.delete(AttitudeCell).where(AttitudeCell.lab_id == lab_id))
    session.add_all(
        AttitudeCell(lab_id=lab_id, synergy=cell[0], antagonism=cell[1], attitude=attitude)
        for cell, attitude in cells.items()
        if CELLS[cell] is not attitude
    )
    session.flush()


def reword(session: Session, lab_id: uuid.UUID, attitude: Attitude, wording: Wording) -> None:
    """Reword an attitude and its strategy."""
    hold(session, Lab, lab_id)
    session.execute(
        sa.delete(AttitudeWording).where(AttitudeWording.lab_id == lab_id, AttitudeWording.attitude == attitude)
    )
    if wording != WORDINGS[attitude]:
        session.add(AttitudeWording(lab_id=lab_id, attitude=attitude, name=wording.name, strategy=wording.strategy))
    session.flush()


def back_to_usual(session: Session, lab_id: uuid.UUID) -> None:
    for kind in (AttitudeCell, AttitudeWording):
        session.execute(sa.delete(kind).where(kind.lab_id == lab_id))
    session.flush()
