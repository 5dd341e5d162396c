"""One fresh database per test, copied from a migrated one; a client that checks every page it fetches."""

import gc
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
from alembic import command
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ClauseElement
from werkzeug.routing import Rule

from journal import create_app, encryption
from journal.accounts import passphrases
from journal.accounts.models import Person
from journal.config import Settings
from journal.db import make_engine, open_database
from journal.operations.schema import alembic_config
from tests.lived import SECRET, bring_into_one_file, lived_demonstration  # noqa: F401  a fixture
from tests.mailbox import mailbox, posted  # noqa: F401  fixtures
from tests.pages import Browser

MEMORY, ROOM = "/dev/shm", 2**31  # noqa: S108  a folder of its own is made there
POSTGRES_ROLE = "journal_site"

# A deadline, or a check of how fast values are drawn, would fail a busy machine and not a wrong program: speed is
# measured in benchmarks.
hypothesis.settings.register_profile("journal", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("journal")

# The models and word lists of a run are a million objects that never die: Python goes through them all too often.
gc.set_threshold(20_000, 20, 50)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgres"], default="sqlite", help="where the tests run")
    parser.addoption("--captures", help="where the journey of a month leaves its pictures, for the guide")


def pytest_configure() -> None:
    """Keep the files of tests in memory: a commit waits for the disk, and a run makes tens of thousands."""
    if memory := _memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, only what opens a database."""
    if config.getoption("--database") == "sqlite":
        return
    opens = [item for item in items if "database_url" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(opens)])
    items[:] = opens


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    """Hash passphrases fast: their strength has a test of its own."""
    strong = passphrases._hasher
    passphrases._hasher = passphrases.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield
    passphrases._hasher = strong


@pytest.fixture(scope="session", autouse=True)
def _routes_compiled_once() -> Iterator[None]:
    """Each test builds the application; werkzeug writes two functions a route, most of what that takes."""
    slow, known = Rule._compile_builder, {}

    def once(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, rule.endpoint, append_unknown)
        if key not in known:
            known[key] = slow(rule, append_unknown)
        return known[key]

    Rule._compile_builder = once  # type: ignore[method-assign]
    yield
    Rule._compile_builder = slow  # type: ignore[method-assign]


@pytest.fixture(scope="session", autouse=True)
def _statements_compiled_once() -> Iterator[None]:
    """Each test opens a database; SQLAlchemy compiles for each what it compiled for the last, a quarter of a run."""
    slow = ClauseElement._compile_w_cache
    known: dict[type[Dialect], tuple[Dialect, dict[Any, Any]]] = {}

    def once(statement: ClauseElement, dialect: Dialect, *, compiled_cache: Any, **options: Any) -> Any:
        if compiled_cache is not None:
            dialect, compiled_cache = known.setdefault(type(dialect), (dialect, {}))
        return slow(statement, dialect, compiled_cache=compiled_cache, **options)

    ClauseElement._compile_w_cache = once  # type: ignore[assignment,method-assign]
    yield
    ClauseElement._compile_w_cache = slow  # type: ignore[method-assign]


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


def _memory() -> str | None:
    """Where files are kept in memory, if there is room: a database of a hundred tables is a thousand files to make."""
    return MEMORY if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM else None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a real PostgreSQL with a migrated template database."""
    # Folders of its own: pytest's are swept by the next runs, and the server may outlive three of them.
    with tempfile.TemporaryDirectory(prefix="postgres-", dir=_memory(), ignore_cleanup_errors=True) as folder:
        # The library keeps its lock there; not every machine has such a folder, nor one's own.
        os.environ["XDG_RUNTIME_DIR"] = folder
        import pgserver

        server = pgserver.get_server(Path(folder) / "data")
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        # Nothing here outlives the tests: waiting for the disk would only make each of them slower.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        # As it should run: row-level security binds neither a superuser nor whoever may bypass it.
        server.psql(f"CREATE ROLE {POSTGRES_ROLE} LOGIN")
        server.psql(f"CREATE DATABASE journal_template OWNER {POSTGRES_ROLE}")
        migrate(as_the_site(address, "journal_template"))
        yield address
        server.cleanup()


def as_the_site(address: str, database: str) -> str:
    """The address of a database of the server, for the role of the site."""
    url = sa.make_url(address).set(username=POSTGRES_ROLE, password=None, database=database)
    return url.render_as_string(hide_password=False)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.config.getoption("--database") == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "journal.db")
        yield f"sqlite:///{tmp_path / 'journal.db'}"
        return
    yield from _postgres_database(request.getfixturevalue("postgres_server"))


def _postgres_database(address: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex[:12]}"
    server = sa.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with server.connect() as connection:
        # Copied as files: row by row, through its log, PostgreSQL takes half as long again.
        copy = f"TEMPLATE journal_template STRATEGY FILE_COPY OWNER {POSTGRES_ROLE}"
        connection.exec_driver_sql(f"CREATE DATABASE {name} {copy}")
    yield as_the_site(address, name)
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    made = Settings(
        secret_key=SECRET,
        data_dir=tmp_path,
        database_url=database_url,
        testing=True,
        staff_second_factor=False,
    )
    encryption.use(made)
    return made


class Compiled(BytecodeCache):
    """Templates compiled once for all the applications of a run."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session")
def compiled() -> Compiled:
    return Compiled()


def application(settings: Settings, compiled: Compiled) -> Iterator[Flask]:
    """The application with these settings, for the time of a test."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = compiled
    yield app
    app.extensions["database"].close()


@pytest.fixture
def app(settings: Settings, compiled: Compiled) -> Iterator[Flask]:
    yield from application(settings, compiled)


@pytest.fixture
def session(settings: Settings) -> Iterator[Session]:
    """A session of the test's own. Commit before fetching a page: the application has its own connections."""
    database = open_database(settings.database)
    with database.write() as session:
        yield session
        session.rollback()
    database.close()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Someone with a browser, not signed in."""
    return Browser(app)


@pytest.fixture
def sign_in(app: Flask) -> "SignIn":
    return SignIn(app)


class SignIn:
    """``sign_in(person)`` gives a browser in which that person is signed in."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def __call__(self, person: Person) -> Browser:
        from tests.factories import PASSPHRASE

        browser = Browser(self.app)
        browser.post("/connexion", {"username": person.username, "passphrase": PASSPHRASE}, status=303)
        return browser
