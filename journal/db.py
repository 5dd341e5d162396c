"""Engine, sessions, locks, and short queries.

For SQLite, the driver's own transactions are switched off and BEGIN is explicit: otherwise a read followed by a write
can silently lose updates, and a crash during a migration leaves half a schema.
"""

import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.orm import InstrumentedAttribute, Session, sessionmaker

from journal.clock import day_of
from journal.tables import Base

R = TypeVar("R", bound=Base)
S = TypeVar("S", bound=sa.Select[Any])
SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # each commit waits for the disk: entries are rare and cannot be written again
    "foreign_keys": 1,
    "secure_delete": 1,  # what is erased leaves the file
    "recursive_triggers": 1,  # INSERT OR REPLACE must not bypass the audit triggers
    "trusted_schema": 0,
    "busy_timeout": 5000,  # milliseconds
}
# Bytes that SQLite may read from memory that all processes share, rather than copy page by page, which took half
# the time of a long read.
SQLITE_MAPPED = 2**30
# Which Labs a transaction may see, on PostgreSQL: row-level security reads this setting, local to the transaction.
LABS, EVERY_LAB = "app.labs", "*"
# Who a session acts for: what one person does is done one at a time.
TURN = "turn"
TELL_LABS = sa.text(f"SELECT set_config('{LABS}', :labs, true)")
# At its finest level, SQLAlchemy's log quotes each row that is read: people's words stay out of it.
logging.getLogger("sqlalchemy.engine.Engine").addFilter(lambda line: not line.msg.startswith("Row "))


@dataclass(frozen=True, slots=True)
class Database:
    """Two session factories: ``write`` takes SQLite's write lock at once, ``read`` never does and cannot write.

    Their sessions see every Lab, for the worker and the commands. A request narrows its own with ``see_labs``, and sees
    no Lab until then (see docs/decisions/0013-row-level-security.md).
    """

    engine: Engine
    write: sessionmaker[Session]
    read: sessionmaker[Session]

    def close(self) -> None:
        self.engine.dispose()
        self.read.kw["bind"].dispose()


def open_database(url: str) -> Database:
    """Open a database, with the same transaction guarantees on SQLite and PostgreSQL.

    Sessions keep loaded values after a commit, because a page is often rendered after it.
    """
    engine = make_engine(url)
    reader = make_engine(url, read_only=True)
    options: dict[str, Any] = {"expire_on_commit": False, "info": {LABS: EVERY_LAB}}
    return Database(engine, sessionmaker(engine, **options), sessionmaker(reader, **options))


def see_labs(session: Session, lab_ids: Iterable[uuid.UUID]) -> None:
    """From now on, let a session see only the rows of these Labs."""
    session.info[LABS] = ",".join(sorted(str(lab_id) for lab_id in lab_ids))
    if session.in_transaction():
        _tell_labs(session, None, session.connection())


def take_turns(session: Session, key: str) -> None:
    """Make this transaction, and each that the session begins, wait for others with the same key."""
    session.info[TURN] = key
    if session.in_transaction():
        lock(session, Lock.TURN, key)


def wait_for_turn(session: Session, person_id: uuid.UUID) -> None:
    """Wait for what a person is doing to end; what they do next waits for this transaction."""
    lock(session, Lock.TURN, str(person_id))


@event.listens_for(Session, "after_begin")
def _wait_for_turn(session: Session, _transaction: object, connection: sa.Connection) -> None:
    if TURN in session.info:
        _lock(connection, Lock.TURN, session.info[TURN])


@event.listens_for(Session, "after_begin")
def _tell_labs(session: Session, _transaction: object, connection: sa.Connection) -> None:
    """Tell PostgreSQL which Labs this transaction may see: none unless the session says so."""
    if connection.dialect.name == "postgresql":
        connection.execute(TELL_LABS, {"labs": session.info.get(LABS, "")})


def make_engine(url: str, *, read_only: bool = False) -> Engine:
    """Create an engine, with explicit transactions and the pragmas above on SQLite."""
    engine = sa.create_engine(
        url,
        # Parameters hold people's words, which no error message may carry into a log.
        hide_parameters=True,
        pool_pre_ping=not url.startswith("sqlite"),
        execution_options={"postgresql_readonly": True} if read_only and url.startswith("postgresql") else {},
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_reader if read_only else _prepare_sqlite)
        event.listen(engine, "begin", _begin_deferred if read_only else _begin_immediate)
    else:
        event.listen(engine, "handle_error", _leave_out_the_row)
    return engine


def _leave_out_the_row(context: ExceptionContext) -> None:
    """Cut the DETAIL that PostgreSQL adds to an error: it quotes the row, and so people's words."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).split("\nDETAIL:")[0],)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for name, value in SQLITE_PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")
    connection.execute(f"PRAGMA mmap_size={SQLITE_MAPPED}")


def _prepare_reader(connection: Any, record: object) -> None:
    _prepare_sqlite(connection, record)
    connection.execute("PRAGMA query_only=ON")


def _begin_immediate(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_deferred(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def hold(session: Session, kind: type[Base], row_id: uuid.UUID, *, whole: bool = False) -> None:
    """Lock a row until this transaction ends, against others that lock it too; on SQLite, writers always wait.

    Rows that reference it can still be inserted (writing an entry never waits for a decision on its Lab), unless
    ``whole`` is true.
    """
    table = kind.__table__
    session.execute(sa.select(table.c.id).where(table.c.id == row_id).with_for_update(key_share=not whole))


def holding(statement: S, *, of: type[Base] | None = None) -> S:
    """The statement with its rows locked until this transaction ends, and read again as they are now.

    ``of`` is the table whose rows are locked, when the statement joins several.
    """
    return statement.with_for_update(of=of).execution_options(populate_existing=True)


def in_lab(session: Session, kind: type[R], lab_id: uuid.UUID, row_id: uuid.UUID) -> R | None:
    """A row of a Lab; None when it is in another."""
    return session.scalar(sa.select(kind).filter_by(id=row_id, lab_id=lab_id))


def count(session: Session, kind: type[Any], *conditions: sa.ColumnElement[bool]) -> int:
    """Count the rows of a table that meet all these conditions."""
    return session.scalar(sa.select(sa.func.count()).select_from(kind).where(*conditions)) or 0


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many rows are waiting for someone, and since when the oldest has been."""

    count: int
    oldest: datetime | date | None

    @property
    def since(self) -> date | None:
        """The day since which the oldest has been waiting."""
        return day_of(self.oldest) if self.oldest else None


def backlog(session: Session, since: InstrumentedAttribute[Any], *conditions: sa.ColumnElement[bool]) -> Backlog:
    """How many rows meet all these conditions, and since when, according to one of their columns."""
    return Backlog(*session.execute(sa.select(sa.func.count(), sa.func.min(since)).where(*conditions)).one())


def changed(session: Session, statement: sa.Update | sa.Delete) -> int:
    """Run an UPDATE or a DELETE; return the number of rows affected."""
    return cast("sa.CursorResult[Any]", session.execute(statement)).rowcount


class Lock(IntEnum):
    """What only one transaction at a time may do."""

    AUDIT = 1
    ANALYSES = 2
    SIGN_IN = 3
    READING = 4
    FIGURES = 5
    TURN = 6


def lock(session: Session, what: Lock, key: str = "") -> None:
    """Make other transactions that do the same wait until this one ends; on SQLite, writers always wait."""
    _lock(session.connection(), what, key)


def _lock(connection: sa.Connection, what: Lock, key: str) -> None:
    if connection.dialect.name == "postgresql":
        mine = {"what": what.value, "key": key}
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:what, hashtext(:key))"), mine)
