import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from journal.tables import Base, Key, Labelled, enum_column


class StepKind(Labelled):
    ORIENTATION = "orientation", "Orientation"
    TRAINING = "training", "Formation"
    IMMERSION = "immersion", "Immersion"
    APPLICATIONS = "applications", "Candidatures"
    INTERVIEWS = "interviews", "Entretiens"
    FIRST_WEEKS = "first_weeks", "Premières semaines"


class Pathway(Base):
    """One person's way towards work. Nobody else reads it."""

    __tablename__ = "pathway"
    id: Mapped[Key]
    participant_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    target_jobs: Mapped[list["TargetJob"]] = relationship(
        cascade="all, delete-orphan", order_by="TargetJob.title", back_populates="pathway"
    )
    steps: Mapped[list["Step"]] = relationship(
        cascade="all, delete-orphan", order_by="Step.starts_on", back_populates="pathway"
    )
    pauses: Mapped[list["Pause"]] = relationship(
        cascade="all, delete-orphan", order_by="Pause.starts_on", back_populates="pathway"
    )


class TargetJob(Base):
    __tablename__ = "target_job"
    id: Mapped[Key]
    pathway_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("pathway.id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    pathway: Mapped[Pathway] = relationship(back_populates="target_jobs")


class Step(Base):
    __tablename__ = "step"
    id: Mapped[Key]
    pathway_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("pathway.id", ondelete="CASCADE"), index=True)
    kind: Mapped[StepKind] = enum_column(StepKind)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    pathway: Mapped[Pathway] = relationship(back_populates="steps")


class Pause(Base):
    __tablename__ = "pause"
    id: Mapped[Key]
    pathway_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("pathway.id", ondelete="CASCADE"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    pathway: Mapped[Pathway] = relationship(back_populates="pauses")
