"""Leaving on purpose leaves nothing behind; leaving by forgetting is announced."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from journal.accounts import views
from journal.accounts.models import Person
from journal.clock import now
from journal.entries.models import Draft
from tests.browser.conftest import Server, enter
from tests.factories import PASSPHRASE, make_person

# Refused by the server: what a page sends as it goes passes by what a test puts in its way in the browser.
DRAFTS = "/journal/brouillon"
TEXT = "J’ai eu une réponse, enfin."


def leave(page: Any) -> None:
    """Click « Quitter vite », with a page of our own in place of the neutral site it leads to."""
    page.route(
        "**/quitter",
        lambda route: route.fulfill(
            body="<link rel=icon href='data:,'><h1>Météo</h1>", content_type="text/html; charset=utf-8"
        ),
    )
    page.get_by_role("link", name="Quitter vite").click()
    page.get_by_role("heading", name="Météo").wait_for()


def test_leaving_quickly_replaces_the_page_in_the_history(open_page: Any, amina: Person) -> None:
    page = open_page()
    enter(page, "/compte")
    before = page.evaluate("history.length")

    leave(page)

    assert page.evaluate("history.length") == before


def test_leaving_quickly_signs_out(open_page: Any, amina: Person) -> None:
    page = open_page()
    enter(page, "/compte")
    leave(page)

    wait_until_signed_out(page)


def test_words_typed_just_before_leaving_wait_in_the_journal_and_not_on_the_device(
    open_page: Any, amina: Person, session: Session
) -> None:
    page = open_page()
    page.clock.install()
    enter(page)
    page.clock.pause_at(now() + timedelta(hours=1))  # one waits a second for the server, which a busy machine takes
    page.locator("textarea[name=text]").fill(TEXT)
    leave(page)
    wait_until_signed_out(page)

    assert session.scalars(sa.select(Draft)).one().content["text"] == TEXT
    session.commit()
    assert page.evaluate("() => Object.keys(localStorage)") == []


def test_words_that_reached_no_server_wait_on_the_device_for_their_author_alone(
    open_page: Any, server: Server, amina: Person
) -> None:
    page = open_page()
    enter(page)
    server.unreachable.add(DRAFTS)
    page.locator("textarea[name=text]").fill(TEXT)
    leave(page)
    wait_until_signed_out(page)

    page.goto("/journal/hors-ligne")
    expect(page.locator("textarea")).to_have_value("")
    assert len(page.evaluate("() => Object.keys(localStorage)")) == 1
    server.unreachable.clear()
    enter(page)
    page.get_by_text("retrouvé sur cet appareil").wait_for()
    expect(page.locator("textarea[name=text]")).to_have_value(TEXT)


def test_signing_out_says_so_and_what_stays_on_the_device(open_page: Any, server: Server, amina: Person) -> None:
    page = open_page()
    enter(page)
    sign_out(page)
    page.get_by_role("status").get_by_text("Le site ne garde rien de vous sur cet appareil").wait_for()
    assert page.evaluate("() => Object.keys(localStorage)") == []

    enter(page)
    server.unreachable.add(DRAFTS)
    page.locator("textarea[name=text]").fill(TEXT)
    sign_out(page)

    page.get_by_role("status").get_by_text("Ce qui n’a pas pu être enregistré attend").wait_for()
    assert len(page.evaluate("() => Object.keys(localStorage)")) == 1


def test_words_that_wait_outlast_whoever_signs_out_next_without_writing(
    open_page: Any, server: Server, amina: Person
) -> None:
    page = open_page()
    leave_words_behind(page, server)
    enter(page, "/compte")
    sign_out(page)
    page.get_by_role("status").get_by_text("Ce qui n’a pas pu être enregistré attend").wait_for()
    enter(page, "/compte")
    leave(page)
    wait_until_signed_out(page)
    server.unreachable.clear()
    enter(page)

    page.get_by_text("retrouvé sur cet appareil").wait_for()
    expect(page.locator("textarea[name=text]")).to_have_value(TEXT)


def test_words_wait_seven_days_on_the_device_and_no_longer(open_page: Any, server: Server, amina: Person) -> None:
    page = open_page()
    leave_words_behind(page, server)
    page.clock.set_fixed_time(now() + timedelta(days=6))
    page.goto("/aide")
    assert len(page.evaluate("() => Object.keys(localStorage)")) == 1

    page.clock.set_fixed_time(now() + timedelta(days=8))
    page.goto("/aide")
    page.wait_for_function("() => localStorage.length === 0")


def test_erasing_ones_account_leaves_on_the_device_what_waits_for_others_and_nothing_of_ones_own(
    open_page: Any, server: Server, amina: Person, session: Session
) -> None:
    basile = make_person(session, amina.lab, username="basile")
    session.commit()
    page = open_page()
    leave_words_behind(page, server)
    [hers] = page.evaluate("() => Object.keys(localStorage)")
    enter(page, username=basile.username)
    page.wait_for_function("() => localStorage.getItem('recit.owner')")  # what he types is followed from here on
    page.locator("textarea[name=text]").fill("Les mots de Basile.")
    page.goto("/mes-droits/effacer")
    assert len(page.evaluate("() => Object.keys(localStorage)")) == 3
    page.locator("input[type=password]").fill(PASSPHRASE)
    page.get_by_role("button", name="Effacer mon compte").click()
    page.get_by_role("heading", name="Tout est effacé").wait_for()
    page.wait_for_function("() => localStorage.length < 3")

    assert page.evaluate("() => Object.keys(localStorage)") == [hers]


def leave_words_behind(page: Any, server: Server) -> None:
    enter(page)
    server.unreachable.add(DRAFTS)
    page.locator("textarea[name=text]").fill(TEXT)
    sign_out(page)
    page.get_by_role("status").get_by_text("Ce qui n’a pas pu être enregistré attend").wait_for()


def sign_out(page: Any) -> None:
    page.get_by_text("Plus", exact=True).click()
    page.get_by_role("button", name="Se déconnecter").click()


def wait_until_signed_out(page: Any) -> None:
    page.goto("/aide")
    page.wait_for_function("async () => (await fetch('/compte', { redirect: 'manual' })).type === 'opaqueredirect'")


def test_leaving_quickly_signs_out_without_script(
    open_page: Any, amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "NEUTRAL_PAGE", "/accessibilite")  # in place of another site
    page = open_page(javascript=False)
    enter(page, "/compte")

    page.get_by_role("link", name="Quitter vite").click()
    page.wait_for_url("**/accessibilite")

    assert page.context.cookies() == []
    page.goto("/compte")
    assert "/connexion" in page.url


def test_a_session_about_to_close_says_so_and_one_gesture_keeps_it(open_page: Any, amina: Person) -> None:
    page = open_page()
    page.clock.install()
    enter(page, "/compte")
    warning = page.locator("[data-stay-region]").filter(has_text="dans deux minutes")
    page.clock.fast_forward("27:00")
    assert warning.count() == 0
    page.clock.fast_forward("01:10")
    warning.wait_for()

    with page.expect_response("**/compte/rester") as answer:
        page.get_by_role("button", name="Rester connecté·e").click()

    assert answer.value.status == 204
    warning.wait_for(state="detached")
    page.clock.fast_forward("28:10")
    warning.wait_for()
    page.clock.fast_forward("02:00")
    page.get_by_text("Deux minutes ont passé").wait_for()
    expect(warning).to_have_count(0)
    page.keyboard.press("Control")
    page.get_by_text("Vous restez connecté·e.").wait_for()
