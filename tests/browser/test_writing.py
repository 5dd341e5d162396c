"""Writing in a real browser: in a minute, by keyboard, without script, and through every way of losing words."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from journal.accounts.models import Person, WebSession
from journal.clock import now
from journal.entries.models import Draft, Entry
from tests.browser.conftest import Server, enter
from tests.factories import PASSPHRASE

TEXT = "J’ai eu une réponse, enfin. Elle est bonne."


def texts(session: Session) -> list[str]:
    session.expire_all()
    found = list(session.scalars(sa.select(Entry.text)))
    session.commit()
    return found


def send(page: Any) -> None:
    page.get_by_role("button", name="Garder", exact=True).click()


def saved(page: Any) -> None:
    page.get_by_text("Gardé à").wait_for()


def field(page: Any) -> Any:
    return page.locator("textarea[name=text]")


def overtaken_tab(first: Any) -> Any:
    """Write the same text in two tabs; give the second, which learns of it."""
    enter(first)
    field(first).fill("Début")
    saved(first)
    second = first.context.new_page()
    second.goto("/journal/ecrire")
    with first.expect_response("**/journal/brouillon"):
        field(first).fill("Début, premier onglet")
    field(second).fill("Début, second onglet")
    second.get_by_text("Ce brouillon est aussi ouvert ailleurs").wait_for()
    return second


def test_from_the_invitation_code_to_a_first_text_takes_six_gestures(
    open_page: Any, invitation: str, session: Session
) -> None:
    page = open_page()
    page.goto("/rejoindre")
    gestures = 0

    def press(button: Any) -> None:
        nonlocal gestures
        gestures += 1
        button.click()

    page.get_by_label("Votre code d’invitation").fill(invitation)
    press(page.locator("main button[type=submit]"))
    page.get_by_label("Une phrase de passe").fill(PASSPHRASE)
    press(page.get_by_label("J’ai lu les lignes qui précèdent"))
    press(page.locator("main button[type=submit]"))
    press(page.get_by_role("link", name="Écrire").last)
    field(page).fill(TEXT)
    press(page.get_by_role("button", name="Garder", exact=True))
    page.wait_for_url("**/journal/*-*")

    assert texts(session) == [TEXT]
    assert gestures <= 6


def test_writing_and_sending_with_the_keyboard_alone(open_page: Any, amina: Person, session: Session) -> None:
    page = open_page(width=1280)
    enter(page)
    page.locator(".prompts summary").focus()
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate("() => document.activeElement.name || document.activeElement.textContent.trim()")
        outline = page.evaluate("() => parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        assert outline >= 2, f"the focus does not show on {focused}"
        seen.add(focused)
        if focused == "text":
            page.keyboard.type("Au clavier")
        if focused == "emotions" and not page.locator("[name=emotions]:checked").count():
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Space")
        if focused == "Garder":
            page.keyboard.press("Enter")
            break
    page.wait_for_url("**/journal/*-*")

    assert texts(session) == ["Au clavier"]
    expect(page.locator(".facts")).to_contain_text("Fierté")
    assert {"text", "happened_on", "step", "emotions", "free_emotion"} <= seen


def test_arrows_move_on_the_board_as_the_eye_sees_it_and_a_fourth_emotion_waits(open_page: Any, amina: Person) -> None:
    page = open_page(width=1280)
    enter(page)
    page.locator("#emotion-joy").focus()

    page.keyboard.press("ArrowRight")
    expect(page.locator("#emotion-hope")).to_be_focused()
    for name in ("joy", "hope", "worry"):
        page.locator(f"#emotion-{name}").check()

    expect(page.locator("#emotion-anger")).to_be_disabled()
    expect(page.locator("[data-emotion-count]")).to_have_text("3 sur 3")
    page.locator("#emotion-joy").uncheck()
    expect(page.locator("#emotion-anger")).to_be_enabled()


def test_everything_works_without_script(open_page: Any, amina: Person, session: Session) -> None:
    page = open_page(javascript=False)
    enter(page)
    field(page).fill(TEXT)
    page.locator("#emotion-hope").check()
    send(page)
    page.wait_for_url("**/journal/*-*")
    page.get_by_role("link", name="Modifier").click()
    field(page).fill(TEXT + " Voilà.")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Choisir qui peut le lire").click()
    page.get_by_text("Voir où cela en est").wait_for()
    page.go_back()
    page.get_by_role("link", name="Effacer").click()
    page.get_by_role("button", name="Effacer").click()
    page.get_by_text("Le texte est effacé").wait_for()

    assert texts(session) == []


def test_the_server_dies_while_someone_writes_and_the_text_is_back_once(
    open_page: Any, amina: Person, server: Server, session: Session
) -> None:
    page = open_page()
    enter(page)
    field(page).press_sequentially("Avant la panne")
    saved(page)
    server.stop()
    field(page).press_sequentially(", pendant la panne")
    page.get_by_text("gardé sur cet appareil").wait_for()

    server.start()
    page.goto("/journal/ecrire")
    page.get_by_text("retrouvé sur cet appareil").wait_for()

    expect(field(page)).to_have_value("Avant la panne, pendant la panne")
    saved(page)
    send(page)
    page.wait_for_url("**/journal/*-*")
    assert texts(session) == ["Avant la panne, pendant la panne"]
    assert session.scalars(sa.select(Draft)).all() == []
    assert page.evaluate("() => Object.keys(localStorage).filter((k) => k.includes('copy'))") == []


def test_without_a_network_sending_waits_says_so_and_goes_by_itself(
    open_page: Any, amina: Person, session: Session
) -> None:
    page = open_page()
    enter(page)
    page.context.set_offline(True)
    field(page).fill(TEXT)
    send(page)
    page.get_by_text("Tout partira dès que le réseau reviendra").wait_for()
    assert texts(session) == []

    page.context.set_offline(False)
    page.wait_for_url("**/journal/*-*")

    assert texts(session) == [TEXT]


def test_the_writing_page_opens_without_a_network_and_the_words_reach_the_journal(
    open_page: Any, amina: Person, session: Session
) -> None:
    page = open_page()
    enter(page)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.goto("/journal/ecrire")
    expect(page.locator("h1")).to_have_text("Écrire sans réseau")
    assert "amina" not in page.content()
    page.locator("textarea").fill(TEXT)
    page.get_by_text("Gardé sur cet appareil").wait_for()

    page.context.set_offline(False)
    page.get_by_text("retrouvé sur cet appareil").wait_for()
    send(page)
    page.wait_for_url("**/journal/*-*")

    assert texts(session) == [TEXT]


def test_nothing_of_anyone_is_cached_by_the_service_worker(open_page: Any, amina: Person) -> None:
    page = open_page()
    enter(page)
    field(page).fill("canari-bleu")
    saved(page)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")

    cached = page.evaluate(
        """async () => {
          const texts = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const key of await cache.keys()) texts.push(await (await cache.match(key)).text());
          }
          return texts.join();
        }"""
    )

    assert "Écrire sans réseau" in cached
    assert "canari" not in cached
    assert 'name="csrf_token"' not in cached
    assert "Se déconnecter" not in cached


def test_a_session_that_closed_while_writing_loses_no_word(open_page: Any, amina: Person, session: Session) -> None:
    page = open_page()
    enter(page)
    session.execute(sa.update(WebSession).values(seen_at=now() - timedelta(minutes=31)))
    session.commit()
    field(page).fill(TEXT)
    page.get_by_text("Votre session s’est fermée").wait_for()
    send(page)
    page.get_by_text("vous le retrouverez en vous connectant").wait_for()

    enter(page)

    expect(field(page)).to_have_value(TEXT)
    send(page)
    page.wait_for_url("**/journal/*-*")
    assert texts(session) == [TEXT]


def test_two_tabs_never_overwrite_each_other_unseen(open_page: Any, amina: Person, session: Session) -> None:
    first = open_page()
    second = overtaken_tab(first)

    expect(second.locator("[data-other-text]")).to_contain_text("premier onglet")
    second.get_by_role("button", name="Garder la mienne").click()
    send(second)
    second.wait_for_url("**/journal/*-*")
    assert texts(session) == ["Début, second onglet"]
    send(first)
    first.get_by_text("Ce texte a été changé ailleurs").wait_for()
    expect(field(first)).to_have_value("Début, premier onglet")


def test_an_impatient_finger_sends_once(open_page: Any, amina: Person, session: Session) -> None:
    page = open_page()
    enter(page)
    field(page).fill(TEXT)
    page.get_by_role("button", name="Garder", exact=True).dblclick()
    page.wait_for_url("**/journal/*-*")

    assert texts(session) == [TEXT]


def test_after_signing_out_back_shows_nothing_and_the_device_keeps_nothing(open_page: Any, amina: Person) -> None:
    page = open_page()
    enter(page)
    field(page).fill("canari-bleu")
    saved(page)
    page.goto("/journal/")
    page.get_by_text("canari-bleu").wait_for()
    page.get_by_text("Plus", exact=True).click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.get_by_text("Vous êtes déconnecté·e").wait_for()

    page.go_back()
    page.wait_for_load_state()

    assert "canari-bleu" not in page.content()
    assert page.evaluate("() => Object.keys(localStorage)") == []


@pytest.mark.parametrize("words", ["مرحبا بكم", "Bonjour"])
def test_the_text_runs_in_the_direction_of_its_own_script(open_page: Any, amina: Person, words: str) -> None:
    page = open_page()
    enter(page)
    field(page).fill(words)

    direction = page.evaluate("() => getComputedStyle(document.querySelector('textarea[name=text]')).direction")

    assert direction == ("rtl" if words[0] > "\u0590" else "ltr")
