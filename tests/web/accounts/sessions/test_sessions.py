"""A session ends when it should, everywhere."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from journal import create_app
from journal.accounts import services, staff
from journal.accounts.models import Person, Role, WebSession
from journal.clock import now
from journal.config import Settings
from tests.conftest import SignIn
from tests.factories import PASSPHRASE, make_person
from tests.pages import Browser
from tests.web.accounts.sessions.staying import cookie, is_open


def change_passphrase(browser: Browser) -> None:
    browser.submit(browser.get("/compte/phrase"), {"current": PASSPHRASE, "passphrase": "une autre suite de mots"})


def recover(browser: Browser) -> None:
    page = Browser(browser.client.application).get("/compte/secours")
    other = Browser(browser.client.application)
    other.submit(
        other.get("/compte/secours"),
        {"username": "camille", "code": "aaaa bbbb", "passphrase": "une autre suite de mots"},
    )
    assert page.h1


def by_service(gesture: Callable[[Session, Person], object]) -> Callable[[Browser], None]:
    def done(browser: Browser) -> None:
        with browser.client.application.extensions["database"].write() as session:
            gesture(session, session.scalars(sa.select(Person).where(Person.username == "camille")).one())
            session.commit()

    return done


ENDINGS: dict[str, Callable[[Browser], None]] = {
    "signing out": lambda browser: browser.post("/deconnexion") and None,
    "changing the passphrase": change_passphrase,
    "recovering the account": recover,
    "changing the role": by_service(lambda session, person: staff.set_role(session, person, Role.ADMIN)),
    "closing the account": by_service(
        lambda session, person: staff.set_disabled(session, person, disabled=True, now=now())
    ),
    "losing the phone": by_service(staff.reset_second_factor),
    "closing from the admin's page": by_service(lambda session, person: services.end_all(session, person.id)),
}


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=list(ENDINGS))
def test_a_copied_cookie_opens_nothing_after(
    ending: Callable[[Browser], None], app: Flask, coordinator: Person, sign_in: SignIn
) -> None:
    browser = sign_in(coordinator)
    copied = cookie(browser)
    assert is_open(app, copied)

    ending(browser)

    assert not is_open(app, copied)


def test_a_session_begun_while_the_account_was_being_closed_opens_nothing(
    app: Flask, session: Session, coordinator: Person, sign_in: SignIn
) -> None:
    begun = cookie(sign_in(coordinator))
    coordinator.disabled_at = now()  # by whoever had ended the sessions before this one began
    session.commit()

    assert not is_open(app, begun)


def test_the_one_who_changes_a_passphrase_stays_in_and_the_others_go(
    app: Flask, coordinator: Person, sign_in: SignIn
) -> None:
    here, elsewhere = sign_in(coordinator), sign_in(coordinator)

    change_passphrase(here)

    assert is_open(app, cookie(here))
    assert not is_open(app, cookie(elsewhere))


def test_the_cookie_changes_when_signing_in_and_the_old_one_is_dead(
    app: Flask, coordinator: Person, browser: Browser, session: Session
) -> None:
    browser.get("/connexion")
    before = cookie(browser)

    browser.post("/connexion", {"username": "camille", "passphrase": PASSPHRASE})

    assert cookie(browser) != before
    assert not is_open(app, before)


def test_a_cookie_chosen_by_someone_else_is_not_taken(coordinator: Person, browser: Browser) -> None:
    browser.client.set_cookie("session", "chosen-by-someone-else")

    browser.post("/connexion", {"username": "camille", "passphrase": PASSPHRASE})

    assert cookie(browser) != "chosen-by-someone-else"


def test_the_cookie_carries_at_least_256_bits_and_the_safest_marks(settings: Settings) -> None:
    app = create_app(replace(settings, testing=False, base_url="https://recit.example"))
    client = app.test_client()
    answer = client.get("/connexion", base_url="https://recit.example")
    app.extensions["database"].close()

    assert answer.headers["Strict-Transport-Security"]
    kept = client.get_cookie("__Host-session", domain="recit.example")
    assert kept is not None
    assert kept.secure
    assert kept.http_only
    assert kept.path == "/"
    assert kept.same_site == "Lax"
    assert kept.origin_only
    assert len(kept.value) >= 43, "256 bits in base 64"


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 303)])
def test_half_an_hour_without_doing_anything_closes(
    coordinator: Person, sign_in: SignIn, minutes: int, status: int
) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        browser = sign_in(coordinator)
        clock.shift(timedelta(minutes=minutes))

        browser.get("/compte", status=status)


@pytest.mark.parametrize(("role", "hours"), [(Role.PARTICIPANT, 12), (Role.COORDINATOR, 8), (Role.ADMIN, 8)])
def test_a_session_in_use_still_closes_at_the_end_of_the_day(
    session: Session, sign_in: SignIn, role: Role, hours: int
) -> None:
    person = make_person(session, role=role)
    session.commit()
    with time_machine.travel(now(), tick=False) as clock:
        browser = sign_in(person)
        for _ in range(hours * 3 - 1):
            clock.shift(timedelta(minutes=20))
            browser.get("/compte")
        clock.shift(timedelta(minutes=20))

        browser.get("/compte", status=303)


def test_a_page_knows_two_minutes_before_and_staying_keeps_the_session(coordinator: Person, sign_in: SignIn) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        browser = sign_in(coordinator)
        warning = browser.get("/compte").select_one("template[data-stay]")
        clock.shift(timedelta(seconds=int(warning["data-stay"])))
        assert browser.client.get(warning["data-address"]).status_code == 204
        clock.shift(timedelta(minutes=20))

        browser.get("/compte")

    assert warning["data-stay"] == str(28 * 60)


def test_leaving_quickly_needs_no_script(coordinator: Person, sign_in: SignIn) -> None:
    browser = sign_in(coordinator)
    link = browser.get("/compte").select_one("a.quick-exit")

    browser.get(link["href"], status=302)

    assert browser.response.location.startswith("https://www.meteofrance.com")
    assert browser.response.headers["Cache-Control"] == "no-store"


FROM_HERE = ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}, {"Referer": "http://localhost/compte"})
NOT_FROM_HERE: tuple[dict[str, str], ...] = (
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"},
    {"Referer": "https://ailleurs.example/"},
    {},
)


@pytest.mark.parametrize("headers", FROM_HERE)
def test_leaving_quickly_from_a_page_of_ours_signs_out_without_a_script(
    app: Flask, coordinator: Person, sign_in: SignIn, headers: dict[str, str]
) -> None:
    browser = sign_in(coordinator)
    held = cookie(browser)

    browser.get("/quitter", status=302, headers=headers)

    assert not is_open(app, held)
    assert browser.client.get_cookie("session") is None
    # Clearing would make the browser wait before it goes.
    assert "Clear-Site-Data" not in browser.response.headers


@pytest.mark.any_database
@pytest.mark.parametrize("headers", NOT_FROM_HERE)
def test_nothing_but_a_page_of_ours_signs_anyone_out(
    app: Flask, coordinator: Person, sign_in: SignIn, headers: dict[str, str]
) -> None:
    browser = sign_in(coordinator)

    browser.get("/quitter", status=302, headers=headers)

    assert is_open(app, cookie(browser))


def test_a_page_asks_once_who_reads_it_and_a_file_never(app: Flask, coordinator: Person, sign_in: SignIn) -> None:
    browser = sign_in(coordinator)
    asked: list[str] = []
    readers = app.extensions["database"].read.kw["bind"]
    sa.event.listen(readers, "before_cursor_execute", lambda *args: asked.append(args[2]))

    assert browser.get("/compte").h1
    assert len([statement for statement in asked if "FROM web_session" in statement]) == 1
    assert not [statement for statement in asked if "FROM person" in statement]

    asked.clear()
    for path in ("/static/css/common_good.css", "/bootstrap/static/css/bootstrap.min.css"):
        answer = browser.client.get(path)
        assert answer.status_code == 200
        answer.close()
    assert asked == []


def test_what_an_earlier_version_left_in_a_session_is_no_code(
    coordinator: Person, sign_in: SignIn, session: Session
) -> None:
    browser = sign_in(coordinator)
    session.execute(sa.update(WebSession).values(data={"invitation": {"code": "AAAA-BBBB"}}))
    session.commit()

    browser.get("/invitations/code", status=303)
