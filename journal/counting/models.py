from sqlalchemy.orm import Mapped, mapped_column

from journal.db import Base


class FiguresKey(Base):
    """What the people behind published figures are hashed with: one row, for as long as the figures are kept."""

    __tablename__ = "figures_key"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
