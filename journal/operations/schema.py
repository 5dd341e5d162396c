"""The schema of the database against the one this version needs."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from journal.config import ROOT, Settings
from journal.counting.keys import keep_figures_key
from journal.operations import backups


class SchemaError(Exception):
    """The database cannot be used as it is; the message says what to run."""


def alembic_config() -> Config:
    return Config(toml_file=ROOT / "pyproject.toml")


def newest() -> str:
    """The revision this version needs."""
    return str(ScriptDirectory.from_config(alembic_config()).get_current_head())


def current(engine: Engine) -> str | None:
    """The revision of a database, nothing when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine) -> None:
    """Bring a database to the newest schema, in one transaction."""
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise SchemaError(
                f"This database cannot be migrated ({error}). Was it made by a newer version of the application?"
            ) from None


def make_ready(engine: Engine, settings: Settings, *, upgrade_shared: bool = False) -> None:
    """Before serving: SQLite is backed up and upgraded, PostgreSQL is only checked unless told otherwise.

    Raises
    ------
    SchemaError
        On PostgreSQL with a migration to run: other machines may be serving, so a person chooses the moment.
    """
    _upgrade_if_behind(engine, settings, upgrade_shared=upgrade_shared)
    with Session(engine) as session:
        # Before anyone changes the secret it comes from.
        keep_figures_key(session, settings)
        session.commit()


def _upgrade_if_behind(engine: Engine, settings: Settings, *, upgrade_shared: bool) -> None:
    found = current(engine)
    if found == newest():
        return
    if engine.dialect.name != "sqlite" and not upgrade_shared:
        raise SchemaError(f"The database is at revision {found}, {newest()} is needed. Run: recit migrate")
    if found is not None and engine.dialect.name == "sqlite":
        backups.back_up(settings)
    upgrade(engine)


def rebuild(engine: Engine) -> None:
    """Drop every table and make them again, empty."""
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        command.upgrade(config, "head")
