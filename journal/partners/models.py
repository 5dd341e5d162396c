import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from journal.db import Base


class Partner(Base):
    """The organisation of the Lab that someone speaks for."""

    __tablename__ = "partner"
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    actor_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"), index=True)


class PartnerInvitation(Base):
    """The organisation for which a code was made."""

    __tablename__ = "partner_invitation"
    invitation_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("invitation.id", ondelete="CASCADE"), primary_key=True
    )
    actor_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"), index=True)
