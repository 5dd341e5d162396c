"""One bad address, one refusal, one failure: whoever they concern, everybody else is still written to."""

import logging
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import Person, Role
from journal.config import ROOT, Settings
from journal.contact import notices as requests
from journal.contact.models import Channel, ContactRequest
from journal.narrative.mails import mailing
from journal.rights import notices, retention
from journal.rights.models import MonthlyNotice
from journal.web import mail
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person
from tests.mailbox import Mailbox
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import NOVEMBER, Scene, make_scene

# Each of them broke the message before it was sent, or reached several mailboxes.
NO_ADDRESSES = [
    '"@>"@',
    "é@exemple.org",
    "a@exemple.org,b@exemple.org",
    "<%@[>",
    "a b@exemple.org",
    "=?utf-8?q?a?=@b.fr",
]


@pytest.fixture
def scene(session: Session) -> Scene:
    scene = make_scene(session)
    scenes.publish(session, scene)
    for number, person in enumerate(sorted(scene.people[:3], key=lambda each: each.id)):
        person.email = f"lectrice{number}@exemple.org"
        person.wants_digest = person.wants_notice = True
        session.add(MonthlyNotice(person_id=person.id, month=NOVEMBER, things=1))
    session.commit()
    return scene


@pytest.fixture
def first(scene: Scene) -> Person:
    """Whoever is written to before the others."""
    return min(scene.people[:3], key=lambda each: each.id)


def recipients(mailbox: Mailbox) -> set[str]:
    return {message["To"] for message in mailbox.received}


@pytest.mark.parametrize("email", NO_ADDRESSES)
def test_what_is_no_address_stops_neither_notices_nor_the_month(
    app: Flask, posted: Settings, mailbox: Mailbox, session: Session, first: Person, email: str
) -> None:
    first.email = email
    session.commit()
    database, later = app.extensions["database"], NOW + timedelta(days=5)

    assert notices.send(database, posted, now=lambda: later) == 2
    assert notices.send(database, posted, now=lambda: later + timedelta(hours=1)) == 0
    with app.app_context():
        assert mailing.send(database, posted, now=lambda: NOW) == 2
    assert recipients(mailbox) == {"lectrice1@exemple.org", "lectrice2@exemple.org"}


def test_an_account_unused_for_long_whose_address_is_none_stops_no_erasure(
    app: Flask, posted: Settings, mailbox: Mailbox, session: Session
) -> None:
    for email in ('"@>"@', "absente@exemple.org"):
        make_person(session, email=email, last_seen_on=(NOW - timedelta(days=900)).date())
    session.commit()

    assert retention.apply(app.extensions["database"], posted, now=NOW)[0] == 2
    assert recipients(mailbox) == {"absente@exemple.org"}


def test_a_refusal_for_now_is_tried_again_later_and_stops_no_other(
    app: Flask, posted: Settings, mailbox: Mailbox, session: Session, first: Person
) -> None:
    first.email = "plus-tard@exemple.org"
    session.commit()
    database, later = app.extensions["database"], NOW + timedelta(days=5)

    assert notices.send(database, posted, now=lambda: later) == 2
    mailbox.puts_off = ""
    assert notices.send(database, posted, now=lambda: later + timedelta(hours=1)) == 1
    assert recipients(mailbox) == {"plus-tard@exemple.org", "lectrice1@exemple.org", "lectrice2@exemple.org"}


def test_coordinators_put_off_are_told_later(app: Flask, posted: Settings, mailbox: Mailbox, session: Session) -> None:
    lab = make_lab(session)
    make_person(session, lab, Role.COORDINATOR, email="plus-tard@exemple.org")
    asked = {"called": "Nour", "channel": Channel.IN_PERSON, "reach": "", "words": "", "asked_at": NOW}
    session.add(ContactRequest(lab_id=lab.id, person_id=make_person(session, lab).id, **asked))
    session.commit()
    database = app.extensions["database"]

    assert requests.send(database, posted, now=lambda: NOW) == 0
    mailbox.puts_off = ""
    assert requests.send(database, posted, now=lambda: NOW + timedelta(hours=1)) == 1


def test_a_notice_that_cannot_be_written_stops_no_other_and_its_words_stay_out_of_the_log(
    app: Flask, settings: Settings, session: Session, first: Person, caplog: pytest.LogCaptureFixture
) -> None:
    session.execute(sa.delete(MonthlyNotice))
    session.commit()
    # A trigger of the database, as a broken row would be.
    refuse = f"WHEN NEW.person_id = '{first.id.hex}' BEGIN SELECT RAISE(ABORT, 'des mots'); END"
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("the broken row is made with a trigger of SQLite")
    session.execute(sa.text(f"CREATE TRIGGER broken BEFORE INSERT ON monthly_notice {refuse}"))
    session.commit()
    caplog.set_level(logging.DEBUG)

    notices.prepare(app.extensions["database"], settings, now=NOW + timedelta(days=20))

    written = set(session.scalars(sa.select(MonthlyNotice.person_id)))
    assert first.id not in written
    assert len(written) >= 2
    assert str(first.id) in caplog.text
    assert "des mots" not in caplog.text


def test_a_notice_another_worker_wrote_is_not_sent_again(
    app: Flask, settings: Settings, session: Session, first: Person
) -> None:
    """Two workers read the same list: the second finds the notice written, and perhaps read already."""
    row = session.get_one(MonthlyNotice, first.id)
    row.seen_at = NOW
    session.commit()

    assert not notices._prepare_one(app.extensions["database"], first.id, NOVEMBER, floor=5)

    session.expire_all()
    assert session.get_one(MonthlyNotice, first.id).seen_at == NOW


def test_each_kind_of_mail_is_work_of_its_own() -> None:
    assert set(jobs.MAILS) <= set(jobs.SWEEPS)
    assert len(jobs.MAILS) == 7


@pytest.mark.parametrize("email", NO_ADDRESSES)
def test_an_account_takes_no_such_address(sign_in: SignIn, session: Session, email: str) -> None:
    person = make_person(session)
    session.commit()
    browser = sign_in(person)

    page = browser.submit(browser.get("/compte"), {"email": email}, status=422)

    assert "Vérifiez cette adresse" in page.select_one(".error").text


def test_the_sender_may_have_a_name(app: Flask, posted: Settings, mailbox: Mailbox, session: Session) -> None:
    make_person(session, email="absente@exemple.org", last_seen_on=(NOW - timedelta(days=900)).date())
    session.commit()
    named = replace(posted, mail_from="Récit collectif <recit@exemple.org>")

    retention.apply(app.extensions["database"], named, now=NOW)

    [sender] = mailbox.received[0]["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Récit collectif", "recit@exemple.org")


@given(st.text("a@.\"<>é=?-_%&'()[],;:\\ `{q1\n", min_size=1, max_size=12))
def test_whatever_passes_for_an_address_makes_a_message_to_it_alone(email: str) -> None:
    if mail.is_address(email):
        message = EmailMessage()
        message["To"] = email
        message.set_content("")
        assert message.as_bytes()
        assert [each.addr_spec for each in message["To"].addresses] == [email]


def test_the_worker_sends_what_every_module_has_to_mail() -> None:
    sending = {path for path in (ROOT / "journal").rglob("*.py") if "mail.post_rows(" in path.read_text()}

    assert {Path(notices.__file__) for notices in jobs.NOTICES} == sending
    assert jobs.MAILS
    assert set(jobs.MAILS) <= set(jobs.SWEEPS)
