import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from journal.accounts.models import Role
from journal.actors.models import Actor
from journal.tables import Base, enum_column


class Partner(Base):
    """The organisation of the Lab that someone speaks for."""

    __tablename__ = "partner"
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    actor_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"), index=True)


class PartnerInvitation(Base):
    """The organisation an invitation is for."""

    __tablename__ = "partner_invitation"
    invitation_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("invitation.id", ondelete="CASCADE"), primary_key=True
    )
    actor_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"), index=True)


class Voiced:
    """Something said in the Lab, in which role and for which organisation; never by which person."""

    role: Mapped[Role] = enum_column(Role)

    @declared_attr
    @classmethod
    def actor_id(cls) -> Mapped[uuid.UUID | None]:
        return mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"), index=True)

    @declared_attr
    @classmethod
    def actor(cls) -> Mapped[Actor | None]:
        return relationship(Actor, lazy="joined")

    @property
    def voice(self) -> str:
        """Who speaks, as written inside a sentence."""
        if self.role is Role.PARTNER:
            return self.actor.name if self.actor else "un·e partenaire"
        return "un·e participant·e" if self.role is Role.PARTICIPANT else "la coordination"
