from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from journal.tables import Base, EnumValue


class Mark(StrEnum):
    """A kind of event recorded so that administrators can read when it last happened."""

    WORKER = "worker"
    BACKUP = "backup"
    LOG = "log"
    PURGE = "purge"
    REWRITE = "rewrite"
    SEALED = "sealed"


class SiteMark(Base):
    """When something last happened on the site, and whether it went well. It is about nobody."""

    __tablename__ = "site_mark"
    name: Mapped[Mark] = mapped_column(EnumValue(Mark), primary_key=True)
    at: Mapped[datetime]
    # A backup: whether it is sealed. The log: whether its chain holds. The purge: whether one ever ended.
    # PostgreSQL's tables: they were all written anew. Encrypted columns: they were all sealed once.
    well: Mapped[bool]
