import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from journal.encryption import EncryptedText, Opened
from journal.tables import Base, Key, Labelled, enum_column


class Channel(Labelled):
    """How a person wishes to be reached."""

    PHONE = "phone", "Par un appel"
    TEXT_MESSAGE = "text_message", "Par un SMS"
    MAIL = "mail", "Par mail"
    IN_PERSON = "in_person", "De vive voix, quand je viendrai"


class ContactRequest(Base):
    """A request to be contacted. It contains neither the account's username nor any text of the journal."""

    __tablename__ = "contact_request"
    id: Mapped[Key]
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id"), index=True)
    # For its author only: no coordinator's page reads who this is.
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    called_sealed: Mapped[str] = mapped_column("called", EncryptedText("contact_request.called"))
    called = Opened[str]("called_sealed")
    channel: Mapped[Channel] = enum_column(Channel)
    reach_sealed: Mapped[str] = mapped_column("reach", EncryptedText("contact_request.reach"))
    reach = Opened[str]("reach_sealed")
    words_sealed: Mapped[str] = mapped_column("words", EncryptedText("contact_request.words"))
    words = Opened[str]("words_sealed")
    asked_at: Mapped[datetime]
    # When a mail last tried to tell the coordinators, and when one did.
    tried_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    taken_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    closed_at: Mapped[datetime | None]


# One open request per person: a double click, or a second tab, asks once.
sa.Index(
    "uq_contact_request_open",
    ContactRequest.person_id,
    unique=True,
    sqlite_where=ContactRequest.closed_at.is_(None),
    postgresql_where=ContactRequest.closed_at.is_(None),
)
