from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from journal.db import Base, EnumValue


class Mark(StrEnum):
    """What is written down when it happens, so that administrators read when it last did."""

    WORKER = "worker"
    BACKUP = "backup"
    LOG = "log"
    PURGE = "purge"
    REWRITE = "rewrite"
    SEALED = "sealed"


class SiteMark(Base):
    """When something of the site last happened, and whether it went well. Nothing of anyone."""

    __tablename__ = "site_mark"
    name: Mapped[Mark] = mapped_column(EnumValue(Mark), primary_key=True)
    at: Mapped[datetime]
    # A backup: whether it is sealed. The log: whether its chain holds. The purge: whether one ever ended.
    # PostgreSQL's tables: they were all written anew. Encrypted columns: they were all sealed once.
    well: Mapped[bool]
