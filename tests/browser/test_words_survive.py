"""What is refused, sent too late or sent by nobody any more: the words are still there, and can be sent."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from journal.accounts.models import Person, WebSession
from journal.clock import now
from journal.entries.models import Draft
from tests.browser.conftest import enter, wait_for_path
from tests.browser.test_writing import TEXT, field, overtaken_tab, saved, send, texts
from tests.factories import PASSPHRASE
from tests.web.entries.test_drafts import fill_drafts

COPIES = "() => Object.keys(localStorage).filter((name) => name.includes('copy'))"


def send_signed_out(page: Any) -> None:
    """Write on and send, though one signed out in another tab."""
    sign_out(page.context.new_page())
    field(page).fill(TEXT)
    page.get_by_text("Vous n’êtes plus connecté·e").wait_for()
    send(page)
    page.get_by_role("heading", name="Vous n’êtes plus connecté·e").wait_for()


def test_a_text_refused_can_be_mended_and_sent(open_page: Any, amina: Person, session: Session) -> None:
    page = open_page()
    enter(page)
    send(page)
    page.get_by_role("alert").get_by_text("Écrivez quelques mots").wait_for()
    field(page).fill("x" * 10_799)
    saved(page)
    send(page)
    page.get_by_role("alert").get_by_text("799 de trop").wait_for()
    with page.expect_response("**/journal/brouillon") as answer:
        field(page).fill(TEXT)

    assert answer.value.status == 200
    expect(page.locator("[data-conflict]")).to_be_hidden()
    send(page)
    page.wait_for_url("**/journal/*-*")
    assert texts(session) == [TEXT]
    assert session.scalars(sa.select(Draft)).all() == []


def test_with_no_room_for_one_more_draft_it_is_said_what_to_do_and_the_words_stay(
    open_page: Any, amina: Person, session: Session
) -> None:
    fill_drafts(session, amina)
    page = open_page()
    enter(page, "/journal/ecrire?nouveau=1")
    field(page).fill(TEXT)
    page.get_by_text("50 textes commencés").wait_for()

    page.get_by_role("link", name="Voir les textes commencés").click()
    page.locator("#begun").get_by_role("button", name="Effacer ce brouillon").first.click()
    page.get_by_text("Le brouillon est effacé").wait_for()
    page.goto("/journal/ecrire?nouveau=1")

    page.get_by_text("Nous avons retrouvé sur cet appareil").wait_for()
    expect(field(page)).to_have_value(TEXT)
    session.expire_all()
    assert TEXT in [draft.content["text"] for draft in session.scalars(sa.select(Draft))]


def test_a_refused_edit_can_be_mended_and_sent(open_page: Any, amina: Person, session: Session) -> None:
    page = open_page()
    enter(page)
    field(page).fill("Avant")
    send(page)
    page.wait_for_url("**/journal/*-*")
    page.get_by_role("link", name="Modifier").click()
    field(page).fill("x" * 10_799)
    saved(page)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("alert").get_by_text("799 de trop").wait_for()
    field(page).fill(TEXT)
    saved(page)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Modifier").wait_for()

    assert texts(session) == [TEXT]


def test_two_versions_are_brought_into_view_and_the_button_works_again(open_page: Any, amina: Person) -> None:
    second = overtaken_tab(open_page(reduced_motion="reduce"))
    second.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    send(second)

    expect(second.locator("[data-conflict]")).to_be_focused()
    top = second.locator("[data-conflict] h2").bounding_box()["y"]
    assert 0 <= top < second.viewport_size["height"] / 2
    expect(second.get_by_role("button", name="Garder", exact=True)).not_to_have_attribute("aria-disabled", "true")


def test_signed_out_in_another_tab_the_words_are_on_the_page_and_on_the_device(
    open_page: Any, amina: Person, session: Session
) -> None:
    page = open_page()
    enter(page)
    field(page).fill("J’ai eu une réponse")
    saved(page)
    send_signed_out(page)
    expect(page.locator("textarea")).to_have_value(TEXT)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Se connecter (nouvel onglet)").click()
    opened.value.get_by_label("Votre identifiant").wait_for()
    enter(opened.value)

    expect(field(opened.value)).to_have_value(TEXT)
    saved(opened.value)
    page.get_by_role("button", name="Envoyer à nouveau").click()
    page.wait_for_url("**/journal/*-*")
    assert texts(session) == [TEXT]


def test_what_the_page_of_errors_sent_does_not_come_back_from_the_device(
    open_page: Any, amina: Person, session: Session
) -> None:
    page = open_page()
    enter(page)
    send_signed_out(page)
    enter(page.context.new_page(), "/compte")
    page.get_by_role("button", name="Envoyer à nouveau").click()
    page.wait_for_url("**/journal/*-*")
    assert page.evaluate(COPIES) != []

    page.goto("/journal/ecrire")
    page.wait_for_function(f"() => ({COPIES})().length === 0")

    expect(field(page)).to_have_value("")
    assert texts(session) == [TEXT]


def test_a_session_left_alone_keeps_one_draft_however_long_one_types_on(
    open_page: Any, amina: Person, session: Session
) -> None:
    page = open_page()
    enter(page)
    field(page).fill("Avant")
    saved(page)
    session.execute(sa.update(WebSession).values(seen_at=now() - timedelta(minutes=31)))
    session.commit()
    for words in ("Avant, après", "Avant, après, encore"):
        with page.expect_response("**/journal/brouillon") as answer:
            field(page).fill(words)
        assert answer.value.json()["kept"] is True
    field(page).fill(TEXT)
    send(page)
    page.get_by_text("vous le retrouverez en vous connectant").wait_for()
    page.get_by_label("Votre identifiant").wait_for()
    sign_in_here(page)
    wait_for_path(page, "/journal/ecrire")

    expect(field(page)).to_have_value(TEXT)
    session.expire_all()
    assert len(session.scalars(sa.select(Draft)).all()) == 1
    session.commit()
    assert page.evaluate(COPIES) == []


def test_an_empty_page_leaves_nothing_behind(open_page: Any, amina: Person, session: Session) -> None:
    page = open_page()
    enter(page)
    page.locator("[name=step]").select_option("training")
    send(page)
    page.get_by_role("alert").get_by_text("Écrivez quelques mots").wait_for()
    assert session.scalars(sa.select(Draft)).all() == []
    session.commit()
    field(page).fill("Un début")
    saved(page)
    with page.expect_response("**/journal/brouillon"):
        field(page).fill("")

    assert session.scalars(sa.select(Draft)).all() == []
    assert page.evaluate(COPIES) == []


def test_an_emotion_alone_is_kept_as_it_is_chosen_and_sent(open_page: Any, amina: Person, session: Session) -> None:
    page = open_page()
    enter(page)
    page.locator("#emotion-anger").check()
    saved(page)
    page.context.set_offline(True)
    page.locator("#emotion-shame").check()
    page.get_by_text("gardé sur cet appareil").wait_for()
    page.context.set_offline(False)
    page.goto("/journal/ecrire")
    page.get_by_text("retrouvé sur cet appareil").wait_for()
    expect(page.locator("#emotion-anger")).to_be_checked()
    expect(page.locator("#emotion-shame")).to_be_checked()
    send(page)
    page.wait_for_url("**/journal/*-*")

    assert texts(session) == [""]
    assert session.scalars(sa.select(Draft)).all() == []
    session.commit()
    assert page.evaluate(COPIES) == []


def sign_out(page: Any) -> None:
    page.goto("/journal/")
    page.get_by_text("Plus", exact=True).click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.get_by_text("Vous êtes déconnecté·e").wait_for()


def sign_in_here(page: Any) -> None:
    page.get_by_label("Votre identifiant").fill("amina")
    page.get_by_label("Votre phrase de passe").fill(PASSPHRASE)
    page.get_by_role("button", name="Se connecter").click()
