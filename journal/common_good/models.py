import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from journal.counting.published import PublishedCounts
from journal.entries.words import VoicedWords
from journal.partners.models import Voiced
from journal.tables import Base, Key, Labelled, enum_column


class Part(Labelled):
    """The four questions of a common good; the value is the column that holds the answer."""

    TOGETHER = "together", "Ce que nous voulons ensemble"
    WHOM = "whom", "Pour qui"
    SIGNS = "signs", "À quoi on le verra"
    REFUSED = "refused", "Ce que nous ne voulons pas"


class ProposalKind(Labelled):
    CHANGE = "change", "Un autre texte"
    REMARK = "remark", "Une remarque"


class ProposalState(Labelled):
    UNSENT = "unsent", "Pas encore envoyée"  # its author has yet to read what the coordinators would
    WAITING = "waiting", "Envoyée, en attente de l’équipe"  # for a mediator
    OFFERED = "offered", "Reformulée, en attente de l’accord de son auteur·e"
    AGREED = "agreed", "En discussion"  # everybody reads it and answers
    ADOPTED = "adopted", "Adoptée"
    SET_ASIDE = "set_aside", "Mise de côté"


class Stance(Labelled):
    AGREE = "agree", "D’accord"
    RESERVE = "reserve", "D’accord, avec une réserve"
    DISAGREE = "disagree", "Pas d’accord"


class CommonGood(Voiced, Base):
    """A dated statement of a Lab's common good; the last one is current, and the others stay readable."""

    __tablename__ = "common_good"
    __table_args__ = (sa.UniqueConstraint("lab_id", "number"),)
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    number: Mapped[int]
    together: Mapped[str]
    whom: Mapped[str]
    signs: Mapped[str]
    refused: Mapped[str]
    # The part that changed, none for the first statement; and why.
    part: Mapped[Part | None] = enum_column(Part, nullable=True)
    why: Mapped[str]
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    reserves: Mapped[list["Reserve"]] = relationship(order_by="Reserve.at, Reserve.id", cascade="all, delete-orphan")

    def text_of(self, part: Part) -> str:
        return str(getattr(self, part.value))


class Proposal(Voiced, Base):
    """A change or a remark about one part, and its outcome."""

    __tablename__ = "common_good_proposal"
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    author_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    part: Mapped[Part] = enum_column(Part)
    kind: Mapped[ProposalKind] = enum_column(ProposalKind)
    state: Mapped[ProposalState] = enum_column(ProposalState, default=ProposalState.UNSENT)
    # Why it was set aside: everyone reads it.
    reason: Mapped[str] = mapped_column(default="")
    statement_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("common_good.id", ondelete="SET NULL"))
    closed_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    closed_at: Mapped[datetime | None]
    at: Mapped[datetime]
    turns: Mapped[list["Turn"]] = relationship(
        back_populates="proposal", order_by="Turn.number", cascade="all, delete-orphan"
    )
    words: Mapped["Words"] = relationship(foreign_keys="Words.proposal_id", cascade="all, delete-orphan")

    @property
    def last_turn(self) -> "Turn | None":
        return self.turns[-1] if self.turns else None

    @property
    def agreed(self) -> "Turn | None":
        """The last text its author said yes to, which is all that others read of a proposal."""
        return next((turn for turn in reversed(self.turns) if turn.agreed), None)


class Turn(PublishedCounts, Base):
    """One step of the mediation: the part as a mediator would write it, and the author's answer."""

    __tablename__ = "common_good_turn"
    __table_args__ = (sa.UniqueConstraint("proposal_id", "number"),)
    id: Mapped[Key]
    proposal_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("common_good_proposal.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    # The part as it stood when the mediator wrote: adopting over another text would undo someone's work.
    before: Mapped[str]
    text: Mapped[str]
    note: Mapped[str] = mapped_column(default="")  # from the mediator to the author
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    agreed: Mapped[bool | None]
    answered_at: Mapped[datetime | None]
    proposal: Mapped[Proposal] = relationship(back_populates="turns")
    # What the author said with « pas encore ».
    words: Mapped["Words | None"] = relationship(foreign_keys="Words.turn_id", cascade="all, delete-orphan")
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="turn", order_by="Answer.at, Answer.id", cascade="all, delete-orphan"
    )


class Answer(Voiced, Base):
    """Someone's answer to the agreed text of a proposal."""

    __tablename__ = "common_good_answer"
    __table_args__ = (sa.UniqueConstraint("turn_id", "person_id"),)
    id: Mapped[Key]
    turn_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("common_good_turn.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    stance: Mapped[Stance] = enum_column(Stance)
    at: Mapped[datetime]
    turn: Mapped[Turn] = relationship(back_populates="answers")
    words: Mapped["Words | None"] = relationship(foreign_keys="Words.answer_id", cascade="all, delete-orphan")


class Words(VoicedWords):
    """What someone wrote for a proposal, with « pas encore », or as the reason of an answer. Others read it once sent.

    Masked and read again by its author when a participant wrote it; sent as it is by those who speak for a role.
    """

    __tablename__ = "common_good_words"
    __table_args__ = (
        sa.CheckConstraint(
            "(proposal_id IS NOT NULL AND turn_id IS NULL AND answer_id IS NULL)"
            " OR (proposal_id IS NULL AND turn_id IS NOT NULL AND answer_id IS NULL)"
            " OR (proposal_id IS NULL AND turn_id IS NULL AND answer_id IS NOT NULL)",
            name="about_one_thing",
        ),
    )
    subject = "sur le bien commun"
    would_read = "les autres liraient"
    proposal_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("common_good_proposal.id", ondelete="CASCADE"), unique=True
    )
    turn_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("common_good_turn.id", ondelete="CASCADE"), unique=True
    )
    answer_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("common_good_answer.id", ondelete="CASCADE"), unique=True
    )


class Reserve(Voiced, Base):
    """A reserve that stays under an adopted statement until its author lifts it."""

    __tablename__ = "common_good_reserve"
    id: Mapped[Key]
    statement_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("common_good.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    at: Mapped[datetime]
