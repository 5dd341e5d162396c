"""What the actors decided to count, and what each of them counts.

An indicator is discussed before it is adopted, and every change stays written. A measure is never changed: a wrong one
is corrected by another.
"""

import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from journal.actors.models import Actor, ActorKind
from journal.common_good.models import CommonGood
from journal.experiments.models import Experiment
from journal.tables import Base, Key, Labelled, enum_column


class IndicatorState(Labelled):
    PROPOSED = "proposed", "Proposé"
    ADOPTED = "adopted", "Adopté"
    SET_ASIDE = "set_aside", "Mis de côté"


class Wanted(Labelled):
    """The direction the actors want."""

    UP = "up", "Une hausse"
    DOWN = "down", "Une baisse"


class Stance(Labelled):
    FOR = "for", "Pour"
    RESERVE = "reserve", "Une réserve"


class Moment(Labelled):
    """When a measure was made, relative to an experiment."""

    BEFORE = "before", "Avant"
    AFTER = "after", "Après"


class Computed(Labelled):
    """What the site can count by itself, from shared texts."""

    AGENCY_RISES = "agency_rises", "Part des personnes dont la prise sur leur parcours monte"


class Indicator(Base):
    __tablename__ = "indicator"
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    name: Mapped[str]
    tells: Mapped[str]
    counting: Mapped[str]
    unit: Mapped[str]
    wanted: Mapped[Wanted] = enum_column(Wanted)
    # Its values are numbers of job seekers: never shown under the floor, and rounded.
    counts_people: Mapped[bool]
    perspectives: Mapped[list[Any]]  # values of ActorKind
    every_months: Mapped[int | None]
    computed: Mapped[Computed | None] = enum_column(Computed)
    state: Mapped[IndicatorState] = enum_column(IndicatorState, default=IndicatorState.PROPOSED)
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    changes: Mapped[list["IndicatorChange"]] = relationship(
        order_by="IndicatorChange.at.desc()", cascade="all, delete-orphan"
    )
    opinions: Mapped[list["IndicatorOpinion"]] = relationship(
        order_by="IndicatorOpinion.at.desc()", cascade="all, delete-orphan"
    )
    measures: Mapped[list["Measure"]] = relationship(order_by="Measure.on, Measure.at", cascade="all, delete-orphan")
    signs: Mapped[list["IndicatorSign"]] = relationship(order_by="IndicatorSign.place", cascade="all, delete-orphan")

    @property
    def kinds(self) -> list[ActorKind]:
        """The perspectives it is counted from, in the order used for actors."""
        return [kind for kind in ActorKind if kind.value in self.perspectives]


class IndicatorSign(Base):
    """A sign of the common good that an indicator answers, as worded when they were linked.

    The words are kept beside the statement: how a text is cut into signs may change, and what was agreed may not.
    """

    __tablename__ = "indicator_sign"
    __table_args__ = (sa.UniqueConstraint("indicator_id", "statement_id", "words"),)
    id: Mapped[Key]
    indicator_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("indicator.id", ondelete="CASCADE"), index=True)
    statement_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("common_good.id", ondelete="CASCADE"), index=True)
    place: Mapped[int]
    words: Mapped[str]
    statement: Mapped[CommonGood] = relationship(lazy="joined")


class ChangeKind(Labelled):
    PROPOSED = "proposed", "Proposé"
    REVISED = "revised", "Revu"
    ADOPTED = "adopted", "Adopté"
    SET_ASIDE = "set_aside", "Mis de côté"
    REOPENED = "reopened", "Remis en discussion"


class IndicatorChange(Base):
    """A change to an indicator, its day and its reason; ``before`` holds the revised words."""

    __tablename__ = "indicator_change"
    id: Mapped[Key]
    indicator_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("indicator.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ChangeKind] = enum_column(ChangeKind)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class IndicatorOpinion(Base):
    """An actor's opinion of an indicator; the latest counts."""

    __tablename__ = "indicator_opinion"
    id: Mapped[Key]
    indicator_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("indicator.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"), index=True)
    stance: Mapped[Stance] = enum_column(Stance)
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    actor: Mapped[Actor] = relationship(lazy="joined")


class Measure(Base):
    """A value, on a day or over a period, from one perspective; without an actor if the site counted it."""

    __tablename__ = "measure"
    # A measure deleted takes along, in the database, those that say it better.
    __mapper_args__ = {"confirm_deleted_rows": False}
    id: Mapped[Key]
    indicator_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("indicator.id", ondelete="CASCADE"), index=True)
    value: Mapped[float]
    # How many job seekers the value is about, when it is about them without being a count of them.
    people: Mapped[int | None]
    since: Mapped[date | None]
    on: Mapped[date]
    kind: Mapped[ActorKind] = enum_column(ActorKind)
    actor_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"), index=True)
    source: Mapped[str]
    link: Mapped[str] = mapped_column(default="")
    experiment_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("experiment.id", ondelete="SET NULL"), index=True
    )
    moment: Mapped[Moment | None] = enum_column(Moment)
    corrects_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("measure.id", ondelete="CASCADE"))
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    actor: Mapped[Actor | None] = relationship(lazy="joined")
    experiment: Mapped[Experiment | None] = relationship()
