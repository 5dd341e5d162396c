"""Once a month a mail tells participants who asked that there is news of their words, and nothing of them."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import Person
from journal.config import Settings
from journal.rights import notices
from journal.rights.models import MonthlyNotice
from tests.conftest import SignIn
from tests.mailbox import Mailbox
from tests.pages import Browser
from tests.unit.journal.narrative.scenes import Scene
from tests.web.rights.notices.december import FIRST_OF_DECEMBER, PAGE, prepare


def send(app: Flask, settings: Settings, now: datetime = FIRST_OF_DECEMBER) -> int:
    return notices.send(app.extensions["database"], settings, now=lambda: now)


def test_a_notice_is_written_once_for_participants_only(
    app: Flask, settings: Settings, session: Session, scene: Scene
) -> None:
    assert prepare(app, settings) == len(scene.people)
    assert prepare(app, settings, FIRST_OF_DECEMBER + timedelta(days=5)) == 0

    told = set(session.scalars(sa.select(MonthlyNotice.person_id)))
    assert told == {person.id for person in scene.people}


def test_the_mail_reaches_those_who_asked_once_and_says_nothing_of_their_words(
    app: Flask, posted: Settings, mailbox: Mailbox, author: Person
) -> None:
    prepare(app, posted)

    assert send(app, posted) == 1
    assert send(app, posted, FIRST_OF_DECEMBER + timedelta(days=1)) == 0

    (message,) = mailbox.received
    said = message["Subject"] + message.get_content()
    assert message["To"] == author.email
    assert PAGE in said
    for private in ("trajets", "navette", author.username, "récit"):
        assert private not in said.replace("recit-collectif", "")


def test_no_mail_leaves_for_what_was_already_read(
    app: Flask, posted: Settings, sign_in: SignIn, author: Person
) -> None:
    prepare(app, posted)
    sign_in(author).post(f"{PAGE}/lu")

    assert send(app, posted) == 0


def test_the_mail_s_own_address_ends_it_in_one_click_and_ends_nothing_else(
    app: Flask, posted: Settings, mailbox: Mailbox, session: Session, author: Person, browser: Browser
) -> None:
    author.wants_digest = True
    session.commit()
    prepare(app, posted)
    send(app, posted)
    leave = mailbox.received[0]["List-Unsubscribe"].strip("<>").removeprefix(posted.base_url)

    browser.post(leave, {"List-Unsubscribe": "One-Click"}, token=False, status=200)

    session.refresh(author)
    assert (author.wants_notice, author.wants_digest) == (False, True)


def test_the_worker_writes_notices_every_night() -> None:
    assert jobs.prepare_notices in jobs.NIGHTLY
