"""Analyses propose, people decide.

A ``Theme`` lasts: people decide on its name, colour and status. A ``ThemeState`` is what one analysis, an
``AnalysisRun`` or run for short, saw of it: figures, terms, members. Deleting all states would lose no human decision.
"""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from journal.entries.models import Passage
from journal.tables import Base, Key, Labelled, enum_column
from nlp.types import Solidity, ThemeEvent, Zone


class RunStatus(Labelled):
    REQUESTED = "requested", "Demandée"
    RUNNING = "running", "En cours"
    SUCCEEDED = "succeeded", "Terminée"
    TOO_LITTLE = "too_little", "Pas encore assez de textes partagés"
    FAILED = "failed", "Interrompue"

    @property
    def under_way(self) -> str:
        """What comes before the day it was asked on."""
        return "Demandée" if self is RunStatus.REQUESTED else f"{self.label}, demandée"


class AnalysisRun(Base):
    __tablename__ = "analysis_run"
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    # The last day whose entries count: an analysis of a past month can be repeated.
    until: Mapped[date]
    status: Mapped[RunStatus] = enum_column(RunStatus, default=RunStatus.REQUESTED)
    requested_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    requested_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    # Last heartbeat of the worker: after a long silence, another worker takes over the run.
    heard_at: Mapped[datetime | None]
    progress: Mapped[float] = mapped_column(default=0.0)
    message: Mapped[str] = mapped_column(default="")
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    encoder: Mapped[str] = mapped_column(default="")
    fingerprint: Mapped[str] = mapped_column(default="")
    # Counts only: the passages and people read, and from how few to how many themes these part about as well.
    ledger: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Merges and splits seen in too few runs to be proposed yet: the next run starts from them.
    pending: Mapped[list[Any]] = mapped_column(default=list)
    # nlp.themes.drift.Closeness: how near passages were to the themes, which newcomers are compared with.
    closeness: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    states: Mapped[list["ThemeState"]] = relationship(back_populates="run", cascade="all, delete-orphan")

    @property
    def as_good(self) -> tuple[int, int] | None:
        """From how few to how many themes its passages part about as well; nothing where that was not kept."""
        fewest, most = self.ledger.get("as_good") or (0, 0)
        return (fewest, most) if most else None

    @property
    def floor(self) -> int:
        """The fewest people that any figure of this run speaks for: the floor of the Lab when it was done."""
        return int(self.settings["min_participants"])


class ThemeStatus(Labelled):
    PROPOSED = "proposed", "Proposé"
    ADOPTED = "adopted", "Adopté"
    SET_ASIDE = "set_aside", "Mis de côté"
    MERGED = "merged", "Fusionné"


class Theme(Base):
    __tablename__ = "theme"
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    label: Mapped[str]
    machine_label: Mapped[str]
    status: Mapped[ThemeStatus] = enum_column(ThemeStatus, default=ThemeStatus.PROPOSED)
    color: Mapped[str]
    x: Mapped[float] = mapped_column(default=0.0)
    y: Mapped[float] = mapped_column(default=0.0)
    pinned: Mapped[bool] = mapped_column(default=False)
    born_on: Mapped[date]
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("theme.id"))
    definition: Mapped[str] = mapped_column(default="")
    includes: Mapped[str] = mapped_column(default="")
    excludes: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    states: Mapped[list["ThemeState"]] = relationship(back_populates="theme", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}


class TypicalPassage(Base):
    """The passage a coordinator chose to show what a theme is. Erased with its entry."""

    __tablename__ = "typical_passage"
    theme_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True)
    passage_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("passage.id", ondelete="CASCADE"), index=True)


class ThemeState(Base):
    """A theme as one run saw it."""

    __tablename__ = "theme_state"
    __table_args__ = (sa.UniqueConstraint("run_id", "theme_id"),)
    id: Mapped[Key]
    run_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("analysis_run.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("theme.id", ondelete="CASCADE"), index=True)
    event: Mapped[ThemeEvent] = enum_column(ThemeEvent)
    solidity: Mapped[Solidity] = enum_column(Solidity)
    stability: Mapped[float]
    participants: Mapped[int]
    passages: Mapped[int]
    terms: Mapped[list[Any]] = mapped_column(default=list)  # [text, weight, participants]
    anti_terms: Mapped[list[Any]] = mapped_column(default=list)
    # {emotion: [participants, mean intensity or nothing]}, {step: participants}: what speaks for five people or more
    emotions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    steps: Mapped[dict[str, Any]] = mapped_column(default=dict)
    months: Mapped[dict[str, Any]] = mapped_column(default=dict)
    helped: Mapped[list[Any]] = mapped_column(default=list)  # [word, participants]
    hindered: Mapped[list[Any]] = mapped_column(default=list)
    agency: Mapped[float | None]
    announced: Mapped[int]  # people, when its growth was last announced: the next is measured from there
    # True once a run has announced that people left it, until they are back: it is announced only once.
    quiet: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    # Where it could be split, when it could: [{"label", "terms", "people", "passages"}]
    parts: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    centroid: Mapped[bytes]
    # How many passages it was computed from, and the sum of their versions; empty until it is.
    centroid_from: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    run: Mapped[AnalysisRun] = relationship(back_populates="states")
    theme: Mapped[Theme] = relationship(back_populates="states")
    members: Mapped[list["ThemeMember"]] = relationship(back_populates="state", cascade="all, delete-orphan")

    def agency_told(self, floor: int) -> float | None:
        """Mean of the dial, unless the analysis let fewer people speak for it than the Lab now asks."""
        return self.agency if self.run.floor >= floor else None


class ThemeMember(Base):
    __tablename__ = "theme_member"
    state_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("theme_state.id", ondelete="CASCADE"), primary_key=True)
    passage_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    strength: Mapped[float]
    zone: Mapped[Zone] = enum_column(Zone)
    main: Mapped[bool]
    # Its rank among the passages that speak best for the theme, when it is one of them.
    excerpt_rank: Mapped[int | None]
    state: Mapped[ThemeState] = relationship(back_populates="members")
    passage: Mapped[Passage] = relationship()


