import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from journal.tables import Base, Labelled, enum_column


class LegalBasis(Labelled):
    """The legal basis for keeping what people write: article 6 of the GDPR."""

    PUBLIC_TASK = "public_task", "Mission d’intérêt public (article 6-1-e du RGPD)"
    CONSENT = "consent", "Consentement (article 6-1-a du RGPD)"
    LEGITIMATE_INTEREST = "legitimate_interest", "Intérêt légitime (article 6-1-f du RGPD)"


class LegalNotice(Base):
    """What the law requires a Lab to publish. Without a row, or with an empty value, it has not said it yet."""

    __tablename__ = "legal_notice"
    lab_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("lab.id", ondelete="CASCADE"), primary_key=True)
    # The organisation that answers for the data and publishes the site: name, address, telephone.
    controller: Mapped[str] = mapped_column(default="")
    publication_director: Mapped[str] = mapped_column(default="")
    dpo: Mapped[str] = mapped_column(default="")
    dpo_email: Mapped[str] = mapped_column(default="")
    host: Mapped[str] = mapped_column(default="")
    basis: Mapped[LegalBasis | None] = enum_column(LegalBasis)
    changed_at: Mapped[datetime]
