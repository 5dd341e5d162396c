"""Asking for a way back by mail tells nobody who has a journal here, and leaves no secret behind."""

import logging
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy import event

from journal.accounts.models import AuditEvent, Reopening, WebSession
from journal.clock import midnight, now, today
from tests.factories import make_person
from tests.pages import Browser
from tests.web.accounts.coming_back import ADDRESS, ASK, Scene


def answers(scene: Scene, address: str) -> tuple[object, ...]:
    """All that someone who asks can see, and all the work that is done for them."""
    browser, done = Browser(scene.app), []
    page, engine = browser.get(ASK), scene.app.extensions["database"].engine

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        done.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    browser.submit(page, {"email": address})
    event.remove(engine, "before_cursor_execute", note)
    location, headers = browser.response.location, sorted(browser.response.headers.keys())
    return location, headers, browser.get(location).get_text(), done


def test_a_known_and_an_unknown_address_get_the_same_answer_for_the_same_work(chosen: Scene) -> None:
    make_person(chosen.session, chosen.amina.lab, email="sans-choix@exemple.org")
    chosen.session.commit()

    known, unknown, without = (
        answers(chosen, each) for each in (ADDRESS, "inconnue@exemple.org", "sans-choix@exemple.org")
    )

    assert known == unknown == without
    assert ADDRESS not in str(known)


@pytest.mark.parametrize("address", [ADDRESS, "inconnue@exemple.org"])
def test_an_address_cannot_be_asked_for_without_end(chosen: Scene, address: str) -> None:
    with time_machine.travel(now(), tick=False):
        for number in range(5):
            chosen.ask(address.upper() if number % 2 else address)

        assert "minute" in chosen.ask(address, status=429).get_text()
        assert chosen.send() == (address == ADDRESS)


def test_a_mailbox_gets_five_links_a_day(chosen: Scene) -> None:
    morning = midnight(today() + timedelta(days=1)) + timedelta(hours=8)
    sent = []
    with time_machine.travel(morning, tick=False) as clock:
        for _ in range(7):
            clock.shift(timedelta(hours=2))
            chosen.ask()
            sent.append(chosen.send())
        clock.move_to(midnight(today() + timedelta(days=1)))
        chosen.ask()
        sent.append(chosen.send())

    assert sent == [1, 1, 1, 1, 1, 0, 0, 1]


def test_a_mail_too_many_leaves_the_link_before_it_alone(chosen: Scene) -> None:
    morning = midnight(today() + timedelta(days=1)) + timedelta(hours=8)
    with time_machine.travel(morning, tick=False) as clock:
        for _ in range(5):
            clock.shift(timedelta(hours=2))
            chosen.ask()
            link = chosen.link()
        clock.shift(timedelta(minutes=11))
        chosen.ask()
        chosen.send()

        chosen.open(link)


def test_one_place_cannot_try_every_address(chosen: Scene) -> None:
    with time_machine.travel(now(), tick=False):
        for number in range(30):
            chosen.ask(f"personne{number}@exemple.org")

        chosen.ask(status=429)


def test_the_log_and_the_records_hold_neither_address_nor_secret(
    chosen: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        chosen.ask()
        link = chosen.link()
        chosen.open(link)
    secret, session = link.rpartition("/")[2], chosen.session
    # The mail server of the tests tells all it reads, in the same process.
    logged = "".join(record.getMessage() for record in caplog.records if record.name != "mail.log")
    session.rollback()
    kept = [
        *(str(row.__dict__) for row in session.scalars(sa.select(AuditEvent))),
        *(str(row.__dict__) for row in session.scalars(sa.select(WebSession))),
        *(str(row.__dict__) for row in session.scalars(sa.select(Reopening))),
    ]

    assert secret not in logged + "".join(kept)
    assert ADDRESS not in logged + "".join(kept[:-1])
