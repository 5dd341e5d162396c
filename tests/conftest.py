"""What tests are given: an application, a session, a browser that checks every page it fetches."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

import hypothesis
import pytest
from flask import Flask
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ClauseElement

from journal import create_app, encryption, jobs
from journal.accounts import passphrases
from journal.accounts.models import Person
from journal.config import Settings
from journal.operations import tombstones
from tests.databases import Opening, database_url, memory, opening, postgres, sqlite_template  # noqa: F401  fixtures
from tests.lived import SECRET, lived_demonstration  # noqa: F401  a fixture
from tests.mailbox import mailbox, posted  # noqa: F401  fixtures
from tests.pages import Browser

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
    if folder := memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what lives the demonstration. On PostgreSQL, only what opens a database."""
    for item in items:
        if "lived_demonstration" in getattr(item, "fixturenames", ()):
            item.add_marker("demonstration")
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


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, built once: what a test changes of it, other than ``app`` does, the next one would find."""
    folder = tmp_path_factory.mktemp("built")
    app = create_app(Settings(secret_key=SECRET, data_dir=folder, testing=True, staff_second_factor=False))
    app.extensions["database"].close()
    app.view_functions = MappingProxyType(app.view_functions)  # type: ignore[assignment]
    return app


@contextmanager
def application(built: Flask, settings: Settings, opening: Opening) -> Iterator[Flask]:
    """The application with these settings, for the time of a test; those it reads once, as it is built, stay."""
    before = built.extensions
    encryption.use(settings)
    with opening(settings.database, "site") as database:
        built.extensions = before | {"settings": settings, "database": database}
        tombstones.init_app(built)
        jobs.init_app(built)
        yield built
        built.extensions = before


@pytest.fixture
def app(built: Flask, settings: Settings, opening: Opening) -> Iterator[Flask]:
    with application(built, settings, opening) as app:
        yield app


@pytest.fixture
def own_app(settings: Settings) -> Iterator[Flask]:
    """An application of the test's own, which it may change."""
    app = create_app(settings)
    yield app
    app.extensions["database"].close()


@pytest.fixture
def session(settings: Settings, opening: Opening) -> Iterator[Session]:
    """A session of the test's own. Commit before fetching a page: the application has its own connections."""
    with opening(settings.database, "test") as database, database.write() as session:
        yield session
        session.rollback()


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
