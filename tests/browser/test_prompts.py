"""A question of the Lab, from the page where the team writes it to the text that starts from it."""

from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.entries.models import Entry
from journal.prompts import services
from tests.browser.conftest import enter
from tests.factories import make_person

TRIP = "Racontez un trajet de cette semaine."
GESTURE = "Quel geste vous a-t-on montré\u00a0?"
OFFERED = "Besoin d’une question pour démarrer ?"


@pytest.fixture
def denis(session: Session, amina: Person) -> Person:
    found = make_person(session, amina.lab, Role.COORDINATOR, username="denis")
    session.commit()
    return found


def add(page: Any, text: str) -> None:
    page.get_by_role("link", name="Ajouter une question").click()
    page.get_by_label("La question").fill(text)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("status").get_by_text("La question est ajoutée.").wait_for()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_question_of_the_lab_goes_from_the_team_to_the_text_that_starts_from_it(
    open_page: Any, denis: Person, session: Session, javascript: bool
) -> None:
    team = open_page(javascript=javascript, width=1280)
    enter(team, "/questions", username="denis")
    team.get_by_text("Votre Lab ne propose encore aucune question").wait_for()
    add(team, TRIP)

    page = open_page(javascript=javascript)
    enter(page)
    page.get_by_text(OFFERED).click()
    page.get_by_role("radio", name=TRIP).check()
    page.get_by_label("Ce qui s’est passé, ce que vous avez ressenti").fill("Deux heures pour vingt kilomètres.")
    page.get_by_role("button", name="Garder", exact=True).click()
    page.wait_for_url("**/journal/*-*")

    expect(page.get_by_text(TRIP)).to_be_visible()
    session.rollback()
    assert [entry.prompt for entry in session.scalars(sa.select(Entry))] == [TRIP]


def test_the_team_orders_and_pauses_its_questions_on_a_phone_with_the_keyboard(
    open_page: Any, denis: Person, session: Session
) -> None:
    for text in (TRIP, GESTURE):
        services.add(session, denis.lab_id, text, [])
    session.commit()
    page = open_page()
    enter(page, "/questions", username="denis")

    page.get_by_role("button", name=f"Monter ({GESTURE})").focus()
    page.keyboard.press("Enter")
    page.locator("[role=status]:focus").get_by_text("L’ordre est changé.").wait_for()
    expect(page.locator("#shown ol blockquote")).to_have_text([GESTURE, TRIP])

    page.get_by_role("button", name=f"Mettre en pause ({GESTURE})").press("Enter")
    page.get_by_role("heading", name="En pause").wait_for()
    page.wait_for_load_state()
    expect(page.locator("#shown ol blockquote")).to_have_text([TRIP])
    expect(page.locator("#paused ul blockquote")).to_have_text([GESTURE])
    assert page.evaluate("() => document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_a_question_that_seems_to_name_someone_is_asked_about_and_kept_as_it_was_typed(
    open_page: Any, denis: Person
) -> None:
    page = open_page()
    enter(page, "/questions/nouvelle", username="denis")
    naming = "Que vous a dit Karim Benali cette semaine\u00a0?"
    page.get_by_label("La question").fill(naming)
    page.get_by_label("Formation").check()
    page.get_by_role("button", name="Enregistrer").click()

    page.get_by_role("alert").get_by_text("Ces mots semblent nommer quelqu’un").wait_for()
    expect(page.get_by_label("La question")).to_have_value(naming)
    expect(page.get_by_label("Formation")).to_be_checked()
    page.get_by_label("Ces mots ne nomment personne").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("status").get_by_text("La question est ajoutée.").wait_for()
