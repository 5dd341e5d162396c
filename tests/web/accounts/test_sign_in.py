"""The door: the right person enters, nobody learns who has an account, and no one is locked out for ever."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from argon2 import PasswordHasher, extract_parameters
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Person, SignInAttempt
from journal.clock import now
from tests.factories import PASSPHRASE, make_person
from tests.pages import Browser

WRONG = "pas la bonne phrase"


def attempt(browser: Browser, username: str, passphrase: str, status: int) -> BeautifulSoup:
    return browser.post("/connexion", {"username": username, "passphrase": passphrase}, status=status)


@pytest.mark.any_database
@pytest.mark.parametrize("typed", ["amina", "Amina", " AMINA ", "Aminà"])
def test_an_identifier_is_read_generously(browser: Browser, amina: Person, typed: str) -> None:
    attempt(browser, typed, PASSPHRASE, 303)


def test_an_unknown_identifier_and_a_wrong_passphrase_get_the_same_answer(browser: Browser, amina: Person) -> None:
    answers = []
    for username in ("amina", "azzza"):
        attempt(browser, username, WRONG, 422)
        text = browser.response.get_data(as_text=True).replace(username, "…")
        headers = [(name, value) for name, value in browser.response.headers if name not in {"Date", "Content-Length"}]
        answers.append((re.sub(r'value="[\w.-]{60,}"', "", text), headers))

    assert answers[0] == answers[1]


def test_a_closed_account_gets_the_same_answer_as_no_account(browser: Browser, session: Session) -> None:
    make_person(session, username="ferme", disabled_at=now())
    session.commit()

    closed = attempt(browser, "ferme", PASSPHRASE, 422).select_one(".error").text
    unknown = attempt(browser, "inconnu", PASSPHRASE, 422).select_one(".error").text

    assert closed == unknown


@pytest.mark.any_database
@pytest.mark.parametrize("path", ["/connexion", "/compte/secours"])
@pytest.mark.parametrize("username", ["ferme", "inconnu"])
def test_whoever_is_refused_reads_that_a_closed_account_is_opened_again(
    browser: Browser, session: Session, path: str, username: str
) -> None:
    """Whether this one is closed or not: the page tells nothing of it."""
    make_person(session, username="ferme", disabled_at=now())
    session.commit()
    hint = "l’administration du Lab peut le rouvrir"
    page = browser.get(path)
    assert hint not in page.main.text

    fields = {"username": username, "passphrase": PASSPHRASE, "code": "ABCD"}
    assert hint in browser.submit(page, fields, status=422).main.text


def test_after_a_minute_the_account_opens_again(browser: Browser, amina: Person) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(5):
            attempt(browser, "amina", WRONG, 422)
        attempt(browser, "amina", PASSPHRASE, 429)
        clock.shift(timedelta(seconds=61))

        attempt(browser, "amina", PASSPHRASE, 303)


@pytest.mark.parametrize("path", ["/connexion", "/compte/secours"])
def test_an_identifier_written_otherwise_is_the_same_account_to_try(browser: Browser, amina: Person, path: str) -> None:
    ways = ("amina", "Amina", " AMINA ", "ámina", "aMINA")
    for written in ways:
        fields = {"username": written, "passphrase": WRONG, "code": "ABCD"}
        browser.submit(browser.get(path), fields, status=422)

    fields = {"username": "AmiNa", "passphrase": WRONG, "code": "ABCD"}
    page = browser.submit(browser.get(path), fields, status=429)

    assert page.select("main form") == [], "sent again without what is secret, it would be refused"
    assert page.select_one(f"main a[href='{path}']")


def test_thirty_failures_from_one_place_close_it_for_an_hour_only(browser: Browser, amina: Person) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        for number in range(30):
            attempt(browser, f"essai-{number}", WRONG, 422)
        refused = attempt(browser, "amina", PASSPHRASE, 429)
        assert "dans une heure, ou par un autre réseau" in refused.text
        clock.shift(timedelta(minutes=61))

        attempt(browser, "amina", PASSPHRASE, 303)


def test_forty_tries_at_once_are_five_tries(app: Flask, amina: Person) -> None:
    browsers = [Browser(app) for _ in range(40)]
    tokens = [browser.token() for browser in browsers]

    def try_once(number: int) -> int:
        data = {"username": "amina", "passphrase": WRONG, "csrf_token": tokens[number]}
        return browsers[number].client.post("/connexion", data=data).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(try_once, range(40)))

    assert sorted(statuses) == [422] * 5 + [429] * 35


def test_the_throttle_keeps_neither_identifier_nor_address(browser: Browser, amina: Person, session: Session) -> None:
    attempt(browser, "amina", WRONG, 422)

    keys = session.scalars(sa.select(SignInAttempt.key)).all()
    assert len(keys) == 2
    assert all(re.fullmatch(r"[0-9a-f]{64}", key) for key in keys)


def test_an_old_hash_is_made_again_with_todays_parameters(browser: Browser, session: Session) -> None:
    old = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    person = make_person(session, username="ancien", passphrase_hash=old.hash(PASSPHRASE))
    session.commit()

    attempt(browser, "ancien", PASSPHRASE, 303)

    session.refresh(person)
    assert extract_parameters(person.passphrase_hash).time_cost == 1


def test_the_door_asks_for_no_puzzle_and_helps_password_managers(browser: Browser) -> None:
    page = browser.get("/connexion")

    fields = {field["name"]: field.get("autocomplete") for field in page.select("main input:not([type=hidden])")}
    assert fields == {"username": "username", "passphrase": "current-password"}
    assert not page.select("main input[onpaste], main input[maxlength], main img")


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("suite", "led_to"),
    [
        ("/compte", "/compte"),
        ("https://ailleurs.example/", "/"),
        ("//ailleurs.example", "/"),
        ("/\\ailleurs.example", "/"),
        ("/compte\nX: y", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_back_to_the_page_asked_for_and_never_elsewhere(
    browser: Browser, amina: Person, suite: str, led_to: str
) -> None:
    page = browser.get("/connexion", query_string={"suite": suite})
    browser.submit(page, {"username": "amina", "passphrase": PASSPHRASE})

    assert browser.response.location == led_to


def test_whoever_was_signed_out_on_the_way_reads_why_and_that_nothing_is_lost(browser: Browser) -> None:
    why = "Ce que vous aviez gardé est toujours là."
    browser.get("/journal/ecrire", status=303)

    assert why in browser.get(browser.response.headers["Location"]).main.text
    assert why not in browser.get("/connexion").main.text
