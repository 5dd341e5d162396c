from sqlalchemy.orm import Mapped, mapped_column

from journal.tables import Base


class FiguresKey(Base):
    """The key that hashes the people behind published figures: one row, kept as long as the figures."""

    __tablename__ = "figures_key"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
