"""What a screen reader is given to say, and when: what was just done, what is being saved."""

from typing import Any

from playwright.sync_api import expect

from journal.accounts.models import Person
from tests.browser.conftest import enter

KEPT = "C’est gardé, pour vous seul·e."
# What a live region says after the page is there, each time that it changes.
LISTEN = """() => {
  window.said = [];
  document.addEventListener("DOMContentLoaded", () => new MutationObserver((changes) => {
    const told = changes.filter(({ target }) => !target.closest("[aria-hidden=true]"));
    const regions = new Set(told.map(({ target }) => target.closest("[aria-live], [role=status], [role=alert]")));
    for (const region of regions) {
      if (region?.textContent.trim()) window.said.push(region.textContent.trim());
    }
  }).observe(document.body, { childList: true, subtree: true }));
}"""


def keep_elsewhere(page: Any) -> None:
    """Keep a text without reading the page that says so: the next one will."""
    fields = {name: page.locator(f"[name={name}]").first.input_value() for name in ("csrf_token", "happened_on")}
    fields |= {"submission": "elsewhere", "text": "Le bus est parti sans moi."}
    answer = page.request.post("/journal/ecrire", form=fields, max_redirects=0)
    assert answer.status == 303


def test_what_was_just_done_is_read_before_the_menu_and_the_keyboard_goes_on_from_there(
    open_page: Any, amina: Person
) -> None:
    page = open_page()
    enter(page)
    page.get_by_label("Ce qui s’est passé").fill("Le bus est parti sans moi.")
    page.get_by_role("button", name="Garder", exact=True).click()

    expect(page.locator(":focus")).to_have_text(KEPT)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Choisir qui peut le lire")


def test_where_the_address_leads_keeps_the_keyboard_and_what_was_done_is_said_all_the_same(
    open_page: Any, amina: Person
) -> None:
    page = open_page()
    enter(page)
    keep_elsewhere(page)
    page.add_init_script(f"({LISTEN})()")
    page.goto("/journal/#q")

    page.wait_for_function("() => window.said.length > 0")

    assert page.evaluate("() => window.said") == [KEPT]
    expect(page.locator("#q")).to_be_focused()


def test_a_form_that_was_refused_is_heard_before_what_was_done_elsewhere(open_page: Any, amina: Person) -> None:
    page = open_page()
    enter(page)
    keep_elsewhere(page)
    page.get_by_role("button", name="Garder", exact=True).click()
    page.locator(".error-summary:focus").wait_for()

    expect(page.get_by_text(KEPT)).to_be_visible()


def test_that_a_draft_is_saved_is_said_once_and_not_at_each_pause(open_page: Any, amina: Person) -> None:
    page = open_page()
    page.add_init_script(f"({LISTEN})()")
    enter(page)
    text = page.get_by_label("Ce qui s’est passé")
    for words in ("Le bus est parti.", " Sans moi.", " J’ai marché."):
        with page.expect_response("**/journal/brouillon"):
            text.press_sequentially(words)
        page.get_by_text("Gardé à").wait_for()

    assert len(page.evaluate("() => window.said")) == 1


def test_without_a_network_what_is_kept_on_the_device_is_said_once_and_not_at_each_key(
    open_page: Any, amina: Person
) -> None:
    page = open_page()
    enter(page)
    page.add_init_script(f"({LISTEN})()")
    page.goto("/journal/hors-ligne")
    page.get_by_label("Ce qui s’est passé").press_sequentially("Le bus est parti.")

    assert page.evaluate("() => window.said") == ["Gardé sur cet appareil."]


def test_that_the_session_is_about_to_close_is_heard_where_one_types_and_the_next_key_keeps_it(
    open_page: Any, amina: Person
) -> None:
    page = open_page()
    page.clock.install()
    page.add_init_script(f"({LISTEN})()")
    enter(page)
    text = page.get_by_label("Ce qui s’est passé")
    text.focus()
    page.clock.fast_forward("28:10")
    page.wait_for_function("() => window.said.some((each) => each.includes('dans deux minutes'))")

    with page.expect_response("**/compte/rester") as answer:
        page.keyboard.press("B")

    assert answer.value.status == 204
    page.get_by_text("Vous restez connecté·e.").wait_for()
    expect(text).to_be_focused()
    expect(text).to_have_value("B")
    assert "Vous restez connecté·e." in page.evaluate("() => window.said")


def test_whoever_uses_the_button_to_stay_goes_back_to_where_they_were(open_page: Any, amina: Person) -> None:
    page = open_page()
    page.clock.install()
    enter(page)
    page.get_by_label("Ce qui s’est passé").focus()
    page.clock.fast_forward("28:10")

    page.get_by_role("button", name="Rester connecté·e").click()
    page.get_by_text("Vous restez connecté·e.").wait_for()

    expect(page.locator("[name=text]")).to_be_focused()


def test_a_network_that_fails_as_one_stays_leaves_the_button_to_try_again(open_page: Any, amina: Person) -> None:
    page = open_page()
    page.clock.install()
    enter(page, "/compte")
    page.clock.fast_forward("28:10")
    page.get_by_text("dans deux minutes").wait_for()
    page.context.set_offline(True)
    page.keyboard.press("Control")
    page.get_by_text("il n’y a pas de réseau").wait_for()

    page.context.set_offline(False)
    page.get_by_role("button", name="Continuer").click()

    page.get_by_text("Vous restez connecté·e.").wait_for()