class ThemeArrival(Base):
    """The theme that a passage shared since the last run seems to join, until the next run; None when none is near.

    It is kept apart from the members, so that no figure, récit or later run takes it for the result of an analysis.
    """

    __tablename__ = "theme_arrival"
    __table_args__ = (sa.UniqueConstraint("run_id", "passage_id", "theme_id"),)
    id: Mapped[Key]
    run_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("analysis_run.id", ondelete="CASCADE"))
    passage_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("passage.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("theme.id", ondelete="CASCADE"), index=True)
    nearness: Mapped[float]  # to the nearest theme
    strength: Mapped[float] = mapped_column(default=0.0)
    main: Mapped[bool] = mapped_column(default=True)


class ThemeDrift(Base):
    """Whether the passages shared since a run call for a new one, as the worker last saw it (``drift_watch``)."""

    __tablename__ = "theme_drift"
    run_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("analysis_run.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]
    passages: Mapped[int]  # how many newcomers were looked at
    fingerprint: Mapped[str] = mapped_column(sa.String(64))  # of the newcomers looked at: others are looked at again
    sentence: Mapped[str] = mapped_column(default="")  # empty: they call for nothing


class ReviewAction(StrEnum):
    RENAME = "rename"
    STATUS = "status"
    PIN = "pin"
    DESCRIBE = "describe"
    TYPICAL = "typical"
    MERGE = "merge"
    ABSORB = "absorb"  # the other side of a merge
    SPLIT = "split"
    MAKE = "make"  # a theme of passages that were in none
    MOVE = "move"
    TOGETHER = "together"
    APART = "apart"
    REFUSE = "refuse"  # what an analysis proposed
    UNDO = "undo"


class ThemeReview(Base):
    """One decision about a theme: what it was, what it became, who, when and why."""

    __tablename__ = "theme_review"
    id: Mapped[Key]
    theme_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("theme.id", ondelete="CASCADE"), index=True)
    action: Mapped[str]  # a ReviewAction
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class ThemeConstraint(Base):
    """A correction that later runs obey: a passage belongs in a theme or not; two go together or not."""

    __tablename__ = "theme_constraint"
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))  # a ConstraintKind
    passage_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("passage.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("theme.id", ondelete="CASCADE"))
    other_passage_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("passage.id", ondelete="CASCADE"))
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class ProposalState(Labelled):
    OPEN = "open", "À décider"
    ACCEPTED = "accepted", "Acceptée"
    REFUSED = "refused", "Refusée"
    GONE = "gone", "Disparue"  # the runs no longer see it


class ThemeProposal(Base):
    """A merge or a split that several runs in a row have seen. Only a person applies it."""

    __tablename__ = "theme_proposal"
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    run_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("analysis_run.id", ondelete="CASCADE"))
    change: Mapped[str] = mapped_column(sa.String(20))  # a Change
    theme_ids: Mapped[list[Any]]
    parts: Mapped[list[Any]]  # for a split: passage ids of each part, the heir first
    reasons: Mapped[dict[str, Any]]  # wins, shared, share, cosine
    state: Mapped[ProposalState] = enum_column(ProposalState, default=ProposalState.OPEN)
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]
    at: Mapped[datetime]


class ThemeComment(Base):
    """A comment between coordinators."""

    __tablename__ = "theme_comment"
    id: Mapped[Key]
    theme_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("theme.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    text: Mapped[str]
    at: Mapped[datetime]


class ThemeReading(Base):
    """One person's interpretation of a theme. It takes two people's before the theme enters the récit."""

    __tablename__ = "theme_reading"
    __table_args__ = (sa.UniqueConstraint("theme_id", "by_id"),)
    id: Mapped[Key]
    theme_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("theme.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    text: Mapped[str]
    at: Mapped[datetime]


class ThemeVisit(Base):
    """The moment up to which a coordinator has marked the news of the themes as read."""

    __tablename__ = "theme_visit"
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]
