"""Alembic's way in: the application's own engine, so that SQLite's transactions mean what they say here too."""

from alembic import context
from sqlalchemy.engine import Connection

from journal import models  # noqa: F401  # registers every table
from journal.config import read_settings
from journal.db import EVERY_LAB, TELL_LABS, make_engine
from journal.encryption import EncryptedText
from journal.tables import AwareDateTime, Base, EnumValue


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write our column types as plain SQLAlchemy ones: a migration imports nothing of the application."""
    if kind == "type" and isinstance(item, EnumValue):
        return "sa.String(40)"
    if kind == "type" and isinstance(item, EncryptedText):
        return "sa.Text()"
    if kind == "type" and isinstance(item, AwareDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
        compare_type=True,
        render_item=render_item,
    )
    if connection.dialect.name == "postgresql":
        connection.execute(TELL_LABS, {"labs": EVERY_LAB})  # or a migration would change no row, in silence
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with make_engine(read_settings().database).begin() as own:
        run(own)
