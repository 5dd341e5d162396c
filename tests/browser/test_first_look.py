"""What one sees of a page before any gesture, on the screens people have."""

from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from tests.browser.conftest import enter
from tests.factories import make_entry, make_person
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import make_scene

A_FEW_LINES = 120  # pixels
READ_WITHOUT_OURS = """() => document.querySelector("select.form-select")
    && performance.getEntriesByType("resource").some(({ name }) => name.includes("bootstrap.min.css"))"""


@pytest.mark.parametrize(("width", "height"), [(360, 640), (360, 740), (640, 500), (1280, 720)])
def test_where_to_write_is_in_sight_at_once(open_page: Any, amina: Person, width: int, height: int) -> None:
    page = open_page(width=width)
    page.set_viewport_size({"width": width, "height": height})
    enter(page)

    box = page.locator("textarea[name=text]").bounding_box()
    hidden_from = page.evaluate(
        """() => {
          const bar = document.querySelector(".write-form > .actions");
          return getComputedStyle(bar).position === "sticky" ? bar.getBoundingClientRect().top : innerHeight;
        }"""
    )

    assert page.locator("textarea[name=text]").is_visible()
    assert min(hidden_from, height) - box["y"] >= A_FEW_LINES


def test_the_pictures_of_bootstrap_are_never_asked_for_even_when_our_style_sheet_comes_late(
    open_page: Any, amina: Person
) -> None:
    page = open_page()
    enter(page)
    held: list[Any] = []
    page.route("**/theme.css*", lambda route: held.append(route))  # a function of ours, which Playwright can mark
    page.goto("/journal/ecrire", wait_until="commit")
    page.wait_for_function(READ_WITHOUT_OURS, polling=50)  # no frame is drawn meanwhile, so none can be waited for

    page.evaluate("getComputedStyle(document.querySelector('select.form-select')).backgroundImage")

    for route in held:
        route.continue_()
    page.wait_for_load_state()


def test_a_refused_box_stays_inside_the_page(open_page: Any, invitation: str) -> None:
    page = open_page()
    page.goto("/rejoindre?code=" + invitation)
    page.locator("main button[type=submit]").click()
    page.locator("#consent").wait_for()
    page.locator("main button[type=submit]").click()
    page.locator("#consent-error").wait_for()
    page.wait_for_load_state()  # laid out with its style sheet

    edge = page.locator(".form-check.has-error").bounding_box()["x"]

    assert page.locator("#consent").bounding_box()["x"] > edge + 4


def test_a_passphrase_is_shown_on_request_and_hidden_as_it_leaves(open_page: Any, amina: Person) -> None:
    page = open_page()
    page.goto("/connexion")
    field, button = page.locator("#passphrase"), page.get_by_role("button", name="Montrer")
    field.fill("pas la bonne")
    button.click()
    expect(field).to_have_attribute("type", "text")
    expect(button).to_have_attribute("aria-pressed", "true")

    page.evaluate(
        "() => document.querySelector('main form').addEventListener('submit', (event) => event.preventDefault())"
    )
    page.get_by_role("button", name="Se connecter").click()

    expect(field).to_have_attribute("type", "password")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_a_name_covers_no_word_of_the_line_that_opens_its_account(
    open_page: Any, amina: Person, session: Session
) -> None:
    make_person(session, amina.lab, Role.COORDINATOR, username="coordination-2")
    admin = make_person(session, amina.lab, Role.ADMIN, username="administration")
    session.commit()
    page = open_page(width=360)
    enter(page, "/comptes", admin.username)

    gaps = page.evaluate(
        """() => [...document.querySelectorAll("main summary > .d-inline-block")].map((name) => {
          const before = document.createRange(), inside = document.createRange();
          before.selectNodeContents(name.previousSibling);
          inside.selectNodeContents(name);
          const [said, called] = [before, inside].map((range) => range.getBoundingClientRect());
          return called.top >= said.bottom - 2 ? 1 : called.left - said.right;
        })"""
    )

    assert len(gaps) == 2
    assert min(gaps) >= 0


@pytest.mark.parametrize("path", ["/aide", "/connexion"])
def test_the_footer_reaches_the_bottom_of_the_screen(open_page: Any, path: str) -> None:
    page = open_page(width=1280)
    page.set_viewport_size({"width": 1280, "height": 1100})
    page.goto(path)

    foot = page.locator(".site-footer").bounding_box()

    assert foot["y"] + foot["height"] >= page.evaluate("innerHeight")


def test_a_phone_folds_the_rest_of_each_theme_of_a_recit_and_paper_shows_everything(
    open_page: Any, amina: Person, session: Session
) -> None:
    scenes.publish(session, make_scene(session, lab=amina.lab))
    session.commit()
    for width, script, shown in ((360, True, False), (360, False, True), (1280, True, True)):
        page = open_page(width=width, javascript=script)
        enter(page)
        page.goto("/recit/2026-11")
        expect(page.locator(".story-rest > p").first).to_be_visible(visible=shown)
        if width == 360 and script:
            page.get_by_text("Lire la suite").first.click()
            expect(page.locator(".story-rest > p").first).to_be_visible()
            page.reload()
            page.emulate_media(media="print")
            expect(page.locator(".story-rest > p").first).to_be_visible()
    figures = page.locator(".story-making details > .table-scroll")
    expect(figures).to_be_hidden()
    page.emulate_media(media="print")
    expect(figures).to_be_visible()
    expect(page.locator("main a:visible, main button:visible, main input:visible")).to_have_count(0)


def test_a_short_page_prints_on_one_sheet_without_its_search(open_page: Any, amina: Person, session: Session) -> None:
    make_entry(session, amina)
    session.commit()
    page = open_page(width=1280)
    enter(page, "/journal/")

    expect(page.locator("input[type=search]")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("input[type=search]")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).minHeight") in {"0px", "auto"}, "a blank sheet would follow"
    assert page.pdf().count(b"/Type /Page\n") == 1


def test_a_part_of_a_recit_folded_on_a_phone_keeps_what_one_does_once_it_is_read(
    open_page: Any, amina: Person, session: Session
) -> None:
    scenes.publish(session, make_scene(session, lab=amina.lab))
    session.commit()
    page = open_page(width=360)
    enter(page, "/recit/2026-11")
    asked = page.get_by_role("link", name="Est-ce que je m’y reconnais").first

    expect(asked).to_be_hidden()
    page.get_by_text("Lire la suite").first.click()
    expect(asked).to_be_visible()
    expect(page.locator(".story-theme .evidence-fold > summary").first).to_be_visible()
