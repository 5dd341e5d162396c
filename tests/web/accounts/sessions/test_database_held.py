"""While another process holds the database, what is read is read, what is written waits on the page."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Person, WebSession
from journal.accounts.sessions import hash_token
from journal.clock import now
from journal.config import Settings
from journal.db import SQLITE_PRAGMAS
from journal.entries.models import Entry
from tests.conftest import SignIn, application
from tests.databases import Opening
from tests.factories import PASSPHRASE
from tests.pages import Browser
from tests.web.accounts.sessions.staying import cookie, is_open

WORDS = "Une page entière,\nécrite d’un trait."


@pytest.fixture
def site(
    built: Flask, settings: Settings, opening: Opening, amina: Person, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    """A site that waits little for a database in use, and answers as it does to people."""
    if not settings.database.startswith("sqlite"):
        pytest.skip("on PostgreSQL nobody holds the whole database")
    monkeypatch.setitem(SQLITE_PRAGMAS, "busy_timeout", 20)
    monkeypatch.setitem(built.config, "PROPAGATE_EXCEPTIONS", False)
    with application(built, settings, opening) as app:
        yield app


class Held:
    """The database in the hands of another process, for the time of a ``with``."""

    def __init__(self, settings: Settings) -> None:
        self.path = str(sa.make_url(settings.database).database)

    def __enter__(self) -> None:
        self.holder = sqlite3.connect(self.path, isolation_level=None)
        self.holder.execute("BEGIN IMMEDIATE")

    def __exit__(self, *_: object) -> None:
        with closing(self.holder) as holder:
            holder.execute("ROLLBACK")


def test_pages_are_read_however_long_ago_the_last_one_was(site: Flask, settings: Settings, amina: Person) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        browser = SignIn(site)(amina)
        clock.shift(timedelta(minutes=5))

        with Held(settings):
            browser.get("/journal/")
            Browser(site).get("/aide")


def test_words_stay_on_the_page_and_are_kept_once_when_sent_again(
    site: Flask, settings: Settings, amina: Person, session: Session
) -> None:
    browser = SignIn(site)(amina)
    page = browser.get("/journal/ecrire")

    with Held(settings):
        answer = browser.submit(page, {"text": WORDS}, status=503)
    browser.submit(answer)
    browser.submit(answer)

    assert answer.h1.text == "Le site est occupé"
    assert answer.select_one("textarea").text.strip("\n") == WORDS
    assert [entry.text for entry in session.scalars(sa.select(Entry))] == [WORDS]


def test_the_door_says_that_it_cannot_open_and_opens_after(site: Flask, settings: Settings, amina: Person) -> None:
    browser = Browser(site)
    with Held(settings):
        page = browser.get("/connexion", status=503)
    assert page.h1.text == "Le site est occupé"
    assert browser.client.get_cookie("session") is None

    browser.submit(browser.get("/connexion"), {"username": "amina", "passphrase": PASSPHRASE})
    browser.get("/journal/")


def test_whoever_signs_out_is_out_at_once_and_their_session_goes_as_soon_as_it_can(
    site: Flask, settings: Settings, amina: Person, session: Session
) -> None:
    browser = SignIn(site)(amina)
    browser.get("/journal/")
    old = cookie(browser)

    with Held(settings):
        browser.post("/deconnexion")
        assert browser.client.get_cookie("session") is None
        assert not is_open(site, old)
    assert not is_open(site, old)
    row = sa.select(WebSession.token_hash).where(WebSession.token_hash == hash_token(old))
    assert session.scalar(row) is not None
    session.rollback()

    browser.submit(browser.get("/connexion"), {"username": "amina", "passphrase": PASSPHRASE})
    with time_machine.travel(now() + timedelta(minutes=5), tick=False):
        browser.get("/journal/")

    assert session.scalar(row) is None


def test_whoever_leaves_quickly_leaves_and_nothing_stays_in_the_browser(
    site: Flask, settings: Settings, amina: Person
) -> None:
    browser = SignIn(site)(amina)

    with Held(settings):
        browser.get("/quitter", status=302, headers={"Referer": "http://localhost/compte"})

    assert browser.client.get_cookie("session") is None
