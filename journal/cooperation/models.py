import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from journal.tables import Base, Key, enum_column
from nlp.prose.types import AnswerKind


class LabAnswer(Base):
    """What the Lab says it does, will do, or cannot do about a theme."""

    __tablename__ = "lab_answer"
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    theme_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("theme.id", ondelete="CASCADE"), index=True)
    kind: Mapped[AnswerKind] = enum_column(AnswerKind)
    text: Mapped[str]
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]

    @property
    def standing(self) -> str:
        """What it announces, or that it is done."""
        if self.done_on is None:
            return self.kind.short
        return "Fait" if self.kind is AnswerKind.WILL_DO else "N’a plus cours"
