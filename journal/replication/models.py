"""Everything that goes from one Lab to another: a sheet written for it, and what a Lab that takes it up reports.

Other Labs read the first two tables and nothing else, which PostgreSQL enforces. So what they may know of an experiment
is copied here: by whoever opens it or takes it up, then by the worker, which sees every Lab (``keeping_up``).
"""

import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from journal.accounts.models import Lab
from journal.experiments.models import Experiment, Rung
from journal.tables import Base, Key, enum_column


class WrittenSheet(Base):
    """The columns of a table of sheets: what other Labs read, or read until it was closed."""

    __abstract__ = True
    id: Mapped[Key]
    experiment_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("experiment.id", ondelete="CASCADE"), unique=True)
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    title: Mapped[str]
    tried: Mapped[str]
    lesson: Mapped[str]
    at: Mapped[datetime]  # when it was opened, or shut


class OpenedExperiment(WrittenSheet):
    """The sheet of an experiment, as coordinators of other Labs read it while it is open."""

    __tablename__ = "opened_experiment"
    # Which text this is: shut, opened again, it is the same, so that erasing it erases it in older copies too.
    words_id: Mapped[uuid.UUID] = mapped_column(default=uuid.uuid4)
    # What was measured, in sentences, as anyone might read them.
    results: Mapped[list[Any]] = mapped_column(default=list)
    # Where it stands; nothing in a sheet that was written when the page said that this would not be told.
    rung: Mapped[Rung | None] = enum_column(Rung)
    since: Mapped[date | None]
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    lab: Mapped[Lab] = relationship(lazy="joined", innerjoin=True)


class Replication(Base):
    """An experiment that a Lab took up from another, and what it reports to that Lab."""

    __tablename__ = "replication"
    __table_args__ = (sa.UniqueConstraint("lab_id", "source_id"),)
    experiment_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("experiment.id", ondelete="CASCADE"), primary_key=True
    )
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"))
    # Where it comes from: the Lab is still known once its experiment is deleted.
    source_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("experiment.id", ondelete="SET NULL"), index=True)
    source_lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"))
    # Where it stands.
    rung: Mapped[Rung] = enum_column(Rung)
    since: Mapped[date]
    was_tried: Mapped[bool] = mapped_column(default=False)
    found: Mapped[str] = mapped_column(default="")
    found_at: Mapped[datetime | None]
    at: Mapped[datetime]
    # Only its own Lab may follow this one.
    experiment: Mapped[Experiment] = relationship(foreign_keys=[experiment_id])
    lab: Mapped[Lab] = relationship(foreign_keys=[lab_id], lazy="joined", innerjoin=True)
    source_lab: Mapped[Lab] = relationship(foreign_keys=[source_lab_id], lazy="joined", innerjoin=True)


class ShutSheet(WrittenSheet):
    """The words of a closed sheet, for its own Lab only, which may open it again or erase them.

    Its ``id`` is the ``words_id`` of the sheet.
    """

    __tablename__ = "shut_sheet"
