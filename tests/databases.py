"""A database for each test: on SQLite, a copy of a migrated file; on PostgreSQL, one that is emptied after each."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.orm import sessionmaker

from journal.db import Database, make_engine, open_database
from journal.operations.schema import alembic_config
from tests.lived import bring_into_one_file

MEMORY, ROOM = "/dev/shm", 2**31  # noqa: S108  a folder of its own is made there
ROLE, TEMPLATE, DATABASE = "journal_site", "journal_template", "journal_test"
# Whatever alters the schema, a change that was rolled back excepted, leaves other rows in one of these.
SHAPE = """
    SELECT version_num,
      (SELECT (count(*), sum(xmin::text::bigint))::text FROM pg_class),
      (SELECT (count(*), sum(xmin::text::bigint))::text FROM pg_attribute),
      (SELECT (count(*), sum(xmin::text::bigint))::text FROM pg_constraint),
      (SELECT (count(*), sum(xmin::text::bigint))::text FROM pg_trigger),
      (SELECT (count(*), sum(xmin::text::bigint))::text FROM pg_policy),
      (SELECT (count(*), sum(xmin::text::bigint))::text FROM pg_proc)
    FROM alembic_version"""
END_TRANSACTIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND state <> 'idle'
      AND pid <> pg_backend_pid()"""
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
FILLED = f"{TABLES} AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0"
START_AGAIN = (
    "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'"
)


def memory() -> str | None:
    """Where files are kept in memory, if there is room: a commit waits for the disk, and a run makes thousands."""
    return MEMORY if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM else None


def migrate(url: str) -> None:
    engine = make_engine(url)
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "journal.db"
    migrate(f"sqlite:///{path}")
    engine = make_engine(f"sqlite:///{path}")
    bring_into_one_file(engine)
    engine.dispose()
    return path


class Postgres:
    """A server with one database for all tests, emptied after each: to copy one anew takes longer than most tests.

    A test that alters the schema gets it back as it was: the next one finds a fresh copy.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._server = sa.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        self._inside = sa.create_engine(
            sa.make_url(address).set(database=DATABASE), isolation_level="AUTOCOMMIT", pool_pre_ping=True
        )
        self._kept: dict[str, Database] = {}
        self._administer(f"CREATE ROLE {ROLE} LOGIN", f"CREATE DATABASE {TEMPLATE} OWNER {ROLE}")
        migrate(self._url(TEMPLATE))
        self._copy()

    @property
    def url(self) -> str:
        return self._url(DATABASE)

    def kept(self, name: str) -> Database:
        """Connections that one test after the other takes: to know a hundred tables costs each of them dear.

        What listens to the sessions of one test does not hear those of the next.
        """
        kept = self._kept.get(name) or self._kept.setdefault(name, open_database(self.url))
        return replace(kept, write=sessionmaker(**kept.write.kw), read=sessionmaker(**kept.read.kw))

    def empty(self) -> None:
        """Leave nothing of a test: neither a row, nor a transaction that it forgot."""
        with self._inside.connect() as connection:
            connection.exec_driver_sql(END_TRANSACTIONS)
            as_made = self._shape(connection) == self._made
            if as_made:
                connection.exec_driver_sql(self._emptying)
                # Else rows to come would take the places of those that left, in another order than they are written.
                filled = connection.exec_driver_sql(FILLED).scalars().all()
                if filled:
                    connection.exec_driver_sql(f"VACUUM {', '.join(filled)}")
                connection.exec_driver_sql(START_AGAIN)
        if not as_made:
            self._administer(f"DROP DATABASE {DATABASE} WITH (FORCE)")
            self._copy()

    def close(self) -> None:
        for database in self._kept.values():
            database.close()
        self._inside.dispose()

    def _copy(self) -> None:
        # Copied as files: row by row, through its log, PostgreSQL takes half as long again.
        self._administer(f"CREATE DATABASE {DATABASE} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY OWNER {ROLE}")
        with self._inside.connect() as connection:
            self._made = self._shape(connection)
            tables = set(connection.exec_driver_sql(TABLES).scalars()) - {"alembic_version"}
            filled = [table for table in tables if connection.exec_driver_sql(f"SELECT 1 FROM {table}").first()]  # noqa: S608
        assert not filled, f"a migration writes rows in {filled}: they would not be there after the first test"
        # As a replica does: neither keys nor triggers have a say, in any order.
        deletions = "; ".join(f"DELETE FROM {table}" for table in sorted(tables))  # noqa: S608
        self._emptying = f"SET session_replication_role = replica; {deletions}; RESET session_replication_role"

    def _shape(self, connection: sa.Connection) -> tuple[object, ...]:
        return tuple(connection.exec_driver_sql(SHAPE).one())

    def _administer(self, *statements: str) -> None:
        with self._server.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def _url(self, database: str) -> str:
        # As it should run: row-level security binds neither a superuser nor whoever may bypass it.
        url = sa.make_url(self._address).set(username=ROLE, password=None, database=database)
        return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL."""
    # Folders of its own: pytest's are swept by the next runs, and the server may outlive three of them.
    with tempfile.TemporaryDirectory(prefix="postgres-", dir=memory(), ignore_cleanup_errors=True) as folder:
        # The library keeps its lock there; not every machine has such a folder, nor one's own.
        os.environ["XDG_RUNTIME_DIR"] = folder
        import pgserver

        server = pgserver.get_server(Path(folder) / "data")
        # Nothing here outlives the tests: waiting for the disk would only make each of them slower.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        found = Postgres(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
        yield found
        found.close()
        server.cleanup()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.config.getoption("--database") == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "journal.db")
        yield f"sqlite:///{tmp_path / 'journal.db'}"
        return
    server = request.getfixturevalue("postgres")
    yield server.url
    server.empty()


class Opening:
    """``with opening(url, name) as database``: opened for one test, or kept from one test to the next."""

    def __init__(self, server: Postgres | None) -> None:
        self._server = server

    @contextmanager
    def __call__(self, url: str, name: str) -> Iterator[Database]:
        if self._server and url == self._server.url:
            yield self._server.kept(name)
            return
        database = open_database(url)
        yield database
        database.close()


@pytest.fixture(scope="session")
def opening(request: pytest.FixtureRequest) -> Opening:
    on_postgres = request.config.getoption("--database") == "postgres"
    return Opening(request.getfixturevalue("postgres") if on_postgres else None)
