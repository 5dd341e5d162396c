"""Whoever is asked for a quote is told so: in their journal, and once by mail when they asked to be told."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.config import Settings
from journal.narrative.mails import notices
from journal.narrative.making import quotes
from journal.narrative.models import Digest, Quote, QuoteState
from tests.conftest import SignIn
from tests.factories import NOW
from tests.mailbox import Mailbox
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene, make_scene

LINE = "Une de vos phrases est proposée pour le récit de novembre\u00a02026. Sans votre oui, elle ne paraît pas."


@pytest.fixture
def scene(session: Session) -> Scene:
    scene = make_scene(session)
    scenes.draft(session, scene)
    session.commit()
    return scene


@pytest.fixture
def asked(session: Session, scene: Scene) -> list[Quote]:
    return list(session.scalars(sa.select(Quote).order_by(Quote.asked_at, Quote.id)))


@pytest.fixture
def author(session: Session, asked: list[Quote]) -> Person:
    """One of those asked, the only one who wants to be told by mail."""
    author = session.get_one(Person, asked[0].author_id)
    author.email, author.wants_question = "lectrice@exemple.org", True
    session.commit()
    return author


def send(app: Flask, settings: Settings, after: timedelta = timedelta(0)) -> int:
    return notices.send(app.extensions["database"], settings, now=lambda: NOW + after)


def test_the_journal_says_so_to_those_asked_alone_until_they_answer(
    sign_in: SignIn, session: Session, scene: Scene, asked: list[Quote], author: Person
) -> None:
    others = {quote.author_id for quote in asked}
    elsewhere = next(person for person in scene.people if person.id not in others)
    assert LINE not in sign_in(elsewhere).get("/journal/").main.text

    journal = sign_in(author)
    page = journal.get("/journal/")
    assert LINE in page.main.text
    [link] = [link["href"] for link in page.main.select("a") if link.text.startswith("Lire, et répondre")]
    assert asked[0].text in journal.get(str(link)).main.text

    quotes.answer(session, asked[0], accept=False, now=NOW)
    session.commit()
    assert LINE not in journal.get("/journal/").main.text


def test_the_mail_reaches_those_who_asked_once_and_says_nothing_of_the_quote(
    app: Flask, posted: Settings, mailbox: Mailbox, session: Session, asked: list[Quote], author: Person
) -> None:
    session.get_one(Person, asked[1].author_id).email = "autre@exemple.org"
    session.commit()

    assert send(app, posted) == 1
    assert send(app, posted, timedelta(days=1)) == 0

    [message] = mailbox.received
    text = message.get_content()
    assert message["To"] == "lectrice@exemple.org"
    assert f"{posted.base_url}/recit/citations" in text
    assert "/desabonnement/" in message["List-Unsubscribe"]
    assert message["Subject"] == "Une question vous attend"
    assert asked[0].text not in text
    assert "phrase" not in text


def test_three_months_that_wait_make_one_mail_and_the_next_waits_for_another_month(
    app: Flask, posted: Settings, mailbox: Mailbox, session: Session, scene: Scene, asked: list[Quote], author: Person
) -> None:
    def ask_again(month: date) -> None:
        digest = Digest(lab_id=scene.lab.id, month=month, title="", drafted_at=NOW)
        session.add(digest)
        session.flush()
        common = {"author_id": author.id, "state": QuoteState.ASKED, "asked_at": NOW}
        session.add(Quote(digest_id=digest.id, text="Une autre phrase, dite un autre mois.", **common))
        session.commit()

    ask_again(date(2026, 10, 1))
    ask_again(date(2026, 9, 1))
    assert send(app, posted) == 1

    ask_again(date(2026, 8, 1))
    assert send(app, posted, timedelta(hours=2)) == 0
    assert send(app, posted, timedelta(days=31)) == 1
    assert send(app, posted, timedelta(days=62)) == 0
    assert len(mailbox.received) == 2


def test_who_asked_for_news_of_their_words_gets_no_second_kind_of_mail(
    app: Flask, posted: Settings, session: Session, sign_in: SignIn, author: Person
) -> None:
    author.wants_notice, author.wants_question = True, False
    session.commit()
    assert send(app, posted) == 0

    account = sign_in(author)
    page = account.get("/compte")
    assert "une fois par mois au plus, quand l’une de mes phrases attend mon oui" in page.main.text
    account.submit(page, {"wants_question": "y"})
    assert send(app, posted) == 1


def test_no_mail_leaves_once_the_question_is_answered(
    app: Flask, posted: Settings, session: Session, asked: list[Quote], author: Person
) -> None:
    quotes.answer(session, asked[0], accept=True, now=NOW)
    session.commit()
    assert send(app, posted) == 0


def test_a_refusal_for_now_is_tried_again_later_and_stops_no_other(
    app: Flask, posted: Settings, mailbox: Mailbox, session: Session, asked: list[Quote], author: Person
) -> None:
    author.email = "plus-tard@exemple.org"
    other = session.get_one(Person, asked[1].author_id)
    other.email, other.wants_question = "autre@exemple.org", True
    session.commit()

    assert send(app, posted) == 1
    mailbox.puts_off = ""
    assert send(app, posted, timedelta(minutes=5)) == 0
    assert send(app, posted, timedelta(hours=1)) == 1
    assert {message["To"] for message in mailbox.received} == {"plus-tard@exemple.org", "autre@exemple.org"}


def test_what_is_no_address_is_tried_once_and_stops_no_other(
    app: Flask, posted: Settings, session: Session, asked: list[Quote], author: Person
) -> None:
    author.email = '"@>"@'
    other = session.get_one(Person, asked[1].author_id)
    other.email, other.wants_question = "autre@exemple.org", True
    session.commit()

    assert send(app, posted) == 1
    assert send(app, posted, timedelta(hours=1)) == 0
