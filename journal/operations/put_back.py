"""Detecting a database restored by another tool, which contains what was erased since, and forgot what was told."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Tombstone
from journal.config import Settings
from journal.operations import told, tombstones

UNDONE = (
    "The database was put back, and what was erased or withdrawn since is there again (marks of tombstones.txt that "
    "it does not know: {}). With the site stopped, run: recit restore --replay"
)

FORGOTTEN = (
    "The database was put back, and has forgotten what was told of people since: two figures could differ by one "
    "person. With the site stopped, run: recit restore --replay"
)


def problem(session: Session, settings: Settings) -> str:
    """What to say when the file of marks knows more than the database of the same Labs; empty otherwise.

    All that the worker writes in the file comes from the database, and ``recit restore`` gives it all back to it.
    """
    marks = tombstones.read_file(tombstones.file_of(settings))
    labs = {tombstones.of_lab(lab_id) for lab_id in session.scalars(sa.select(Lab.id))}
    if not labs or not labs <= marks:
        return ""  # the file is of another installation
    unknown = marks - labs - set(session.scalars(sa.select(Tombstone.digest)))
    if unknown:
        return UNDONE.format(len(unknown))
    return FORGOTTEN if told.is_behind(session, settings) else ""
