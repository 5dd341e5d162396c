import uuid
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from journal.accounts.models import Person
from journal.pathways.models import StepKind
from journal.tables import Base, Key, Labelled, enum_column
from nlp.emotions import Emotion

# Between 1 and 5.
MIDDLING = 3
# The rows of two indexes that the worker reads every minute.
TOLD, WITHOUT_VECTOR = sa.text("told_beside IS NOT NULL"), sa.text("vector IS NULL")


class Sharing(Labelled):
    """Who an entry is for. The author chooses, entry by entry, and may change their mind at any time."""

    PRIVATE = "private", "Pour moi"
    THEMES = "themes", "Compte dans les thèmes"
    QUOTABLE = "quotable", "Peut être cité"


class MaskingState(StrEnum):
    """Nobody but the author reads an entry that is not MASKED."""

    RECEIVED = "received"
    MASKED = "masked"
    FAILED = "failed"


class Origin(StrEnum):
    WRITTEN = "written"
    IMPORTED = "imported"
    DEMO = "demo"


class Entry(Base):
    __tablename__ = "entry"
    __table_args__ = (
        sa.UniqueConstraint("author_id", "submission"),
        sa.Index("ix_entry_lab_sharing", "lab_id", "sharing", "masking_state"),
        sa.Index("ix_entry_author_happened", "author_id", "happened_on"),
        # What the worker looks for every minute: neither may read every text.
        sa.Index("ix_entry_masking", "masking_state", "masking_version"),
        sa.Index("ix_entry_told_beside", "id", sqlite_where=TOLD, postgresql_where=TOLD),
    )
    id: Mapped[Key]
    author_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"))
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"))
    cohort_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("cohort.id"))
    text: Mapped[str]
    happened_on: Mapped[date]
    step: Mapped[StepKind | None] = enum_column(StepKind)
    free_emotion: Mapped[str] = mapped_column(default="")
    helped: Mapped[str] = mapped_column(default="")
    hindered: Mapped[str] = mapped_column(default="")
    # 1 "j'ai tout subi" … 5 "j'ai agi"; nothing when it does not apply.
    agency: Mapped[int | None]
    prompt: Mapped[str] = mapped_column(default="")
    sharing: Mapped[Sharing] = enum_column(Sharing, default=Sharing.PRIVATE)
    origin: Mapped[Origin] = enum_column(Origin, default=Origin.WRITTEN)
    # One per sending of the form: a double click writes once.
    submission: Mapped[str]
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    masking_state: Mapped[MaskingState] = enum_column(MaskingState, default=MaskingState.RECEIVED)
    masking_version: Mapped[str] = mapped_column(default="")
    masked_text: Mapped[str | None]
    masked_helped: Mapped[str] = mapped_column(default="")
    masked_hindered: Mapped[str] = mapped_column(default="")
    masks: Mapped[list[Any]] = mapped_column(default=list)  # [start, end, kind, source] in the original text
    author_masks: Mapped[list[Any]] = mapped_column(default=list)  # [start, end]
    # [start, end]: masks of places, organisations and dates that the author lifts.
    author_shown: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    # [start, end, kind, moment]: what the team hid besides. It only grows, but by its author.
    team_masks: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    masked_at: Mapped[datetime | None]
    # When a newer masker hid more of a text that is shared.
    masked_further_at: Mapped[datetime | None]
    # What the first file that left with its words told beside them, of « step » and « month »: later ones tell no more.
    # And the ids of its passages that a file held.
    told_beside: Mapped[list[Any] | None] = mapped_column(sa.JSON(none_as_null=True))

    author: Mapped[Person] = relationship()
    emotions: Mapped[list["EntryEmotion"]] = relationship(
        cascade="all, delete-orphan", order_by="EntryEmotion.position", back_populates="entry", lazy="selectin"
    )
    passages: Mapped[list["Passage"]] = relationship(
        cascade="all, delete-orphan", order_by="Passage.position", back_populates="entry"
    )
    next_step: Mapped["NextStep | None"] = relationship(
        back_populates="entry", cascade="all, delete-orphan", single_parent=True
    )

    @property
    def wordless(self) -> bool:
        """Whether it says what was felt and nothing more: no text to quote, or to join themes."""
        return not self.text

    @property
    def felt(self) -> str:
        """What was felt, in words."""
        return _felt([row.emotion for row in self.emotions], self.free_emotion)

    @property
    def shared_as(self) -> str:
        """Who it is for, in words that are true of it."""
        along = self.wordless and self.sharing is Sharing.THEMES
        return "Compte le long du parcours" if along else self.sharing.label


