import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from journal.accounts.models import Person
from journal.tables import Base, Key


class ApiToken(Base):
    """What opens the API to a program, in the name of the coordinator who made it. Kept as its hash only."""

    __tablename__ = "api_token"
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    # It reads what this person may read: it goes with them.
    made_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    # How often it was used since the minute began, for the limit.
    minute_began_at: Mapped[datetime | None]
    uses: Mapped[int] = mapped_column(default=0)
    made_by: Mapped[Person] = relationship()
