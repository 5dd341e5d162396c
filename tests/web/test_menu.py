"""On every page the menu shows where one is."""

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.narrative.queries import quotes_of
from tests.conftest import SignIn
from tests.factories import make_entry, make_person
from tests.unit.journal.narrative import scenes


@pytest.mark.parametrize(
    ("role", "path", "here"),
    [
        (Role.COORDINATOR, "/exports", "Récits du mois"),
        (Role.COORDINATOR, "/jetons", "Récits du mois"),
        (Role.COORDINATOR, "/recit/2026-11", "Récits du mois"),
        (Role.COORDINATOR, "/recit", "Récit"),
        (Role.COORDINATOR, "/recit/parcours", "Thèmes"),
        (Role.COORDINATOR, "/appels", "Coopération"),
        (Role.COORDINATOR, "/essais-ouverts", "Coopération"),
        (Role.COORDINATOR, "/mots/envoyes", "Demandes"),
        (Role.PARTICIPANT, "/recit/2026-11", "Le récit"),
        (Role.PARTICIPANT, "/appels", "Coopération"),
        (Role.PARTICIPANT, "/journal/prochains-pas", "Mon parcours"),
        (Role.PARTNER, "/appels", "Coopération"),
        (Role.ADMIN, "/groupes", "Invitations"),
        (Role.ADMIN, "/etat", "État du site"),
        (Role.ADMIN, "/ouverture", "Le Lab"),
    ],
)
def test_the_menu_shows_where_one_is(session: Session, sign_in: SignIn, role: Role, path: str, here: str) -> None:
    scene = scenes.make_scene(session)
    scenes.publish(session, scene)
    person = make_person(session, scene.lab, role)
    session.commit()

    current = sign_in(person).get(path).select(".site-nav [aria-current=page]")

    assert [link.get_text() for link in current] == [here]


def test_the_menu_stays_on_the_journal_while_one_reads_a_text_of_it_and_decides_who_does(
    session: Session, sign_in: SignIn
) -> None:
    author = make_person(session)
    entry = make_entry(session, author)
    session.commit()
    browser = sign_in(author)

    for page in ("", "/partage", "/modifier", "/effacer"):
        current = browser.get(f"/journal/{entry.id}{page}").select(".site-nav [aria-current=page]")
        assert [link.get_text() for link in current] == ["Mon journal"]


def test_the_menu_says_that_a_question_awaits_ones_answer_and_nothing_to_others(
    session: Session, sign_in: SignIn
) -> None:
    scene = scenes.make_scene(session)
    asked = quotes_of(session, scenes.draft(session, scene))
    author = next(person for person in scene.people if person.id == asked[0].author_id)
    other = next(person for person in scene.people if person.id not in {quote.author_id for quote in asked})
    session.commit()
    browser = sign_in(author)

    marked = browser.get("/journal/").select(".site-nav .menu-mark")
    assert [mark.parent.get_text().split("1(")[0].strip() for mark in marked] == ["Plus", "Mes mots dans le récit"]
    assert {mark.get_text() for mark in marked} == {"1(1\u00a0question sans réponse de vous)"}
    for person in (other, scene.first):
        assert not sign_in(person).get("/recit").select(".menu-mark")

    browser.post(f"/recit/citations/{asked[0].id}/non")

    assert not browser.get("/journal/").select(".menu-mark")
