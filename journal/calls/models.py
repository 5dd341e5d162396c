"""A call for ideas, the ideas it received, and what became of each.

Words of an idea are kept nowhere else: an experiment that comes from it is written in the team’s own, so that taking
the idea back leaves the experiment and drops the words.
"""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from journal.accounts.models import Role
from journal.common_good.models import CommonGood, Part
from journal.counting.published import PublishedCounts
from journal.entries.words import VoicedWords
from journal.experiments.models import Experiment
from journal.narrative.models import Digest
from journal.partners.models import Voiced
from journal.tables import Base, Key, Labelled, enum_column
from journal.themes.models import Theme
from nlp.prose.types import AnswerKind


class Invited(Labelled):
    PARTICIPANTS = "participants", "Les participant·es"
    PARTNERS = "partners", "Les partenaires"
    BOTH = "both", "Les participant·es et les partenaires"


class IdeaState(Labelled):
    UNSENT = "unsent", "Pas encore envoyée"  # its author has yet to read what the team would
    WAITING = "waiting", "Envoyée, en attente de l’équipe"
    QUESTIONED = "questioned", "Question posée, en attente de la réponse"
    RETAINED = "retained", "Retenue"  # everyone invited reads it and may support it
    ANSWERED = "answered", "A reçu une réponse"  # without being shown to others


class Call(Base):
    """A question asked by a Lab: why, to whom, and until when."""

    __tablename__ = "call_for_ideas"
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    question: Mapped[str]
    why: Mapped[str]
    invited: Mapped[Invited] = enum_column(Invited)
    open_until: Mapped[date]
    # What it comes from, besides themes: a part of the common good as it was then written, the récit of a month.
    part: Mapped[Part | None] = enum_column(Part, nullable=True)
    statement_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("common_good.id", ondelete="SET NULL"))
    digest_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("digest.id", ondelete="SET NULL"))
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    # What the Lab keeps of it, read by everyone invited.
    conclusion: Mapped[str] = mapped_column(default="", server_default="")
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    themes: Mapped[list[Theme]] = relationship(secondary="call_theme", order_by=Theme.label)
    statement: Mapped[CommonGood | None] = relationship()
    digest: Mapped[Digest | None] = relationship()


class CallTheme(Base):
    """A theme that a call comes from."""

    __tablename__ = "call_theme"
    call_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("call_for_ideas.id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Idea(Voiced, PublishedCounts, Base):
    """An answer to a call; others see its author’s role, or the name of its organisation."""

    __tablename__ = "idea"
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    call_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("call_for_ideas.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    state: Mapped[IdeaState] = enum_column(IdeaState, default=IdeaState.UNSENT)
    at: Mapped[datetime]
    call: Mapped[Call] = relationship(lazy="joined")
    words: Mapped["IdeaWords"] = relationship(
        foreign_keys="IdeaWords.idea_id", cascade="all, delete-orphan", back_populates="idea"
    )
    questions: Mapped[list["IdeaQuestion"]] = relationship(
        order_by="IdeaQuestion.number", cascade="all, delete-orphan", back_populates="idea"
    )
    answer: Mapped["IdeaAnswer | None"] = relationship(cascade="all, delete-orphan")
    supports: Mapped[list["IdeaSupport"]] = relationship(cascade="all, delete-orphan")
    # Kept by the database when the idea goes: the experiment still says which call it comes from.
    outcome: Mapped["IdeaExperiment | None"] = relationship(viewonly=True)

    @property
    def was_sent(self) -> bool:
        """Whether it was ever sent, even if it is private again; until then its date is that of its words."""
        return self.at != self.words.at

    @property
    def last_question(self) -> "IdeaQuestion | None":
        return self.questions[-1] if self.questions else None


class IdeaQuestion(Base):
    """A question from the team to the author of an idea, and the reply."""

    __tablename__ = "idea_question"
    __table_args__ = (sa.UniqueConstraint("idea_id", "number"),)
    id: Mapped[Key]
    idea_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("idea.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    text: Mapped[str]
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    idea: Mapped[Idea] = relationship(back_populates="questions")
    words: Mapped["IdeaWords | None"] = relationship(
        foreign_keys="IdeaWords.question_id", cascade="all, delete-orphan", back_populates="question"
    )


class IdeaWords(VoicedWords):
    """What someone wrote for a call, or in reply to a question about it. Others read it once it is sent.

    Masked and read again by its author when a participant wrote it; sent as it is by those who speak for a role.
    """

    __tablename__ = "idea_words"
    __table_args__ = (sa.CheckConstraint("(idea_id IS NULL) <> (question_id IS NULL)", name="about_one_thing"),)
    subject = "aux appels à idées"
    idea_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("idea.id", ondelete="CASCADE"), unique=True)
    question_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("idea_question.id", ondelete="CASCADE"), unique=True
    )
    idea: Mapped[Idea | None] = relationship(foreign_keys=[idea_id], back_populates="words")
    question: Mapped[IdeaQuestion | None] = relationship(foreign_keys=[question_id], back_populates="words")

    @property
    def about(self) -> Idea:
        """The idea they state, or reply about."""
        found = self.idea or (self.question.idea if self.question else None)
        if found is None:
            raise ValueError("words about nothing")
        return found


class IdeaAnswer(Base):
    """What the Lab says it does, will do, or cannot do about an idea."""

    __tablename__ = "idea_answer"
    id: Mapped[Key]
    idea_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("idea.id", ondelete="CASCADE"), unique=True)
    kind: Mapped[AnswerKind] = enum_column(AnswerKind)
    text: Mapped[str]
    due_on: Mapped[date | None]
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    # The mail that says there is one: a later answer that takes its place is not told of again.
    tried_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]


class CallNotice(Base):
    """When the last call announced to someone by mail was opened; ``tried_at`` while a mail has yet to leave."""

    __tablename__ = "call_notice"
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    up_to: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]


class IdeaSupport(Base):
    """One person’s support for an idea. Participants are counted, organisations named."""

    __tablename__ = "idea_support"
    __table_args__ = (sa.UniqueConstraint("idea_id", "person_id"),)
    id: Mapped[Key]
    idea_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("idea.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = enum_column(Role)
    at: Mapped[datetime]


class IdeaExperiment(Base):
    """The experiment that an idea became. If the idea is withdrawn, the call is still known."""

    __tablename__ = "idea_experiment"
    experiment_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("experiment.id", ondelete="CASCADE"), primary_key=True
    )
    call_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("call_for_ideas.id", ondelete="CASCADE"), index=True)
    idea_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("idea.id", ondelete="SET NULL"), unique=True)
    at: Mapped[datetime]
    experiment: Mapped[Experiment] = relationship(lazy="joined")
    call: Mapped[Call] = relationship()
