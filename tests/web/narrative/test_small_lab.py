"""Beside the name of a Lab of fewer than fifty people nobody is quoted, whatever was published when it was larger."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.api import services as tokens
from journal.clock import now
from journal.narrative.making import services
from journal.narrative.models import Quote, QuoteState
from journal.narrative.rules import NAMED_FROM
from tests.conftest import SignIn
from tests.factories import NOW, make_lab
from tests.pages import Browser
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, Scene, make_scene

WRITERS = 13


@pytest.fixture
def scene(session: Session) -> Scene:
    """An open Lab of fifty-three people, whose month and living récit quote some of them."""
    lab = make_lab(session)
    lab.is_public = True
    scene = make_scene(session, people=WRITERS, lab=lab)
    scenes.grow(session, lab, NAMED_FROM - WRITERS + 3)
    scenes.publish(session, scene)
    services.compose_narrative(session, lab, now=NOW, **FIGURES)
    session.commit()
    return scene


@pytest.fixture
def words(scene: Scene, session: Session) -> list[str]:
    """The words of each quote that stand in the month."""
    said = [quote.text[5:40] for quote in session.scalars(sa.select(Quote)) if quote.state is QuoteState.ACCEPTED]
    session.commit()
    return said


def shrink(session: Session, scene: Scene) -> None:
    """Twenty people who write nothing leave: thirty-three remain."""
    silent = sa.select(Person).where(Person.lab_id == scene.lab.id, Person.passphrase_hash.is_(None))
    for person in session.scalars(silent.limit(20)).all():
        person.disabled_at = NOW
    session.commit()


def everything_public(browser: Browser, scene: Scene) -> dict[str, str]:
    home = f"/public/{scene.lab.id}/recit"
    return {path: browser.get(path).text for path in (home, f"{home}/2026-11")}


def everything_by_program(app: Flask, secret: str) -> dict[str, Any]:
    program, key = app.test_client(use_cookies=False), {"Authorization": f"Bearer {secret}"}
    paths = ("/api/v1/narrative", "/api/v1/digests/2026-11")
    return {path: program.get(path, headers=key).get_json() for path in paths}


def test_a_month_published_by_a_large_lab_quotes_nobody_in_public_once_it_is_small(
    scene: Scene, words: list[str], session: Session, browser: Browser
) -> None:
    before = everything_public(browser, scene)
    assert words
    assert all(word in text for text in before.values() for word in words)

    shrink(session, scene)

    after = everything_public(browser, scene)
    assert not any(word in text for text in after.values() for word in words)
    assert all("Les trajets" in text for text in after.values())


def test_a_program_reads_no_quote_of_a_small_lab(scene: Scene, words: list[str], session: Session, app: Flask) -> None:
    secret = tokens.make(session, "mirabelle", days=90, by=scene.first, now=now())[1]
    session.commit()
    before = everything_by_program(app, secret)
    assert all(word in str(answer) for answer in before.values() for word in words)
    assert before["/api/v1/digests/2026-11"]["open_paragraphs"]

    shrink(session, scene)

    after = everything_by_program(app, secret)
    assert not any(word in str(answer) for answer in after.values() for word in words)
    assert "Les trajets" in str(after["/api/v1/narrative"])
    assert after["/api/v1/digests/2026-11"]["open_paragraphs"]


def test_a_sheet_is_said_to_lack_quotes_where_the_month_has_some(
    scene: Scene, words: list[str], session: Session, sign_in: SignIn
) -> None:
    said = "sans les citations"
    member = sign_in(scene.people[0])
    assert said not in member.get("/recit/2026-11").text

    shrink(session, scene)
    assert said in member.get("/recit/2026-11").text

    for quote in session.scalars(sa.select(Quote)):
        quote.state = QuoteState.UNUSED
    session.commit()
    assert said not in member.get("/recit/2026-11").text


def test_its_author_is_told_who_reads_a_quote_now(
    scene: Scene, words: list[str], session: Session, sign_in: SignIn
) -> None:
    quoted = session.scalars(sa.select(Quote.author_id).where(Quote.state == QuoteState.ACCEPTED)).first()
    session.commit()
    author = sign_in(next(person for person in scene.people if person.id == quoted))
    assert "lisible par tout le monde" in author.get("/recit/citations").text

    shrink(session, scene)

    assert "lisible par tout le monde" not in author.get("/recit/citations").text


def test_its_members_still_read_them(scene: Scene, words: list[str], session: Session, sign_in) -> None:
    shrink(session, scene)
    member = sign_in(scene.people[0])
    assert all(word in member.get(page).text for page in ("/recit", "/recit/2026-11") for word in words)
