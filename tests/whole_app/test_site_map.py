"""The map of the site is whole, and each of its links leads to the page it names (RGAA 12.1, 12.3 and 12.4)."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal.home.site_map import CHAPTERS
from journal.web.access import STATIC, TOKEN, declared
from tests.conftest import SignIn
from tests.factories import make_lab
from tests.pages import Browser
from tests.whole_app.world import World

# Pages that open by themselves and are not on the map, each with where one finds it.
LEFT_OUT = {
    "accounts.invitation_code": "what « Invitations » has just made",
    "accounts.quick_exit": "leaves the site, from every page",
    "accounts.recovery_code": "what « Mon compte » or joining has just made",
    "accounts.reopen": "the second step of « Phrase de passe oubliée »",
    "accounts.second_factor_code": "the second step of « Se connecter »",
    "accounts.second_factor_image": "a picture",
    "accounts.second_factor_setup": "from « Mon compte », under one name or another",
    "accounts.stay": "answers a script",
    "actors.add": "from « Les acteurs du Lab »",
    "actors.make_alliance": "from « Alliances »",
    "actors.map_table": "a file",
    "actors.workshop": "a page for paper, from « Carte des acteurs »",
    "api.openapi": "a file",
    "calls.open_call": "from « Appels à idées »",
    "common_good.write": "from « Le bien commun », until it is written",
    "entries.offline": "what a browser keeps of « Écrire », without network",
    "entries.service_worker": "a script",
    "exchange.definitions": "a file",
    "experiments.begin": "from « Les expérimentations »",
    "home.site_map": "the map",
    "indicators.propose": "from « Les indicateurs »",
    "narrative.theme_cards": "a page for paper, from « Le récit collectif »",
    "prompts.add": "from « Questions pour écrire »",
    "register.table": "a file",
    "themes.analysis_state": "answers a script",
}


def test_every_page_that_opens_by_itself_is_on_the_map(app: Flask) -> None:
    alone = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments and declared(app, rule.endpoint) != TOKEN
    }
    mapped = [endpoint for chapter in CHAPTERS for endpoint, _ in chapter.pages]

    assert len(mapped) == len(set(mapped))
    assert {*mapped, *LEFT_OUT} == alone - STATIC
    assert not set(mapped) & LEFT_OUT.keys()


@pytest.mark.parametrize("role", ["stranger", "author", "partner", "coordinator", "admin"])
def test_each_link_of_the_map_leads_to_the_page_it_names(app: Flask, world: World, sign_in: SignIn, role: str) -> None:
    browser = Browser(app) if role == "stranger" else sign_in(world.people[role])

    links = browser.get("/plan").select("main li a")

    assert len(links) > 5
    for link in links:
        assert browser.get(str(link["href"])).h1.text == link.text, link["href"]


def test_whoever_comes_from_an_open_recit_finds_it_on_the_map_and_no_other(browser: Browser, session: Session) -> None:
    lab = make_lab(session, "Lab des Alpilles")
    session.commit()
    assert "Alpilles" not in browser.get(f"/plan?lab={lab.id}").main.text, "whether a Lab is there is not told"

    lab.is_public = True
    session.commit()

    assert browser.get(f"/public/{lab.id}/recit").select_one(f".site-footer a[href='/plan?lab={lab.id}']")
    links = {str(link["href"]) for link in browser.get(f"/plan?lab={lab.id}").select("main li a")}
    assert {f"/public/{lab.id}/recit", f"/mentions-legales?lab={lab.id}"} <= links
    assert not browser.get("/plan").select("main a[href^='/public/']")


def test_the_map_is_reached_from_the_same_place_on_every_page(browser: Browser) -> None:
    for path in ("/", "/aide", "/connexion", "/plan"):
        feet = [link["href"] for link in browser.get(path).select(".foot-links a")]
        assert feet[:2] == ["/aide", "/plan"], path
