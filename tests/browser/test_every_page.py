"""Every page, as each role opens it: on a phone, under a thumb, with text set as wide as WCAG 1.4.12 lets it be."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal.config import Settings
from journal.web.access import declared
from tests.browser.checking import bring_axe, open_everything, overflow, violations_or_doubts
from tests.browser.conftest import PHONE, enter
from tests.whole_app.walking import addresses
from tests.whole_app.world import WORD, World, make_world

# Not a page: they lead away, or give a file.
ELSEWHERE = frozenset({"accounts.quick_exit", "exchange.download"})
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
# What is cut with no way to reach the rest; the clip of what is for the ear alone is on purpose.
CUT = """() => [...document.querySelectorAll('body *')].filter((each) => {
  const style = getComputedStyle(each);
  return /hidden|clip/.test(style.overflowX + style.overflowY) && each.clientWidth > 4 && each.textContent.trim() &&
    (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1);
}).map((each) => each.outerHTML.slice(0, 120))"""
# Under 24 px, WCAG 2.5.8 spares what stands in a sentence.
SMALL = """() => [...document.querySelectorAll('a, button, select, input, summary, textarea')].filter((each) => {
  const box = each.getBoundingClientRect();
  if (!each.offsetParent || box.width === 0 || (box.width >= 24 && box.height >= 24)) return false;
  const alone = each.parentElement.textContent.trim() === each.textContent.trim();
  return alone || getComputedStyle(each).display !== 'inline';
}).map((each) => each.outerHTML.slice(0, 120))"""
SIDEWAYS = """() => [...document.querySelectorAll('.stacking')]
  .filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.outerHTML.slice(0, 120))"""
HEARD = ("table", "row", "columnheader", "rowheader", "cell")


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    return make_world(session, settings, WORD)


def wrong_on(page: Any) -> list[str]:
    open_everything(page)
    wrong = violations_or_doubts(page) + page.evaluate(SMALL) + page.evaluate(SIDEWAYS)
    page.set_viewport_size({"width": 320, "height": 640})
    wrong += ["wider than 320 px"] if overflow(page) > 0 else []
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate("() => (document.documentElement.style.fontSize = '200%')")
    wrong += ["too wide with large text"] if overflow(page) > 0 else []
    page.evaluate("() => (document.documentElement.style.fontSize = '')")
    page.set_viewport_size(PHONE)
    page.evaluate(SPACED)
    wrong += [f"cut once spaced: {each}" for each in page.evaluate(CUT)]
    wrong += ["wider than a phone once spaced"] if overflow(page) > 0 else []
    return wrong


def opened(page: Any, path: str) -> bool:
    """Open an address; whether it is a page that this person may read."""
    answer = page.request.get(path, max_redirects=0)
    if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
        return False
    page.goto(path)
    return True


@pytest.mark.parametrize("role", ["author", "coordinator", "admin", "partner", "stranger"])
def test_every_page_is_whole_under_a_thumb_and_with_text_set_wide(
    open_page: Any, app: Flask, world: World, role: str
) -> None:
    page, found, count = open_page(width=360), {}, 0
    # A public page is nearly the same for everyone: one look is enough.
    who = "public" if role == "stranger" else world.people[role].role_name
    if role != "stranger":
        enter(page, "/compte", world.people[role].username)
    bring_axe(page)
    for rule, path in addresses(app, world, "GET"):
        theirs = who in (declared(app, rule.endpoint) or ())
        if rule.endpoint not in ELSEWHERE and theirs and opened(page, path):
            count += 1
            if wrong := wrong_on(page):
                found[path] = wrong

    assert found == {}
    assert count > 10


def heard(page: Any) -> list[tuple[str, str]]:
    """The tables of a page as assistive technologies are given them: each part, and its name."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    told = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node["ignored"]]
    return [(role, name) for role, name in told if role in HEARD]


@pytest.mark.parametrize("path", ["/cooperation/carte", "/indicateurs/{}"])
def test_a_table_read_row_by_row_on_a_phone_is_heard_as_on_a_wide_screen(
    open_page: Any, world: World, path: str
) -> None:
    page = open_page(width=1280)
    enter(page, path.format(world.values["indicator_id"][0]), world.coordinator.username)
    laid_out = heard(page)
    assert {role for role, _ in laid_out} == set(HEARD)

    page.set_viewport_size({"width": 360, "height": 740})

    assert page.locator(".stacks td").first.evaluate("(cell) => getComputedStyle(cell).display") != "table-cell"
    assert heard(page) == laid_out
