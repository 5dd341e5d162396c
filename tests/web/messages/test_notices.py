"""Whoever asked for it is told by mail that a message waits; the mail says nothing of it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.config import Settings
from journal.entries.models import Sharing
from journal.messages import notices, services
from journal.messages.models import TeamMessage
from journal.messages.services import Letter
from tests.conftest import SignIn
from tests.factories import NOW, make_entry, make_lab, make_person
from tests.mailbox import Mailbox
from tests.pages import Browser

PASSAGE, WORDS = "Je ne dors plus depuis la lettre.", "Je vous ai lu·e."


@pytest.fixture
def reader(session: Session) -> Person:
    return make_person(session, make_lab(session), email="cigale@exemple.org", wants_message=True)


@pytest.fixture
def sent(session: Session, reader: Person) -> list[TeamMessage]:
    """Two messages to one person, the second of which waits its turn."""
    coordinator = make_person(session, reader.lab, Role.COORDINATOR)
    found = []
    for hours in (2, 1):
        entry = make_entry(session, reader, PASSAGE, sharing=Sharing.QUOTABLE)
        letter, moment = Letter(WORDS, "Claire", "coordination"), NOW - timedelta(hours=hours)
        found.append(services.send(session, entry.passages[0], letter, by=coordinator, now=moment))
    session.commit()
    return found


def send(app: Flask, settings: Settings, after: timedelta = timedelta(0)) -> int:
    return notices.send(app.extensions["database"], settings, now=lambda: NOW + after)


def test_the_mail_leaves_once_and_says_nothing_of_the_passage_nor_of_the_message(
    app: Flask, posted: Settings, mailbox: Mailbox, session: Session, sent: list[TeamMessage]
) -> None:
    assert send(app, posted) == 1
    assert send(app, posted, timedelta(days=1)) == 0

    [message] = mailbox.received
    assert message["To"] == "cigale@exemple.org"
    said = message["Subject"] + message.get_content()
    assert f"{posted.base_url}/mots\r\n" in said
    for private in (PASSAGE, WORDS, "Claire", "coordination", "équipe", str(sent[0].entry_id)):
        assert private not in said


def test_the_next_is_told_of_once_its_turn_comes(
    app: Flask, posted: Settings, mailbox: Mailbox, session: Session, sent: list[TeamMessage]
) -> None:
    assert send(app, posted) == 1
    services.put_away(session, sent[0], now=NOW)
    session.commit()
    assert send(app, posted) == 1
    assert [each["Message-ID"].partition("@")[0] for each in mailbox.received] == [f"<message-{row.id}" for row in sent]


@pytest.mark.parametrize(
    "changes", [{"wants_message": False}, {"takes_messages": False}, {"email": None}, {"disabled_at": NOW}]
)
def test_nobody_is_told_who_did_not_ask_for_it(
    app: Flask,
    posted: Settings,
    mailbox: Mailbox,
    session: Session,
    reader: Person,
    sent: list[TeamMessage],
    changes: dict[str, object],
) -> None:
    for name, value in changes.items():
        setattr(reader, name, value)
    session.commit()

    assert send(app, posted) == 0


def test_it_is_asked_for_in_one_s_account_and_ended_from_the_mail(
    app: Flask,
    posted: Settings,
    mailbox: Mailbox,
    session: Session,
    reader: Person,
    sent: list[TeamMessage],
    sign_in: SignIn,
) -> None:
    send(app, posted)
    leave = mailbox.received[0]["List-Unsubscribe"].strip("<>").removeprefix(posted.base_url)
    browser = sign_in(reader)
    page = browser.get("/compte")
    assert page.select_one("#wants_message").has_attr("checked")

    mailbox_open_elsewhere = Browser(app)
    page = mailbox_open_elsewhere.get(leave)
    assert "les mots de l’équipe" in page.main.text
    mailbox_open_elsewhere.submit(page, status=200)

    assert not browser.get("/compte").select_one("#wants_message").has_attr("checked")
