"""One page leads to all that is done together; each role meets there what it may read."""

from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from tests.conftest import SignIn
from tests.factories import make_lab, make_person


def test_a_coordinator_finds_the_actors_and_the_answers_of_the_lab(sign_in: SignIn, session: Session) -> None:
    coordinator = make_person(session, make_lab(session), Role.COORDINATOR)
    session.commit()

    page = sign_in(coordinator).get("/cooperation")

    leads = {link["href"] for link in page.select("main a")}
    assert {"/cooperation/carte", "/cooperation/alliances", "/cooperation/partenaires", "/reponses"} <= leads
    assert page.select_one("nav [aria-current=page]").text == "Coopération"


def test_a_participant_meets_nothing_of_the_team_s_own_work(sign_in: SignIn, session: Session) -> None:
    person = make_person(session)
    session.commit()

    page = sign_in(person).get("/cooperation")

    leads = {link["href"] for link in page.select("main a")}
    assert not leads & {"/cooperation/carte", "/cooperation/alliances", "/cooperation/partenaires", "/reponses"}


def test_each_part_that_is_empty_says_so_before_one_opens_it(sign_in: SignIn, session: Session) -> None:
    person = make_person(session)
    session.commit()

    told = [fact.text for fact in sign_in(person).get("/cooperation").select("main section section li")]

    assert told == [
        "Aucun n’est ouvert.",
        "Il n’est pas encore écrit.",
        "Rien n’est encore essayé.",
        "Aucun n’est encore adopté.",
    ]


def titles(page: BeautifulSoup) -> dict[str, list[str]]:
    """The cards of each group, in the order of the page."""
    groups = page.select("main > section:has(h3)")
    return {group.h2.text: [title.text for title in group.select("h3")] for group in groups}


def test_the_cards_are_grouped_by_what_one_comes_to_do(sign_in: SignIn, session: Session) -> None:
    coordinator = make_person(session, make_lab(session), Role.COORDINATOR)
    person = make_person(session, coordinator.lab)
    session.commit()

    assert titles(sign_in(coordinator).get("/cooperation")) == {
        "Proposer et répondre": ["Les appels à idées", "Réponses du Lab", "Le bien commun", "Questions pour écrire"],
        "Essayer et mesurer": ["Les expérimentations", "Les indicateurs"],
        "Avancer avec d’autres": [
            "La carte des acteurs",
            "Qui va voir qui",
            "Les alliances en cours",
            "Les partenaires",
        ],
    }
    assert titles(sign_in(person).get("/cooperation")) == {
        "Proposer et répondre": ["Les appels à idées", "Le bien commun"],
        "Essayer et mesurer": ["Les expérimentations", "Les indicateurs"],
    }


def test_the_pages_it_leads_to_keep_the_way_back_in_sight(sign_in: SignIn, session: Session) -> None:
    coordinator = make_person(session, make_lab(session), Role.COORDINATOR)
    session.commit()
    browser = sign_in(coordinator)

    for path in ("/cooperation/acteurs", "/reponses"):
        assert browser.get(path).select_one("nav [aria-current=page]").text == "Coopération"
