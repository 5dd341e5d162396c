"""The demonstration Lab as a coordinator finds it on a Monday, in a real browser."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from journal.demo.people import ACCOUNTS
from tests.lived import Lived

PASSPHRASES = {account.username: account.passphrase for account in ACCOUNTS}


@pytest.fixture
def database_url(chromium: Any, lived_demonstration: Lived, tmp_path: Path) -> str:
    """A copy of the demonstration's database: a module that imports this name works on it."""
    shutil.copy(lived_demonstration.path, tmp_path / "journal.db")
    return f"sqlite:///{tmp_path / 'journal.db'}"


def enter_as(page: Any, username: str) -> None:
    """Sign in to one of the demonstration's accounts."""
    page.goto("/connexion")
    page.get_by_label("Votre identifiant").fill(username)
    page.get_by_label("Votre phrase de passe").fill(PASSPHRASES[username])
    page.get_by_role("button", name="Se connecter").click()
    page.locator("nav").first.wait_for()
    page.wait_for_url(lambda address: "/connexion" not in address)
