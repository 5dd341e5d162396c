"""Staff read what others confided: a code from their phone stands behind the passphrase."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from journal import encryption
from journal.accounts import codes
from journal.accounts.models import Person, Role
from journal.clock import now
from journal.config import Settings
from tests.conftest import application
from tests.databases import Opening
from tests.factories import PASSPHRASE, make_lab, make_person
from tests.pages import Browser

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SETUP = "/compte/deuxieme-etape"


@pytest.fixture
def app(built: Flask, settings: Settings, opening: Opening) -> Iterator[Flask]:
    """The application as it runs for real: the second factor is asked for."""
    with application(built, replace(settings, staff_second_factor=True), opening) as app:
        yield app


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def camille(session: Session) -> Person:
    person = make_person(session, make_lab(session), Role.COORDINATOR, username="camille")
    session.commit()
    return person


@pytest.fixture
def equipped(camille: Person, session: Session) -> Person:
    camille.totp_secret = SECRET
    session.commit()
    return camille


def passphrase(browser: Browser, suite: str = "") -> None:
    browser.post(f"/connexion?suite={suite}", {"username": "camille", "passphrase": PASSPHRASE})


def code(secret: str = SECRET) -> str:
    return pyotp.TOTP(secret).at(now())


@pytest.mark.parametrize(("role", "said"), [(Role.COORDINATOR, True), (Role.PARTICIPANT, False)])
def test_the_slip_says_beforehand_that_a_phone_will_be_needed(
    browser: Browser, equipped: Person, session: Session, role: Role, said: bool
) -> None:
    equipped.role = Role.ADMIN
    session.commit()
    passphrase(browser)
    browser.post("/connexion/code", {"code": code()})

    browser.submit(browser.get("/invitations"), {"role": role.value})

    assert ("Gardez un téléphone près de vous" in browser.get("/invitations/code").text) is said


def test_staff_without_a_phone_reach_only_the_page_that_sets_one_up(
    app: Flask, browser: Browser, camille: Person
) -> None:
    passphrase(browser)

    for path in ("/invitations", "/groupes", "/compte", "/compte/sessions"):
        browser.get(path, status=303)
        assert browser.response.location == SETUP
    browser.get(SETUP)


def test_a_phone_is_set_up_by_photograph_or_by_hand(browser: Browser, camille: Person, session: Session, clock) -> None:
    passphrase(browser)
    page = browser.get(SETUP)
    typed_by_hand = page.select_one("span.code").text.replace(" ", "")
    browser.get(page.select_one("img.qr")["src"])
    assert browser.response.mimetype == "image/svg+xml"

    browser.submit(page, {"code": code(typed_by_hand)})

    session.refresh(camille)
    assert camille.totp_secret == typed_by_hand
    session.commit()
    browser.get("/compte")


def test_the_picture_holds_the_secret_of_the_page_and_no_style(browser: Browser, camille: Person) -> None:
    passphrase(browser)
    browser.get(SETUP + ".svg", status=404)
    browser.get(SETUP)

    browser.get(SETUP + ".svg")

    assert b"style" not in browser.response.data
    assert browser.response.headers["Cache-Control"] == "no-store"


def test_a_wrong_code_sets_nothing_up(browser: Browser, camille: Person, session: Session) -> None:
    passphrase(browser)

    browser.submit(browser.get(SETUP), {"code": "000000"}, status=422)

    session.refresh(camille)
    assert camille.totp_secret is None


def test_the_passphrase_alone_opens_nothing(browser: Browser, equipped: Person) -> None:
    passphrase(browser)

    assert browser.response.location.startswith("/connexion/code")
    browser.get("/compte", status=303)


def test_the_code_opens_and_leads_to_the_page_asked_for(browser: Browser, equipped: Person, clock) -> None:
    passphrase(browser, suite="/groupes")
    page = browser.get(browser.response.location)
    assert page.select_one("#code")["autocomplete"] == "one-time-code"

    browser.submit(page, {"code": code()})

    assert browser.response.location == "/groupes"
    browser.get("/groupes")


def test_the_same_code_does_not_open_twice(app: Flask, equipped: Person, clock) -> None:
    first, second = Browser(app), Browser(app)
    for browser, status in ((first, 303), (second, 422)):
        passphrase(browser)
        browser.submit(browser.get("/connexion/code"), {"code": code()}, status=status)

    clock.shift(timedelta(seconds=30))
    second.submit(second.get("/connexion/code"), {"code": code()})


@pytest.mark.parametrize(("minutes", "status"), [(4, 200), (6, 303)])
def test_half_a_sign_in_lasts_five_minutes(
    browser: Browser, equipped: Person, clock, minutes: int, status: int
) -> None:
    passphrase(browser)
    clock.shift(timedelta(minutes=minutes))

    browser.get("/connexion/code", status=status)


def test_half_a_sign_in_ends_when_the_account_is_closed(
    browser: Browser, equipped: Person, session: Session, clock
) -> None:
    passphrase(browser)
    equipped.disabled_at = now()
    session.commit()

    browser.get("/connexion/code", status=303)


def test_without_half_a_sign_in_there_is_no_code_to_give(browser: Browser, equipped: Person) -> None:
    browser.post("/connexion/code", {"code": code()}, status=303)

    assert browser.response.location.startswith("/connexion?")


def test_codes_cannot_be_tried_without_end(browser: Browser, equipped: Person, clock) -> None:
    passphrase(browser)
    for _ in range(5):
        browser.submit(browser.get("/connexion/code"), {"code": "000000"}, status=422)

    browser.submit(browser.get("/connexion/code"), {"code": code()}, status=429)


def test_changing_phones_asks_for_the_passphrase_and_the_old_one_serves_until_then(
    browser: Browser, equipped: Person, session: Session, clock
) -> None:
    passphrase(browser)
    browser.submit(browser.get("/connexion/code"), {"code": code()})
    page = browser.get(SETUP)
    new = page.select_one("span.code").text.replace(" ", "")

    browser.submit(page, {"code": code(new), "passphrase": "pas celle-ci du tout"}, status=422)
    session.refresh(equipped)
    assert equipped.totp_secret == SECRET
    session.commit()
    browser.submit(browser.get(SETUP), {"code": code(new), "passphrase": PASSPHRASE})

    session.refresh(equipped)
    assert equipped.totp_secret == new


def test_a_recovery_code_does_not_go_around_the_phone(browser: Browser, equipped: Person, session: Session) -> None:
    equipped.recovery_hash = codes.hash_code("AAAA-BBBB")
    session.commit()
    page = browser.get("/compte/secours")

    browser.submit(page, {"username": "camille", "code": "AAAA-BBBB", "passphrase": "une autre suite de mots"})

    assert browser.response.location == "/connexion"
    browser.get("/compte", status=303)


def test_an_admin_lets_someone_who_lost_a_phone_choose_another(
    app: Flask, browser: Browser, equipped: Person, session: Session, clock
) -> None:
    admin = make_person(session, equipped.lab, Role.ADMIN, username="admin", totp_secret=SECRET)
    session.commit()
    desk = Browser(app)
    desk.post("/connexion", {"username": admin.username, "passphrase": PASSPHRASE})
    desk.submit(desk.get("/connexion/code"), {"code": code()})

    desk.post(f"/comptes/{equipped.id}/deuxieme-etape")

    passphrase(browser)
    browser.get("/compte", status=303)
    assert browser.response.location == SETUP


def test_the_command_line_lets_the_last_admin_in_again(app: Flask, equipped: Person, session: Session) -> None:
    answer = app.test_cli_runner().invoke(args=["labs", "reset-second-factor", "Camille"])

    assert answer.exit_code == 0, answer.output
    session.refresh(equipped)
    assert equipped.totp_secret is None


def test_participants_are_asked_for_no_phone(browser: Browser, session: Session) -> None:
    make_person(session, username="amina")
    session.commit()
    browser.post("/connexion", {"username": "amina", "passphrase": PASSPHRASE})

    browser.get("/compte")
    browser.get(SETUP, status=404)


def test_a_phone_is_set_up_although_the_secret_of_the_site_was_lost_meanwhile(
    browser: Browser, camille: Person, session: Session, settings: Settings, clock
) -> None:
    passphrase(browser)
    shown = browser.get(SETUP).select_one("span.code").text
    encryption.use(replace(settings, secret_key="another secret of the site, long enough"))

    page = browser.get(SETUP)

    again = page.select_one("span.code").text
    assert again != shown
    browser.submit(page, {"code": code(again.replace(" ", ""))})
    session.refresh(camille)
    assert camille.totp_secret == again.replace(" ", "")
