"""The schema of the database, and the one this version needs."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from journal import rotation
from journal.accounts import audit
from journal.clock import now
from journal.config import ROOT, Settings
from journal.counting.keys import keep_figures_key
from journal.db import EVERY_LAB, LABS, SQLITE_PRAGMAS, Database
from journal.home.models import Mark, SiteMark
from journal.home.state import note
from journal.operations import audit_head, backups, put_back
from journal.operations.purging import clean_files

UNKNOWN_KEY = (
    "addresses, second factors or words of requests are encrypted under a secret that is not known here. Give it in "
    "JOURNAL_FORMER_SECRETS, then run: recit keys rotate. Only if it is lost: recit keys forget"
)
UNSEALED = "addresses, second factors or words of requests were never sealed for their row, and do not open"
NOT_TAKEN = "did not take: what is kept could be lost, what is erased stay. Put the database on a disk of this machine"
TO_SEAL = "recit migrate"
BEHIND = "The database is at revision {}, {} is needed. Run: recit migrate"
AHEAD = (
    "The database is at revision {}, which this version of the application does not know: a newer one made it. Install "
    "that one again; or, to go back, restore with this one a backup made before the upgrade"
)
PLANTED = (
    "all were once, so these were written past the site: look into who writes in the database. recit keys forget "
    "erases them"
)


class SchemaError(Exception):
    """The database cannot be used as it is; the message says what to run."""


def alembic_config() -> Config:
    return Config(toml_file=ROOT / "pyproject.toml")


def newest() -> str:
    """The revision this version needs."""
    return str(ScriptDirectory.from_config(alembic_config()).get_current_head())


def current(engine: Engine) -> str | None:
    """The revision of a database; None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def problem(revision: str | None) -> str:
    """What to say of a database at this revision, and what to do; nothing when this version needs no other."""
    scripts = ScriptDirectory.from_config(alembic_config())
    needed = scripts.get_current_head()
    if revision == needed:
        return ""
    known = {None, *(script.revision for script in scripts.walk_revisions())}
    return BEHIND.format(revision, needed) if revision in known else AHEAD.format(revision)


def upgrade(engine: Engine) -> None:
    """Bring a database to the newest schema, in one transaction.

    Raises
    ------
    SchemaError
        When a newer version of the application made it.
    """
    _refuse_if_ahead(current(engine))
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def make_ready(engine: Engine, settings: Settings, *, upgrade_shared: bool = False) -> None:
    """Before serving, back up and upgrade SQLite; only check PostgreSQL, unless told otherwise.

    Raises
    ------
    SchemaError
        On PostgreSQL with a migration to run: other machines may be serving, so a person chooses the moment.
    """
    refuse_unless_durable(engine)
    _upgrade_if_behind(engine, settings, upgrade_shared=upgrade_shared)
    with Session(engine, info={LABS: EVERY_LAB}) as session:
        refuse_unless_log_is_known(session, settings)
        refuse_unless_brought_to_today(session, settings)
        # Before anyone changes the secret it comes from.
        keep_figures_key(session, settings)
        encrypted = seal_once(session, settings)
        session.commit()
        refuse_unless_keys_are_known(session)
    if encrypted:
        clean_files(engine)  # what was clear leaves the files too


def seal_once(session: Session, settings: Settings) -> int:
    """Encrypt, bound to their row, values that earlier versions left clear or unbound; return how many rows changed.

    Once in the life of a database: done again, it would seal for whoever it was put on what someone wrote there past
    the site. The log says that it was done, so that it shows if the mark was erased to have it done again.
    """
    if session.get(SiteMark, Mark.SEALED) is not None:
        return 0
    changed = rotation.encrypt(session)
    note(session, Mark.SEALED, well=True, now=now())
    if changed:
        on, key = audit.Subject("database"), settings.key_for("audit")
        audit.record(session, "seal_values", by=None, on=on, at=now(), key=key, rows=changed)
    return changed


def check_keys(database: Database, settings: Settings) -> None:
    """Before a process of its own serves or works: refuse as below, and a schema of another version.

    Raises
    ------
    SchemaError
    """
    refuse_unless_durable(database.engine)
    if why := problem(current(database.engine)):
        raise SchemaError(why)
    with database.read() as session:
        refuse_unless_log_is_known(session, settings)
        refuse_unless_brought_to_today(session, settings)
        refuse_unless_keys_are_known(session)


def lost_pragmas(engine: Engine) -> list[str]:
    """Pragmas that SQLite silently ignored: a network disk refuses its journal.

    Asked for, each is written as SQLite gives it back.
    """
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        told = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in SQLITE_PRAGMAS}
    return [name for name, wanted in SQLITE_PRAGMAS.items() if told[name] != wanted]


def refuse_unless_durable(engine: Engine) -> None:
    """Refuse an SQLite file that does not guarantee durability.

    Raises
    ------
    SchemaError
    """
    if lost := lost_pragmas(engine):
        raise SchemaError(f"{', '.join(lost)} {NOT_TAKEN}")


def refuse_unless_brought_to_today(session: Session, settings: Settings) -> None:
    """Refuse a database restored by another tool, which contains what people erased since.

    Raises
    ------
    SchemaError
    """
    if problem := put_back.problem(session, settings):
        raise SchemaError(problem)


def refuse_unless_log_is_known(session: Session, settings: Settings) -> None:
    """Refuse to append to an audit log under a secret not given here: it would look broken.

    Raises
    ------
    SchemaError
    """
    if problem := audit_head.missing_secret(session, settings):
        raise SchemaError(f"Nothing was written: {problem}")


def refuse_unless_keys_are_known(session: Session) -> None:
    """Refuse addresses that cannot be decrypted: each page or email that needs one would fail.

    Raises
    ------
    SchemaError
    """
    found = rotation.examine(session)
    if found.unknown:
        raise SchemaError(f"{found.unknown} {UNKNOWN_KEY}")
    if unsealed := unsealed_values(session, found):
        raise SchemaError(unsealed)


def unsealed_values(session: Session, found: rotation.Encryption) -> str:
    """What to say about values in clear or bound to no row, and what to do; empty when there are none."""
    if not found.clear + found.unbound:
        return ""
    why = PLANTED if session.get(SiteMark, Mark.SEALED) is not None else TO_SEAL
    return f"{found.clear + found.unbound} {UNSEALED}: {why}"


def _upgrade_if_behind(engine: Engine, settings: Settings, *, upgrade_shared: bool) -> None:
    found = current(engine)
    if found == newest():
        return
    _refuse_if_ahead(found)  # before it is copied: a supervisor that tries again and again would fill the disk
    if engine.dialect.name != "sqlite" and not upgrade_shared:
        raise SchemaError(problem(found))
    if found is not None and engine.dialect.name == "sqlite":
        backups.back_up(settings)
    upgrade(engine)


def _refuse_if_ahead(revision: str | None) -> None:
    if (why := problem(revision)) == AHEAD.format(revision):
        raise SchemaError(why)


def rebuild(engine: Engine) -> None:
    """Drop and create every table."""
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        command.upgrade(config, "head")
