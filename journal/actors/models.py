import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from journal.tables import Base, Key, Labelled, enum_column


class ActorKind(Labelled):
    PARTICIPANTS = "participants", "Participant·es"
    COMPANY = "company", "Entreprise"
    TRAINING_BODY = "training_body", "Organisme de formation"
    FUNDER = "funder", "Financeur"
    PUBLIC_SERVICE = "public_service", "Service public"
    ASSOCIATION = "association", "Association"
    OTHER = "other", "Autre"


class Axis(Labelled):
    """What an act shows: energy for what is undertaken, or against it. One is not the opposite of the other."""

    SYNERGY = "synergy", "Synergie"
    ANTAGONISM = "antagonism", "Antagonisme"


class Attitude(StrEnum):
    """The attitudes that places of the map suggest; a Lab may reword them."""

    PASSIVE = "passive"
    GRUMBLER = "grumbler"
    HESITANT = "hesitant"
    ALLY = "ally"
    MILITANT = "militant"
    OPPONENT = "opponent"
    IRREDUCIBLE = "irreducible"
    TORN = "torn"


class AllianceState(Labelled):
    CONSIDERED = "considered", "Envisagée"
    ONGOING = "ongoing", "En cours"
    CLOSED = "closed", "Close"


class Actor(Base):
    """An organisation or a role of the Lab, never a job seeker."""

    __tablename__ = "actor"
    __table_args__ = (sa.UniqueConstraint("lab_id", "name"),)
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    name: Mapped[str]
    kind: Mapped[ActorKind] = enum_column(ActorKind)
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    # No longer among those the Lab works with; what it did stays where it was.
    retired_at: Mapped[datetime | None]


class PointOfApplication(Base):
    """What positions are relative to: an actor may stand elsewhere on another."""

    __tablename__ = "point_of_application"
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    sentence: Mapped[str]
    theme_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("theme.id", ondelete="SET NULL"), index=True)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    created_at: Mapped[datetime]


class Act(Base):
    """Something an actor did or did not do, and the level it shows on one axis."""

    __tablename__ = "act"
    __table_args__ = (sa.CheckConstraint("level BETWEEN 1 AND 4", name="level"),)
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    actor_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"), index=True)
    point_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("point_of_application.id", ondelete="CASCADE"), index=True
    )
    happened_on: Mapped[date]
    text: Mapped[str]
    axis: Mapped[Axis] = enum_column(Axis)
    level: Mapped[int]
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    corrected_at: Mapped[datetime | None]
    # A withdrawn act stays in sight, and counts for nothing.
    withdrawn_at: Mapped[datetime | None]
    actor: Mapped[Actor] = relationship(lazy="joined")

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class Meeting(Base):
    """Who goes to see an actor for the Lab, planned, then reported or cancelled. Roles and organisations only."""

    __tablename__ = "meeting"
    __table_args__ = (sa.CheckConstraint("visitor_id IS NOT NULL OR role != ''", name="someone_goes"),)
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    actor_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"), index=True)
    # An ally that goes for the Lab; otherwise a role in the team.
    visitor_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(default="")
    foreseen_on: Mapped[date]
    purpose: Mapped[str]
    held_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(default="")
    dropped_at: Mapped[datetime | None]
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    actor: Mapped[Actor] = relationship(foreign_keys="Meeting.actor_id", lazy="joined")
    visitor: Mapped[Actor | None] = relationship(foreign_keys="Meeting.visitor_id", lazy="joined")

    @property
    def who(self) -> str:
        """Who goes, as written inside a sentence."""
        return self.visitor.name if self.visitor else self.role

    @property
    def is_settled(self) -> bool:
        return self.held_on is not None or self.dropped_at is not None


class AttitudeCell(Base):
    """A place of the map to which the Lab gives another attitude than usual."""

    __tablename__ = "attitude_cell"
    __table_args__ = (sa.UniqueConstraint("lab_id", "synergy", "antagonism"),)
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    synergy: Mapped[int]
    antagonism: Mapped[int]
    attitude: Mapped[Attitude] = enum_column(Attitude)


class AttitudeWording(Base):
    """The Lab's own words for an attitude and its advice."""

    __tablename__ = "attitude_wording"
    __table_args__ = (sa.UniqueConstraint("lab_id", "attitude"),)
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    attitude: Mapped[Attitude] = enum_column(Attitude)
    name: Mapped[str]
    strategy: Mapped[str]


class Alliance(Base):
    """What links actors around a shared edge. Its revisions say how it changed."""

    __tablename__ = "alliance"
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    point_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("point_of_application.id", ondelete="SET NULL"), index=True
    )
    shared_edge: Mapped[str]
    state: Mapped[AllianceState] = enum_column(AllianceState)
    starts_on: Mapped[date]
    closed_on: Mapped[date | None]
    learnt: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    members: Mapped[list["AllianceMember"]] = relationship(
        order_by="AllianceMember.position", cascade="all, delete-orphan"
    )


class AllianceMember(Base):
    """An actor in an alliance: what it brings and what it expects."""

    __tablename__ = "alliance_member"
    __table_args__ = (sa.UniqueConstraint("alliance_id", "actor_id"),)
    id: Mapped[Key]
    alliance_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("alliance.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    brings: Mapped[str]
    expects: Mapped[str]
    actor: Mapped[Actor] = relationship(lazy="joined")


class AllianceRevision(Base):
    """The text of an alliance on a given day. ``content`` has actors by id, so that a renamed one is right."""

    __tablename__ = "alliance_revision"
    id: Mapped[Key]
    alliance_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("alliance.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
