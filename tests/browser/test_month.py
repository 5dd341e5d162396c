"""From Monday's page to a récit du mois in the mailbox and on paper: two coordinators, one participant, no shortcut."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import expect

from journal import jobs
from journal.accounts.models import Person
from journal.config import Settings
from tests import paper
from tests.browser.demonstration import database_url, enter_as  # noqa: F401  a fixture
from tests.conftest import application
from tests.databases import Opening
from tests.mailbox import Mailbox
from tests.worker import sweep

pytestmark = pytest.mark.model
NAME = "Les codes et l’espace personnel"
FIRST, SECOND, READER = "coordination", "coordination-2", "arbousier-7"
Capture = Callable[[Any, str], None]


@pytest.fixture
def app(built: Flask, posted: Settings, opening: Opening) -> Iterator[Flask]:
    with application(built, posted, opening) as app:
        yield app


@pytest.fixture
def capture(request: pytest.FixtureRequest) -> Capture:
    """Photograph a step for the guide, when ``--captures`` names a folder."""
    folder = request.config.getoption("--captures")
    taken: list[str] = []

    def take(page: Any, name: str) -> None:
        taken.append(name)
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{len(taken):02d}-{name}.png")

    return take


@pytest.fixture
def reader(app: Flask) -> str:
    """A participant who asked to receive the récit by mail."""
    with app.extensions["database"].write() as session:
        person = session.scalars(sa.select(Person).where(Person.username == READER)).one()
        person.email, person.wants_digest = "arbousier@example.org", True
        session.commit()
    return READER


def press(page: Any, name: str) -> None:
    """Press a button that sends a form, until the page that answers is loaded."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def unfold(page: Any, heading: str) -> None:
    page.get_by_role("heading", name=heading, exact=True).click()


def show(page: Any, heading: str) -> None:
    page.get_by_role("heading", name=heading).first.evaluate(
        "each => each.scrollIntoView({block: 'start', behavior: 'instant'})"
    )


def test_a_month_goes_from_mondays_page_to_the_mailbox_and_to_paper(
    open_page: Any, app: Flask, mailbox: Mailbox, reader: str, capture: Capture, tmp_path: Path
) -> None:
    first, second = open_page(width=1000), open_page(width=1000)
    for page in (first, second):
        page.set_viewport_size({"width": 1000, "height": 900})
    enter_as(first, FIRST)
    theme = review_what_monday_says(first, capture)
    add_a_second_reading(second, theme, capture)
    month = prepare_and_correct(first, capture)
    approve(second, month)
    publish(first, month, capture)

    sweep(app, jobs.MAILS)

    # The coordinators were also told that someone waits for them.
    (message,) = [each for each in mailbox.received if each["To"] == "arbousier@example.org"]
    body = message.get_body(("plain",))
    assert body is not None
    assert "Ce mois-ci, nous avons relu chaque passage." in body.get_content()
    read_on_site_and_on_paper(open_page(width=360), month, capture, tmp_path)


def review_what_monday_says(page: Any, capture: Capture) -> str:
    page.goto("/themes/semaine")
    capture(page, "cette-semaine")
    page.get_by_role("listitem").filter(has_text="grandit").get_by_role("link").first.click()
    page.get_by_role("heading", name="Une voix parmi d’autres").wait_for()
    capture(page, "lire-un-theme")
    page.goto("/themes/semaine")
    page.get_by_role("listitem").filter(has_text="première relecture").get_by_role("link").first.click()
    page.get_by_role("heading", name="Décider").wait_for()
    show(page, "Décider")
    page.get_by_text("Changer le nom", exact=True).first.click()
    page.get_by_label("Nom du thème").fill(NAME)
    capture(page, "changer-le-nom")
    press(page, "Changer le nom")
    unfold(page, "Sa fiche")
    page.get_by_label("Ce que c’est, en une ou deux phrases").fill("Les codes qu’il faut pour une démarche.")
    press(page, "Enregistrer la fiche")
    press(page, "Adopter")
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    page.get_by_label("Votre lecture").fill("Un code perdu, et toute la démarche s’arrête.")
    press(page, "Enregistrer ma lecture")
    expect(page.get_by_text("Il manque une lecture, par une autre personne.")).to_be_visible()
    return str(page.url)


def add_a_second_reading(page: Any, theme: str, capture: Capture) -> None:
    enter_as(page, SECOND)
    page.goto(theme)
    page.get_by_label("Votre lecture").fill("Le code bloque, mais y arriver seul·e est aussi une fierté.")
    press(page, "Enregistrer ma lecture")
    expect(page.get_by_text("Ce thème peut entrer dans le récit.")).to_be_visible()
    show(page, "Deux lectures")
    capture(page, "deux-lectures")


def prepare_and_correct(page: Any, capture: Capture) -> str:
    page.goto("/themes/semaine")
    press(page, "J’en ai pris connaissance")
    page.goto("/recits")
    capture(page, "recits-du-mois")
    page.get_by_role("row").filter(has_text="Brouillon").get_by_role("link").click()
    page.wait_for_url("**/recits/20*")
    month = page.url.rsplit("/", 1)[-1]
    press(page, "Recomposer le brouillon")
    unfold(page, "Le texte, et sur quoi il repose")
    capture(page, "le-brouillon")
    page.get_by_role("link", name="Corriger, et voir sur quoi cela repose (ouverture)").click()
    text = page.locator("textarea[name=text]")
    text.fill(text.input_value() + " Ce mois-ci, nous avons relu chaque passage.")
    capture(page, "corriger-un-paragraphe")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**/recits/{month}*")
    expect(page.get_by_text("Corrigé").first).to_be_visible()
    assert page.get_by_role("button", name="Approuver").count() == 0, "nobody approves what they wrote"
    return month


def approve(page: Any, month: str) -> None:
    page.goto(f"/recits/{month}")
    press(page, "Approuver")


def publish(page: Any, month: str, capture: Capture) -> None:
    page.goto(f"/recits/{month}")
    capture(page, "approuve")
    page.get_by_role("link", name="Publier", exact=True).click()
    press(page, "Publier sans elle")  # one author has not answered
    expect(page.get_by_text("Le récit est publié.")).to_be_visible()
    capture(page, "publie")


def read_on_site_and_on_paper(page: Any, month: str, capture: Capture, folder: Path) -> None:
    enter_as(page, READER)
    page.goto(f"/recit/{month}")
    expect(page.locator("main")).to_contain_text("nous avons relu chaque passage")
    capture(page, "lu-par-un-participant")
    answer = page.context.request.get(f"/recit/{month}/pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert paper.faults(answer.body(), folder) == []
