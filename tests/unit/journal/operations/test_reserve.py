"""Under the disk reserve nothing new comes in, and everything can still be taken back."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import create_app
from journal.accounts.models import Lab, Person
from journal.config import Settings
from journal.entries.models import Entry
from tests.conftest import SignIn
from tests.factories import make_entry


@pytest.fixture
def full_app(settings: Settings) -> Iterator[Flask]:
    """A site whose reserve is larger than any disk."""
    if not settings.database.startswith("sqlite"):
        pytest.skip("PostgreSQL's disk is another machine's")
    app = create_app(dataclasses.replace(settings, disk_reserve_mb=10**12))
    yield app
    app.extensions["database"].close()


def test_a_new_entry_is_refused_and_its_words_stay_on_the_page(
    full_app: Flask, author: Person, session: Session
) -> None:
    browser = SignIn(full_app)(author)
    page = browser.get("/journal/ecrire")

    answer = browser.submit(page, {"text": "Une page entière,\nécrite d’un trait."}, status=503)

    assert "Une page entière,\nécrite d’un trait." in answer.select_one("textarea").text
    assert "plus de place" in answer.h1.text
    assert session.scalars(sa.select(Entry)).all() == []


def test_erasing_still_works(full_app: Flask, author: Person, session: Session) -> None:
    entry = make_entry(session, author)
    session.commit()
    browser = SignIn(full_app)(author)

    browser.submit(browser.get(f"/journal/{entry.id}/effacer"))

    assert session.scalars(sa.select(Entry)).all() == []


def test_reading_still_works(full_app: Flask, author: Person, session: Session) -> None:
    make_entry(session, author, "Le car de sept heures")
    session.commit()

    assert "Le car de sept heures" in SignIn(full_app)(author).get("/journal/").text


def test_a_file_is_not_imported(full_app: Flask, author: Person, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "recits.csv"
    file.write_text("text\nLe car de sept heures\n", "utf-8")
    [lab] = session.scalars(sa.select(Lab.name)).all()

    refused = full_app.test_cli_runner().invoke(args=["import", str(file), "--lab", lab])

    assert refused.exit_code == 1
    assert "Rien n’a été écrit." in refused.output
    assert session.scalars(sa.select(Entry)).all() == []
