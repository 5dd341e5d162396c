"""Leaving on purpose leaves nothing behind; leaving by forgetting is announced."""

from typing import Any

from journal.accounts.models import Person
from tests.browser.conftest import Watched, enter

NEUTRAL = "https://www.meteofrance.com/"


def leave(page: Any, watched: Watched) -> None:
    """Click « Quitter vite », with a page of our own in place of the neutral site."""
    page.route(
        NEUTRAL,
        lambda route: route.fulfill(
            body="<link rel=icon href='data:,'><h1>Météo</h1>", content_type="text/html; charset=utf-8"
        ),
    )
    page.get_by_role("link", name="Quitter vite").click()
    page.wait_for_url(NEUTRAL)
    assert set(watched.troubles) == {f"asked {NEUTRAL}"}
    watched.troubles.clear()


def test_leaving_quickly_replaces_the_page_in_the_history(open_page: Any, amina: Person, watched: Watched) -> None:
    page = open_page()
    enter(page, "/compte")
    before = page.evaluate("history.length")

    leave(page, watched)

    assert page.evaluate("history.length") == before


def test_leaving_quickly_works_without_script(open_page: Any, amina: Person, watched: Watched) -> None:
    page = open_page(javascript=False)
    enter(page, "/compte")

    leave(page, watched)


def test_a_session_about_to_close_says_so_and_one_gesture_keeps_it(open_page: Any, amina: Person) -> None:
    page = open_page()
    page.clock.install()
    enter(page, "/compte")
    warning = page.get_by_role("alert").filter(has_text="deux minutes")
    page.clock.fast_forward("27:50")
    assert warning.count() == 0
    page.clock.fast_forward("00:20")
    warning.wait_for()

    with page.expect_response("**/compte/rester") as answer:
        page.get_by_role("button", name="Rester connecté·e").click()

    assert answer.value.status == 204
    warning.wait_for(state="detached")
    page.clock.fast_forward("28:10")
    warning.wait_for()
