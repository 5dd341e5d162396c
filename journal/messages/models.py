import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from journal.calls.models import IdeaWords
from journal.common_good.models import Words
from journal.encryption import EncryptedText, Opened
from journal.entries.models import Entry, Passage
from journal.narrative.models import Contribution
from journal.tables import Base, Key

# What a message hangs from, one of these: a text, or words that were sent to the team.
KEYS = ("entry_id", "contribution_id", "words_id", "idea_words_id")
ABOUT_ONE_THING = " + ".join(f"CASE WHEN {key} IS NULL THEN 0 ELSE 1 END" for key in KEYS) + " = 1"


class TeamMessage(Base):
    """A message from a team member to the author of a passage, or of another text sent to the team.

    It hangs from the text: withdrawn, rewritten or erased, the text takes with it what was said about it.
    """

    __tablename__ = "team_message"
    __table_args__ = (sa.CheckConstraint(ABOUT_ONE_THING, name="about_one_thing"),)
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    entry_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("entry.id", ondelete="CASCADE"), index=True)
    # Of an entry. None once its author masked more of the text, which is then cut anew.
    passage_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("passage.id", ondelete="SET NULL"), index=True)
    contribution_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("contribution.id", ondelete="CASCADE"), index=True
    )
    words_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("common_good_words.id", ondelete="CASCADE"), index=True
    )
    idea_words_id: Mapped[uuid.UUID | None] = mapped_column(
        sa.ForeignKey("idea_words.id", ondelete="CASCADE"), index=True
    )
    # For its reader only: no coordinator's page reads who this is.
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    sent_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    signed_name: Mapped[str]
    signed_role: Mapped[str]
    words: Mapped[str]
    sent_at: Mapped[datetime]
    # By the team. Whoever had put it away, or answered it, keeps it.
    taken_back_at: Mapped[datetime | None]
    # What its reader does with it, and the mail to them: no coordinator's page reads any of it.
    put_away_at: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]

    entry: Mapped[Entry | None] = relationship()
    passage: Mapped[Passage | None] = relationship()
    contribution: Mapped[Contribution | None] = relationship()
    common_good_words: Mapped[Words | None] = relationship()
    idea_words: Mapped[IdeaWords | None] = relationship()
    answer: Mapped["MessageAnswer | None"] = relationship(
        cascade="all, delete-orphan", back_populates="message", lazy="selectin"
    )


class MessageAnswer(Base):
    """The answer of its reader, without a name unless they give one, since a dump must not tell."""

    __tablename__ = "message_answer"
    id: Mapped[Key]
    message_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("team_message.id", ondelete="CASCADE"), unique=True)
    words_sealed: Mapped[str] = mapped_column("words", EncryptedText("message_answer.words"))
    words = Opened[str]("words_sealed")
    at: Mapped[datetime]
    message: Mapped[TeamMessage] = relationship(back_populates="answer")
