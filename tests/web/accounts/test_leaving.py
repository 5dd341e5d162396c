"""Closing an account or changing its role is asked on a page that says what will happen."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.actors.models import Actor, ActorKind
from journal.api.services import make
from journal.clock import now
from journal.contact.models import Channel, ContactRequest
from journal.partners.models import Partner
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person
from tests.pages import Browser


@pytest.fixture
def lab(session: Session) -> Lab:
    return make_lab(session)


@pytest.fixture
def admin(session: Session, lab: Lab) -> Person:
    return make_person(session, lab, Role.ADMIN)


@pytest.fixture
def coordinator(session: Session, lab: Lab) -> Person:
    return make_person(session, lab, Role.COORDINATOR)


@pytest.fixture
def desk(session: Session, admin: Person, coordinator: Person, sign_in: SignIn) -> Browser:
    session.commit()
    return sign_in(admin)


def ask(desk: Browser, person: Person, link: str, page: str = "/comptes") -> BeautifulSoup:
    """Follow the link beside an account."""
    found = [each for each in desk.get(page).select("main a") if each.text == f"{link} ({person.username})"]
    return desk.get(str(found[0]["href"]))


def said(page: BeautifulSoup) -> str:
    return page.main.get_text(" ", strip=True).replace("\u00a0", " ")


def test_closing_says_what_waits_again_and_who_remains_and_does_nothing_yet(
    desk: Browser, lab: Lab, coordinator: Person, session: Session
) -> None:
    asker = make_person(session, lab)
    taken = ContactRequest(lab_id=lab.id, person_id=asker.id, channel=Channel.PHONE, asked_at=NOW)
    taken.called, taken.reach, taken.words = "Nour", "06", ""
    taken.taken_at, taken.taken_by_id = NOW, coordinator.id
    session.add(taken)
    make(session, "portail", by=coordinator, days=30, now=now())
    session.commit()

    page = ask(desk, coordinator, "Fermer le compte")

    text = said(page)
    assert f"Fermer le compte {coordinator.username}" in text
    assert "Cette personne est déconnectée tout de suite" in text
    assert "Une demande de contact prise en charge attendra à nouveau quelqu’un de l’équipe." in text
    assert "Un jeton d’accès n’ouvrira plus rien." in text
    assert "Plus personne ne sera à la coordination" in text
    session.refresh(coordinator)
    assert coordinator.disabled_at is None
    session.commit()

    desk.submit(page)

    session.refresh(coordinator)
    assert coordinator.disabled_at is not None


def test_of_two_coordinators_the_one_who_remains_is_counted(
    desk: Browser, lab: Lab, coordinator: Person, session: Session
) -> None:
    make_person(session, lab, Role.COORDINATOR)
    make_person(session, lab, Role.COORDINATOR, disabled_at=NOW)
    make_person(session, None, Role.COORDINATOR)
    session.commit()

    text = said(ask(desk, coordinator, "Donner l’administration"))

    assert "Il restera une personne à la coordination : un thème se lit à deux" in text
    assert "ne lira plus ni les textes" in text
    assert "jeton" not in text
    assert "demande de contact" not in text


def test_leaving_the_administration_oneself_says_who_could_give_it_back(
    desk: Browser, admin: Person, lab: Lab, session: Session
) -> None:
    make_person(session, lab, Role.ADMIN)
    session.commit()

    page = ask(desk, admin, "Quitter l’administration")

    text = said(page)
    assert "Vous êtes déconnecté·e tout de suite" in text
    assert "Seule une autre personne de l’administration pourra y revenir." in text
    assert "Il restera une personne à l’administration" in text
    desk.submit(page)
    session.refresh(admin)
    assert admin.role is Role.COORDINATOR


@pytest.mark.parametrize("link", ["Fermer le compte", "Quitter l’administration"])
def test_the_last_admin_is_told_why_they_stay_before_they_try(desk: Browser, admin: Person, link: str) -> None:
    page = ask(desk, admin, link)

    assert "dernier compte d’administration" in said(page)
    assert page.select_one("main form") is None
    assert page.select_one("main a[href='/comptes']") is not None


def test_nothing_is_asked_of_an_account_of_another_lab_or_closed_already(
    desk: Browser, lab: Lab, session: Session
) -> None:
    stranger = make_person(session, make_lab(session), Role.COORDINATOR)
    closed = make_person(session, lab, Role.COORDINATOR, disabled_at=NOW)
    participant = make_person(session, lab)
    session.commit()

    for person in (stranger, closed, participant):
        desk.get(f"/comptes/{person.id}/fermer", status=404)
        desk.get(f"/cooperation/partenaires/{person.id}/fermer", status=404)


def test_closing_the_only_account_of_an_organisation_says_that_nobody_speaks_for_it_any_more(
    desk: Browser, lab: Lab, coordinator: Person, session: Session, sign_in: SignIn
) -> None:
    actor = Actor(lab_id=lab.id, name="Atelier Mistral", kind=ActorKind.COMPANY, created_at=NOW)
    first, second = (make_person(session, lab, Role.PARTNER) for _ in range(2))
    session.add(actor)
    session.flush()
    session.add_all([Partner(person_id=person.id, actor_id=actor.id) for person in (first, second)])
    session.commit()
    team, place = sign_in(coordinator), "/cooperation/partenaires"
    alone = "Plus personne ne parlera ici pour « Atelier Mistral »."

    page = ask(team, first, "Fermer le compte", place)
    assert alone not in said(page)
    team.submit(page)
    assert team.response.location == place

    assert alone in said(ask(team, second, "Fermer le compte", place))
