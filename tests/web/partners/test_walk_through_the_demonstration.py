"""A partner follows every link of the demonstration Lab, its récit closed, and meets no theme and no answer."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Role
from journal.cooperation.models import LabAnswer
from journal.demo.people import ACCOUNTS
from journal.themes.models import Theme, ThemeStatus
from tests.lived import Lived
from tests.pages import Browser

pytestmark = pytest.mark.model
ELSEWHERE = ("/static/", "/bootstrap/", "/quitter")


@pytest.fixture
def database_url(lived_demonstration: Lived, tmp_path: Path) -> str:
    shutil.copy(lived_demonstration.path, tmp_path / "journal.db")
    return f"sqlite:///{tmp_path / 'journal.db'}"


def follow_every_link(browser: Browser, start: str) -> dict[str, BeautifulSoup]:
    pages: dict[str, BeautifulSoup] = {}
    waiting = [start]
    while waiting:
        path = waiting.pop()
        found = browser.page_at(path) if path not in pages else None
        if found is not None:
            pages[path] = found
            links = {str(link["href"]).partition("#")[0] for link in found.select("a[href^='/']")}
            waiting += [link for link in links if not link.startswith(ELSEWHERE)]
    return pages


def test_a_partner_meets_no_theme_and_no_answer(browser: Browser, session: Session) -> None:
    [partner] = [account for account in ACCOUNTS if account.role is Role.PARTNER]
    named = sa.select(Theme.label).where(Theme.status == ThemeStatus.ADOPTED)
    kept = {*session.scalars(named), *session.scalars(sa.select(LabAnswer.text))}
    session.execute(sa.update(Lab).values(is_public=False))
    for lab in session.scalars(sa.select(Lab)):  # what is open to everyone is theirs to read
        lab.is_public = False
    session.commit()
    browser.post("/connexion", {"username": partner.username, "passphrase": partner.passphrase})

    pages = follow_every_link(browser, "/cooperation")

    assert len([path for path in pages if path.startswith("/experimentations/")]) >= 3
    assert len([path for path in pages if path.startswith("/indicateurs/")]) >= 2
    assert {path: word for path, page in pages.items() for word in kept if word in page.get_text(" ")} == {}