def _felt(emotions: Sequence[Emotion], free: str) -> str:
    return ", ".join([*(emotion.label for emotion in emotions), *filter(None, [free])])


class EntryEmotion(Base):
    __tablename__ = "entry_emotion"
    entry_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    emotion: Mapped[Emotion] = enum_column(Emotion, primary_key=True)
    intensity: Mapped[int | None]  # nothing when its author did not say
    position: Mapped[int] = mapped_column(default=0)
    entry: Mapped[Entry] = relationship(back_populates="emotions")

    @property
    def weight(self) -> int:
        """Its strength where strengths are weighed for its author: mid-scale when they did not say."""
        return self.intensity or MIDDLING


class Passage(Base):
    """A masked piece of an entry with its vector, made once by the worker."""

    __tablename__ = "passage"
    __table_args__ = (
        sa.UniqueConstraint("entry_id", "position"),
        sa.Index("ix_passage_without_vector", "id", sqlite_where=WITHOUT_VECTOR, postgresql_where=WITHOUT_VECTOR),
    )
    id: Mapped[Key]
    entry_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("entry.id", ondelete="CASCADE"))
    position: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str]
    counts: Mapped[bool]  # says something, so takes part in analyses
    encoder: Mapped[str] = mapped_column(default="")
    vector: Mapped[bytes | None]  # float32, unit norm
    # Incremented by every UPDATE: what was computed from the passage can tell that it has changed since.
    version: Mapped[int] = mapped_column(default=1, server_default="1", onupdate=sa.text("version + 1"))
    entry: Mapped[Entry] = relationship(back_populates="passages")


class ReadingAttempt(Base):
    """A text the worker is reading, or was when it died: crossed out once it is read. See ``entries.attempts``."""

    __tablename__ = "reading_attempt"
    # Of an entry, or of other words that are masked: in no table in particular.
    text_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    version: Mapped[int]
    deaths: Mapped[int]
    at: Mapped[datetime]


class SharingChange(Base):
    """Each choice of sharing: what, when, and the version of the words it was made from."""

    __tablename__ = "sharing_change"
    id: Mapped[Key]
    entry_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("entry.id", ondelete="CASCADE"), index=True)
    old: Mapped[Sharing | None] = enum_column(Sharing)
    new: Mapped[Sharing] = enum_column(Sharing)
    text_version: Mapped[str]
    at: Mapped[datetime]


class Draft(Base):
    """What someone is writing, kept as they type, for a new entry or an edit of one."""

    __tablename__ = "draft"
    id: Mapped[Key]
    author_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    entry_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("entry.id", ondelete="CASCADE"))
    submission: Mapped[str]
    content: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]

    @property
    def opening(self) -> str:
        """How it begins: its text or, without one, what was felt."""
        emotions = [Emotion(value) for value in self.content.get("emotions", ())]
        return str(self.content.get("text") or _felt(emotions, self.content.get("free_emotion", "")) or "…")


class NextStepState(Labelled):
    PLANNED = "planned", "Prévu"
    DONE = "done", "Fait"
    POSTPONED = "postponed", "Plus tard"
    DROPPED = "dropped", "Laissé de côté"


WAITING = frozenset({NextStepState.PLANNED, NextStepState.POSTPONED})


class NextStep(Base):
    """The action a participant chose for themselves. Read by nobody else."""

    __tablename__ = "next_step"
    id: Mapped[Key]
    author_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    entry_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("entry.id", ondelete="CASCADE"), unique=True)
    text: Mapped[str]
    state: Mapped[NextStepState] = enum_column(NextStepState, default=NextStepState.PLANNED)
    outcome: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    # When its author answered, or put aside, the question of how that day went: it is not asked again.
    put_aside_at: Mapped[datetime | None]
    entry: Mapped[Entry | None] = relationship(back_populates="next_step")
