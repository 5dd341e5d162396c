"""The demonstration Lab as a coordinator finds it on a Monday, in a real browser."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from journal import create_app
from journal.clock import now, today
from journal.config import Settings
from journal.demo import actors, common_good, history, loading
from journal.demo.dates import DemoDates
from journal.demo.people import ACCOUNTS

PASSPHRASES = {account.username: account.passphrase for account in ACCOUNTS}


@contextmanager
def silent(items: Iterable[Any], label: str) -> Iterator[Iterable[Any]]:
    yield items


@pytest.fixture(scope="session")
def demonstration(chromium: Any, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database where the demonstration has lived its seven months; made once, to be copied."""
    folder = tmp_path_factory.mktemp("demonstration")
    shutil.copy(sqlite_template, folder / "journal.db")
    settings = Settings(secret_key="the demonstration, as its tests load it", data_dir=folder, testing=True)
    app = create_app(settings)
    database = app.extensions["database"]
    clock = loading.Clock(DemoDates(today()), now())
    with database.write() as session:
        lab = loading.write_everything(session, clock)
        session.commit()
    loading.mask_everything(database, lab, clock, silent)
    history.play_past_months(database, settings, lab, clock, silent)
    with database.write() as session:
        actors.play_alliances(session, lab, clock)
        common_good.play_common_good(session, lab, clock)
        session.commit()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.close()
    return folder / "journal.db"


@pytest.fixture
def database_url(demonstration: Path, tmp_path: Path) -> str:
    """A copy of the demonstration's database: a module that imports this name works on it."""
    shutil.copy(demonstration, tmp_path / "journal.db")
    return f"sqlite:///{tmp_path / 'journal.db'}"


def enter_as(page: Any, username: str) -> None:
    """Sign in to one of the demonstration's accounts."""
    page.goto("/connexion")
    page.get_by_label("Votre identifiant").fill(username)
    page.get_by_label("Votre phrase de passe").fill(PASSPHRASES[username])
    page.get_by_role("button", name="Se connecter").click()
    page.locator("nav").first.wait_for()
    page.wait_for_url(lambda address: "/connexion" not in address)
