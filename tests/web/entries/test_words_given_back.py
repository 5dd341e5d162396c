"""What was typed comes back when it could not be kept: the session closed, someone else’s page, a full disk."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person, WebSession
from journal.clock import now
from journal.entries.models import Draft, Entry
from tests.factories import make_person
from tests.pages import Browser, form_fields
from tests.web.entries.conftest import the_entry

TEXT = "J’ai attendu le bus une heure, et l’accueil m’a souri."


def test_a_form_older_than_its_token_comes_back_with_the_words(journal: Browser, session: Session) -> None:
    page = journal.post(
        "/journal/ecrire", {"text": TEXT, "submission": "abc", "csrf_token": "périmé"}, token=False, status=400
    )

    assert TEXT in page.select_one("textarea").text
    journal.submit(page)
    assert the_entry(session).text == TEXT


def test_a_text_sent_after_the_session_closed_waits_as_a_draft(
    journal: Browser, session: Session, amina: Person, sign_in
) -> None:
    page = journal.get("/journal/ecrire")
    session.execute(sa.update(WebSession).values(seen_at=now() - timedelta(minutes=31)))
    session.commit()

    sign_in_page = journal.submit(page, {"text": TEXT, "emotions": ["hope"]}, follow=True)

    assert "Tout est gardé" in sign_in_page.select_one(".notice").text
    assert session.scalars(sa.select(Draft)).one().author_id == amina.id
    session.commit()
    back = sign_in(amina).get("/journal/ecrire")
    assert TEXT in back.select_one("textarea[name=text]").text
    assert back.select_one("#emotion-hope").has_attr("checked")


def test_a_page_someone_else_opened_on_a_shared_device_sends_nothing_in_ones_name(
    journal: Browser, session: Session, sign_in
) -> None:
    form = form_fields(journal.get("/journal/ecrire").select_one("form[data-writing]")) | {"text": "Les mots d’Amina"}
    basile = make_person(session)
    session.commit()

    other = sign_in(basile)

    page = other.post("/journal/ecrire", form | {"csrf_token": other.token()}, status=409)

    assert "n’est pas la vôtre" in page.text
    assert session.scalars(sa.select(Entry)).all() == []
    session.commit()
    journal.post("/journal/ecrire", form)
    assert the_entry(session).text == "Les mots d’Amina"


def test_a_text_sent_by_nobody_is_given_back_on_the_page_only(browser: Browser, session: Session) -> None:
    page = browser.post("/journal/ecrire", {"text": TEXT, "submission": "abc"}, status=400)

    assert TEXT in page.select_one("textarea").text
    assert "confirmer cet envoi" in page.select_one("noscript").text
    assert session.scalars(sa.select(Draft)).all() == []


def test_a_full_disk_keeps_the_words_on_the_page(app, journal: Browser, session: Session) -> None:
    engine = app.extensions["database"].engine
    if engine.dialect.name != "sqlite":
        pytest.skip("a full disk is simulated with SQLite's own page limit")
    page = journal.get("/journal/ecrire")
    with closing(sqlite3.connect(engine.url.database)) as connection:
        connection.execute("VACUUM")  # no page that a migration left free may take the words

    @sa.event.listens_for(engine, "checkout")
    def fill(connection, _record, _proxy) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    answer = journal.submit(page, {"text": "x" * 9_000}, status=503)
    sa.event.remove(engine, "checkout", fill)

    assert "x" * 9_000 in answer.select_one("textarea").text
    assert session.scalars(sa.select(Entry)).all() == []
