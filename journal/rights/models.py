import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from journal.tables import Base


class MonthlyNotice(Base):
    """The last month a participant was told about: how many pieces of news, never which."""

    __tablename__ = "monthly_notice"
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    month: Mapped[date]  # its first day
    things: Mapped[int]
    seen_at: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
