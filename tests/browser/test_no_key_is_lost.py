"""What is typed before the script of the writing page is ready, or while it looks for words left on the device."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.entries.models import Draft
from tests.browser.conftest import Server, enter
from tests.browser.test_writing import TEXT, field, saved, send, texts

ANOTHER = "Un autre brouillon vous attend"
COPIES = """() => Object.entries(localStorage).filter(([name]) => name.includes('copy'))
  .map(([, copy]) => JSON.parse(copy).fields.text)"""


def begun(session: Session) -> set[str]:
    session.expire_all()
    found = {draft.content["text"] for draft in session.scalars(sa.select(Draft))}
    session.commit()
    return found


def opened(open_page: Any) -> Any:
    # A service worker would fetch the script out of sight of the test.
    page = open_page(service_workers="block")
    enter(page)
    return page


@contextmanager
def held(page: Any, address: str) -> Iterator[None]:
    """Let nothing of an address come until the end of the block."""
    waiting: list[Any] = []
    page.route(address, lambda route: waiting.append(route))
    yield
    for route in waiting:
        route.continue_()
    page.unroute(address)


@contextmanager
def slow_script(page: Any, path: str = "/journal/ecrire") -> Iterator[None]:
    with held(page, "**/js/writing.js*"):
        page.goto(path, wait_until="commit")
        field(page).wait_for()
        yield


def leave_on_the_device(page: Any, text: str, key: str = "f" * 32) -> None:
    """Leave words as another page of the same person does when no server answers."""
    owner = page.locator("[data-writing]").get_attribute("data-owner")
    copy = {"fields": {"text": text, "emotions": []}, "version": 0, "entry": "", "at": 9_999_999_999_999}
    page.evaluate("([name, copy]) => localStorage.setItem(name, copy)", [f"recit.copy.{owner}.{key}", json.dumps(copy)])


def test_the_page_asks_early_for_what_its_script_needs_and_keeps_its_own_look(open_page: Any, amina: Person) -> None:
    page = opened(open_page)
    asked = page.locator("head link").evaluate_all(
        "links => links.map((link) => link.rel + new URL(link.href).pathname)"
    )

    assert {f"modulepreload/static/js/{name}.js" for name in ("board", "device", "draft")} <= set(asked)
    assert "stylesheet/static/css/journal.css" in asked


def test_words_typed_before_the_script_comes_are_kept_without_another_key(
    open_page: Any, amina: Person, session: Session
) -> None:
    page = opened(open_page)
    with slow_script(page):
        field(page).fill(TEXT)
    saved(page)

    assert begun(session) == {TEXT}


def test_words_typed_before_the_script_comes_and_those_of_the_device_are_both_kept(
    open_page: Any, amina: Person, server: Server, session: Session
) -> None:
    page = opened(open_page)
    field(page).fill("Avant")
    saved(page)
    server.stop()
    field(page).fill("Avant la panne")
    page.get_by_text("gardé sur cet appareil").wait_for()
    server.start()
    with slow_script(page):
        field(page).fill(TEXT)
    page.get_by_text(ANOTHER).wait_for()
    saved(page)

    expect(field(page)).to_have_value(TEXT)
    assert begun(session) == {TEXT, "Avant la panne"}
    session.commit()
    assert page.evaluate(COPIES) == []


def test_words_typed_while_the_device_hands_over_others_are_kept_and_not_overwritten(
    open_page: Any, amina: Person, session: Session
) -> None:
    page = opened(open_page)
    leave_on_the_device(page, "Sans réseau, hier")
    with held(page, "**/journal/brouillon"):
        with page.expect_request("**/journal/brouillon"):
            page.goto("/journal/ecrire")
        field(page).fill(TEXT)
        assert sorted(page.evaluate(COPIES)) == [TEXT, "Sans réseau, hier"]
    page.get_by_text(ANOTHER).wait_for()
    saved(page)

    expect(field(page)).to_have_value(TEXT)
    assert begun(session) == {TEXT, "Sans réseau, hier"}


def test_sending_while_the_device_hands_over_others_sends_what_is_typed(
    open_page: Any, amina: Person, session: Session
) -> None:
    page = opened(open_page)
    leave_on_the_device(page, "Sans réseau, hier")
    with held(page, "**/journal/brouillon"):
        with page.expect_request("**/journal/brouillon"):
            page.goto("/journal/ecrire")
        field(page).fill(TEXT)
        send(page)
        assert page.url.endswith("/journal/ecrire")
    page.wait_for_url("**/journal/*-*")

    assert texts(session) == [TEXT]


def test_two_texts_written_without_a_network_beside_others_each_reach_the_journal(
    open_page: Any, amina: Person, session: Session
) -> None:
    page = opened(open_page)
    field(page).fill(TEXT)
    saved(page)
    for text in ("Sans réseau, hier", "Sans réseau, ce matin"):
        leave_on_the_device(page, text, "offline")
        page.goto("/journal/ecrire")
        page.get_by_text(ANOTHER).wait_for()

    assert begun(session) == {TEXT, "Sans réseau, hier", "Sans réseau, ce matin"}
    assert page.evaluate(COPIES) == []


def test_what_was_chosen_before_the_script_comes_is_not_replaced_by_words_of_the_device(
    open_page: Any, amina: Person, session: Session
) -> None:
    page = opened(open_page)
    leave_on_the_device(page, "Sans réseau, hier", "offline")
    with slow_script(page):
        page.locator("#emotion-joy").check()
    page.get_by_text(ANOTHER).wait_for()

    expect(page.locator("#emotion-joy")).to_be_checked()
    assert "Sans réseau, hier" in begun(session)


def test_a_refused_text_sent_before_the_script_came_is_kept_as_it_is_given_back(
    open_page: Any, amina: Person, session: Session
) -> None:
    page = opened(open_page)
    with slow_script(page):
        field(page).fill("x" * 10_799)
        page.locator("form[data-writing]").evaluate("form => form.submit()")
        page.get_by_role("alert").get_by_text("799 de trop").wait_for()
    saved(page)

    assert begun(session) == {"x" * 10_799}
