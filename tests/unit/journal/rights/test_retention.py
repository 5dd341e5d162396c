"""An account unused for two years is erased, never without a month's notice."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts import codes
from journal.accounts.models import AuditEvent, Person, Tombstone
from journal.accounts.services import came_back
from journal.config import Settings
from journal.entries.models import Entry
from journal.rights.retention import ERASED, apply, end_one, to_end
from tests.conftest import SignIn
from tests.factories import NOW, PASSPHRASE, make_entry, make_person
from tests.mailbox import Mailbox
from tests.pages import Browser
from tests.worker import sweep

TODAY = NOW.date()
JUST_TWO_YEARS_AGO = date(2024, 11, 20)


def run(app: Flask, settings: Settings, *, later: timedelta = timedelta()) -> tuple[int, int]:
    return apply(app.extensions["database"], settings, now=NOW + later)


def left(session: Session) -> int:
    session.rollback()
    found = session.scalar(sa.select(sa.func.count()).select_from(Person)) or 0
    session.rollback()
    return found


def test_a_visit_late_at_night_is_of_the_day_it_is_in_paris(session: Session) -> None:
    person = make_person(session)

    came_back(person, datetime(2026, 11, 30, 23, 30, tzinfo=UTC))

    assert person.last_seen_on == date(2026, 12, 1)


def test_someone_away_for_two_years_is_told_then_erased_with_their_texts(
    app: Flask, session: Session, settings: Settings
) -> None:
    make_entry(session, make_person(session, last_seen_on=JUST_TWO_YEARS_AGO), "Des mots de 2024.")
    session.commit()

    assert run(app, settings) == (1, 0)
    assert run(app, settings, later=timedelta(days=29)) == (0, 0)
    assert left(session) == 1
    assert run(app, settings, later=timedelta(days=30)) == (0, 1)

    assert left(session) == 0
    assert not session.scalars(sa.select(Entry)).all()
    assert len(session.scalars(sa.select(Tombstone)).all()) == 2  # the person and the text
    event = session.scalars(sa.select(AuditEvent)).one()
    assert (event.action, event.actor_id) == ("expire_account", None)


def test_the_notice_comes_a_month_before_the_two_years_are_over(
    app: Flask, session: Session, settings: Settings
) -> None:
    make_person(session, last_seen_on=JUST_TWO_YEARS_AGO + timedelta(days=31))
    session.commit()

    assert run(app, settings) == (0, 0)
    assert run(app, settings, later=timedelta(days=1)) == (1, 0)


def test_nobody_is_erased_untold_however_long_the_worker_was_stopped(
    app: Flask, session: Session, settings: Settings
) -> None:
    make_person(session, last_seen_on=date(2015, 1, 1))
    session.commit()

    assert run(app, settings) == (1, 0)


def test_someone_who_never_signed_in_counts_from_the_day_of_their_account(
    app: Flask, session: Session, settings: Settings
) -> None:
    make_person(session, created_at=NOW - timedelta(days=760))
    make_person(session, created_at=NOW - timedelta(days=400))
    session.commit()

    assert run(app, settings) == (1, 0)


CODE = "K7QM-2XBD-9RTA-HJ4P-W8CV-3NEF"
# Every way into an account, as a form and what is typed there.
WAYS_IN = {
    "/connexion": {"passphrase": PASSPHRASE},
    "/compte/secours": {"code": CODE, "passphrase": "une autre suite de mots"},
}


@pytest.mark.parametrize("way", WAYS_IN)
def test_coming_back_keeps_the_account(
    app: Flask, session: Session, settings: Settings, browser: Browser, way: str
) -> None:
    person = make_person(session, last_seen_on=JUST_TWO_YEARS_AGO, recovery_hash=codes.hash_code(CODE))
    session.commit()
    run(app, settings)

    browser.post(way, {"username": person.username, **WAYS_IN[way]}, status=303)

    session.refresh(person)
    assert person.retention_notice_on is None
    assert run(app, settings, later=timedelta(days=40)) == (0, 0)


def test_whoever_comes_back_or_leaves_while_others_are_erased_is_left_alone(
    app: Flask, session: Session, settings: Settings, sign_in: SignIn
) -> None:
    person = make_person(session, last_seen_on=JUST_TWO_YEARS_AGO, retention_notice_on=TODAY - timedelta(days=40))
    session.commit()
    (found,) = to_end(session, TODAY, settings.retention_months, unused=ERASED)
    session.commit()
    sign_in(person)

    assert not end_one(app.extensions["database"], settings, found.id, NOW, unused=ERASED)
    assert not end_one(app.extensions["database"], settings, uuid.uuid4(), NOW, unused=ERASED)
    assert left(session) == 1


def test_the_notice_is_written_to_those_who_gave_an_address(
    app: Flask, session: Session, posted: Settings, mailbox: Mailbox
) -> None:
    person = make_person(session, last_seen_on=JUST_TWO_YEARS_AGO, email="absente@example.org")
    make_person(session, last_seen_on=JUST_TWO_YEARS_AGO, email="inconnu@example.org")
    session.commit()

    assert run(app, posted) == (2, 0)
    assert run(app, posted, later=timedelta(days=1)) == (0, 0)

    (message,) = mailbox.received
    text = message.get_content()
    assert message["To"] == "absente@example.org"
    assert "20\u00a0décembre\u00a02026" in text
    assert "http://127.0.0.1:8000/connexion" in text
    assert person.username not in message.as_string()


def test_a_notice_that_could_not_leave_is_tried_again(
    app: Flask, session: Session, posted: Settings, mailbox: Mailbox
) -> None:
    make_person(session, last_seen_on=JUST_TWO_YEARS_AGO, email="absente@example.org")
    session.commit()
    mailbox.hangs_up_after = 0

    assert run(app, posted) == (0, 0)
    mailbox.hangs_up_after = 1000

    assert run(app, posted, later=timedelta(days=1)) == (1, 0)


def test_the_site_can_be_written_to_while_the_mail_server_takes_its_time(
    app: Flask, session: Session, posted: Settings, mailbox: Mailbox, sign_in: SignIn
) -> None:
    person = make_person(session, last_seen_on=JUST_TWO_YEARS_AGO, email="absente@example.org")
    session.commit()
    mailbox.meanwhile = lambda: sign_in(person)

    assert run(app, posted) == (0, 0)

    session.refresh(person)
    assert len(mailbox.received) == 1
    assert person.retention_notice_on is None  # kept, it would erase them untold in two years
    assert person.last_seen_on != JUST_TWO_YEARS_AGO


def test_the_worker_looks_every_night(app: Flask, session: Session) -> None:
    make_person(session, last_seen_on=date(2015, 1, 1))
    session.commit()

    sweep(app, [jobs.retire])

    session.rollback()
    assert session.scalars(sa.select(Person.retention_notice_on)).one() is not None
