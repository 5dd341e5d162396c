"""The pages of the Lab's team and the public ones, on the demonstration: checked by axe, at 320 px, with large text."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from journal.accounts.models import Lab, Person
from journal.accounts.subscriptions import Subscription, token
from journal.config import Settings
from journal.demo.people import LAB
from tests.browser.checking import troubles
from tests.browser.demonstration import database_url, enter_as  # noqa: F401  a fixture

pytestmark = pytest.mark.model
COORDINATION = (
    "/contact/demandes",
    "/mots/envoyes",
    "/themes/semaine",
    "/themes/",
    "/themes/?etat=proposed",
    "main h2 a[href^='/themes/'], main h3 a[href^='/themes/']",
    "main .excerpts a",
    "main a[href^='/mots/passages/']",
    "main form a[href^='/themes/passages/']",
    "main a[href*='/cacher']",
    "/themes/carte",
    "/themes/mois",
    "/recit/parcours",
    "/themes/non-classes",
    "/themes/propositions",
    "/recits",
    "main a[href^='/recits/20']",
    "main a[href*='/paragraphes/']",
    "/recit",
    "main a[href^='/recit/20']",
    "/mediation",
    "/cooperation",
    "/cooperation/carte",
    "main table a[href^='/cooperation/acteurs/']",
    "main a[href$='/actes']",
    "/cooperation/acteurs",
    "/cooperation/acteurs/ajouter",
    "/cooperation/points",
    "main a[href^='/cooperation/points/']",
    "/cooperation/alliances",
    "main h2 a[href^='/cooperation/alliances/']",
    "main a[href$='/changer']",
    "/cooperation/attitudes",
    "/cooperation/attitudes/ally",
    "/experimentations",
    "main h2 a[href^='/experimentations/']",
    "main a[href$='/marche']",
    "/experimentations/nouvelle",
    "/indicateurs",
    "main h3 a[href^='/indicateurs/']",
    "main a[href$='/mesure']",
    "/indicateurs/nouveau",
    "/reponses",
    "main a[href*='/reponses/themes/']",
    "/exports",
    "/invitations",
    "/compte",
)
COMMON_GOOD = (
    "/cooperation/partenaires",
    "/bien-commun/histoire",
    "/bien-commun/mediation",
    "main a.btn",
    "main a[href$='/reformuler']",
)
# A call with ideas, one of them at each page of its mediation; then what another Lab opens.
IDEAS = (
    "/appels/nouveau",
    "/appels",
    "main h2 a[href^='/appels/']",
    "main a[href$='/clore']",
    "main a[href*='/appels/idees/']",
    "main a[href$='/repondre']",
    "/essais-ouverts",
    "main h2 a[href^='/essais-ouverts/']",
    "main a[href$='/reprendre']",
)
PARTNER = (
    "/appels",
    "main h2 a[href^='/appels/']",
    "main a[href$='/proposer']",
    "/bien-commun",
    "main a[href*='/propositions/']",
    "/bien-commun/proposer/whom",
    "/bien-commun/histoire",
    "/cooperation",
    "/mes-droits/",
    "/mes-droits/effacer",
    "/compte",
)
ADMINISTRATION = ("/comptes", "/etat", "/lab", "/registre", "/aide/coordination", "/groupes", "/ouverture", "/compte")


def test_the_pages_of_coordination_hinder_nobody(open_page: Any) -> None:
    page = open_page()
    enter_as(page, "coordination")

    assert troubles(page, COORDINATION) == {}


def test_the_pages_where_the_common_good_is_mediated_hinder_nobody(open_page: Any) -> None:
    page = open_page()
    enter_as(page, "coordination")

    assert troubles(page, COMMON_GOOD) == {}


def test_the_pages_of_calls_and_of_what_other_labs_open_hinder_nobody(open_page: Any) -> None:
    page = open_page()
    enter_as(page, "coordination")

    assert troubles(page, IDEAS) == {}


def test_the_pages_of_a_partner_hinder_nobody(open_page: Any) -> None:
    page = open_page()
    enter_as(page, "partenaire")

    assert troubles(page, PARTNER) == {}


def test_the_pages_of_administration_hinder_nobody(open_page: Any) -> None:
    page = open_page()
    enter_as(page, "administration")

    assert troubles(page, ADMINISTRATION) == {}


def test_the_pages_anyone_may_open_hinder_nobody(open_page: Any, app: Flask, settings: Settings) -> None:
    with app.extensions["database"].write() as session:
        lab = session.scalars(sa.select(Lab).where(Lab.name == LAB)).one()
        lab.is_public = True
        reader = session.scalars(sa.select(Person).where(Person.username == "arbousier-7")).one()
        leave = f"/desabonnement/{token(reader, Subscription.DIGEST, settings)}"
        public = f"/public/{lab.id}/recit"
        session.commit()

    places = (
        "/",
        "/aide",
        "/vos-donnees",
        "/accessibilite",
        "/mentions-legales",
        "/connexion",
        "/rejoindre",
        "/compte/secours",
        "/compte/secours/mail",
        "/compte/secours/mail?demande=faite",
        public,
        leave,
    )
    assert troubles(open_page(), places) == {}


def test_a_theme_is_renamed_and_adopted_with_the_keyboard_alone(open_page: Any) -> None:
    page = open_page(width=1280)
    enter_as(page, "coordination")
    page.goto("/themes/?etat=proposed")
    page.locator("main h2 a, main h3 a").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Décider").wait_for()
    page.wait_for_load_state()  # a script may give the focus to what was just done

    tab_to(page, "summary", "Changer le nom")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("Attendre une place")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Attendre une place").wait_for()
    page.wait_for_load_state()
    tab_to(page, "button", "Adopter")
    page.keyboard.press("Enter")

    page.locator(".tag", has_text="Adopté").first.wait_for()


def tab_to(page: Any, kind: str, words: str) -> None:
    """Go forward with the tabulator until the focus is there; it shows where it is at each step."""
    for _ in range(150):
        page.keyboard.press("Tab")
        at = page.evaluate("() => [document.activeElement.tagName.toLowerCase(), document.activeElement.innerText]")
        if at == [kind, words]:
            outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", "the focus does not show"
            return
    raise AssertionError(f"no {kind} « {words} » is reached with the keyboard")
