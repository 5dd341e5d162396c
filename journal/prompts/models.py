import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from journal.tables import Base, Key


class LabPrompt(Base):
    """A question that the team of a Lab offers to authors, among those of the site.

    Entries keep the words of the question they started from, and not this row: changing it changes no entry.
    """

    __tablename__ = "lab_prompt"
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    text: Mapped[str]
    steps: Mapped[list[Any]] = mapped_column(default=list)  # values of StepKind; none when it suits them all
    position: Mapped[int]
    # Since when it is offered to nobody.
    paused_at: Mapped[datetime | None]
