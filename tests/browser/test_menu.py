"""The menu stays on one line, with all of it in sight where there is room, even when something awaits an answer."""

from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from journal.narrative.queries import quotes_of
from tests.browser.conftest import enter
from tests.unit.journal.narrative import scenes

ROWS = """() => new Set([...document.querySelectorAll(".site-nav :is(a, button, summary)")]
  .filter((each) => each.checkVisibility({ contentVisibilityAuto: true }) && each.offsetParent)
  .map((each) => Math.round(each.getBoundingClientRect().bottom))).size"""


@pytest.mark.parametrize(("width", "in_sight"), [(1280, True), (1024, True), (768, False), (360, False), (320, False)])
def test_a_question_that_waits_does_not_push_the_menu_to_a_second_line(
    open_page: Any, session: Session, width: int, in_sight: bool
) -> None:
    scene = scenes.make_scene(session)
    asked = quotes_of(session, scenes.draft(session, scene))[0]
    author = next(person for person in scene.people if person.id == asked.author_id)
    session.commit()
    page = open_page(width=width)
    enter(page, "/journal/", username=author.username)

    page.locator(".menu-mark >> visible=true").first.wait_for()
    assert page.evaluate(ROWS) == 1
    expect(page.get_by_role("link", name="Mes mots dans le récit")).to_be_visible(visible=in_sight)
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible(visible=in_sight)


def test_where_there_is_no_room_the_whole_menu_is_one_gesture_away(open_page: Any, amina: Any) -> None:
    page = open_page(width=768)
    enter(page, "/journal/")

    page.get_by_text("Plus", exact=True).click()

    page.get_by_role("link", name="Mes mots dans le récit").click()
    page.get_by_role("heading", name="Mes mots dans le récit").wait_for()
