"""The accounts of a Lab: administrators run those of staff, and learn nothing of who writes."""

import re

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.clock import now
from tests.conftest import SignIn
from tests.factories import PASSPHRASE, make_entry, make_person
from tests.pages import Browser


def test_participants_are_a_number_and_never_a_list(desk: Browser, session: Session, lab: Lab) -> None:
    for name in ("amina", "basile"):
        make_entry(session, make_person(session, lab, username=name, email=f"{name}@example.org"))
    session.commit()

    page = desk.get("/comptes")

    assert "2\u00a0comptes ouverts" in page.text
    assert not re.search("amina|basile|example.org", page.text)


def test_an_admin_helps_the_participant_who_gives_an_identifier(
    desk: Browser, sign_in: SignIn, session: Session, lab: Lab
) -> None:
    amina = make_person(session, lab, username="amina")
    session.commit()
    lost = sign_in(amina)

    desk.post("/comptes", {"username": " Amina", "gesture": "sessions"})
    lost.get("/compte", status=303)
    desk.post("/comptes", {"username": "amina", "gesture": "fermer"})
    Browser(lost.client.application).post("/connexion", {"username": "amina", "passphrase": PASSPHRASE}, status=422)
    assert "Le compte amina est fermé." in desk.get("/comptes").text
    desk.post("/comptes", {"username": "amina", "gesture": "rouvrir"})

    sign_in(amina).get("/compte")


@pytest.mark.parametrize("username", ["inconnu", "ailleurs", "coordonne"])
def test_the_help_reaches_participants_of_the_lab_only(
    desk: Browser, coordination: Browser, session: Session, username: str
) -> None:
    make_person(session, username="ailleurs")
    session.commit()

    page = desk.post("/comptes", {"username": username, "gesture": "fermer"}, status=422)

    assert "Aucun compte" in page.select_one("#username-error").text


def test_closing_a_participants_account_takes_a_gesture_of_the_list(desk: Browser, session: Session, lab: Lab) -> None:
    make_person(session, lab, username="amina")
    session.commit()

    for gesture in ("administration", "coordination", "deuxieme-etape", ""):
        desk.post("/comptes", {"username": "amina", "gesture": gesture}, status=422)


def test_a_participant_is_never_reached_through_the_accounts_of_staff(
    desk: Browser, session: Session, lab: Lab
) -> None:
    amina = make_person(session, lab)
    session.commit()

    desk.post(f"/comptes/{amina.id}/administration", status=404)


@pytest.mark.parametrize("gesture", ["fermer", "coordination"])
def test_the_last_admin_stays(desk: Browser, admin: Person, session: Session, gesture: str) -> None:
    make_person(session, admin.lab, Role.ADMIN, disabled_at=now())
    make_person(session, None, Role.ADMIN)
    session.commit()

    page = desk.post(f"/comptes/{admin.id}/{gesture}", status=409)

    assert "dernier compte d’administration" in page.text
    assert page.main.find("a", string="Revenir aux comptes")["href"] == "/comptes"
    session.refresh(admin)
    assert (admin.role, admin.disabled_at) == (Role.ADMIN, None)


@pytest.mark.parametrize("gesture", ["fermer", "coordination"])
def test_one_of_two_admins_may_go(desk: Browser, admin: Person, session: Session, gesture: str) -> None:
    other = make_person(session, admin.lab, Role.ADMIN)
    session.commit()

    desk.post(f"/comptes/{other.id}/{gesture}")

    session.refresh(other)
    assert other.disabled_at or other.role is Role.COORDINATOR


def test_a_role_taken_away_is_gone_at_the_next_request(
    desk: Browser, admin: Person, session: Session, sign_in: SignIn
) -> None:
    other = make_person(session, admin.lab, Role.ADMIN)
    session.commit()
    theirs = sign_in(other)
    theirs.get("/comptes")

    desk.post(f"/comptes/{other.id}/coordination")

    theirs.get("/comptes", status=303)
    sign_in(other).get("/comptes", status=404)


def test_the_accounts_say_when_too_few_people_are_left_to_coordinate(desk: Browser, session: Session, lab: Lab) -> None:
    people = [make_person(session, lab, Role.COORDINATOR) for _ in range(2)]
    session.commit()
    assert "coordination\u00a0:" not in desk.get("/comptes").main.text

    left = ("Une seule personne est à la coordination", "Personne n’est à la coordination")
    for person, sentence in zip(people, left, strict=True):
        desk.post(f"/comptes/{person.id}/fermer")
        assert sentence in desk.get("/comptes").main.text
