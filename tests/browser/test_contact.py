"""Asking to be contacted on a small phone, by keyboard and without script."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.contact.models import Channel, ContactRequest
from tests.browser.conftest import enter


def asked(session: Session) -> list[ContactRequest]:
    session.expire_all()
    found = list(session.scalars(sa.select(ContactRequest)))
    session.commit()
    return found


def test_with_the_keyboard_alone(open_page: Any, amina: Person, session: Session) -> None:
    page = open_page()
    enter(page, "/journal/")
    page.get_by_role("link", name="Être contacté·e").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/contact")
    page.locator("#called").focus()
    page.keyboard.type("Nour")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("06 39 98 00 12")
    page.keyboard.press("Tab")
    page.keyboard.type("Le matin.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Votre demande est partie.").wait_for()

    (row,) = asked(session)
    assert (row.called, row.channel, row.words) == ("Nour", Channel.TEXT_MESSAGE, "Le matin.")


def test_without_script_the_menu_opens_and_a_request_is_sent_then_taken_back(
    open_page: Any, amina: Person, session: Session
) -> None:
    page = open_page(javascript=False)
    enter(page, "/journal/")
    assert not page.get_by_role("link", name="Mon compte").is_visible()
    page.get_by_text("Plus", exact=True).click()
    page.get_by_role("link", name="Mon compte").click()
    page.get_by_role("link", name="Être contacté·e").click()
    page.get_by_label("Comment vous appeler").fill("Nour")
    page.get_by_label("De vive voix, quand je viendrai").check()
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_text("Votre demande est partie.").wait_for()
    assert len(asked(session)) == 1

    page.get_by_role("button", name="Retirer ma demande").click()
    page.get_by_text("Votre demande est effacée.").wait_for()
    assert asked(session) == []
