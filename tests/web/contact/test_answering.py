"""A coordinator takes charge of a request, answers it, and closes it; it waits again when they leave."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.clock import now
from journal.config import Settings
from journal.operations.purging import purge_everything
from tests.conftest import SignIn
from tests.factories import make_person
from tests.web.contact.asking import ask, requests, say_answered


def test_a_coordinator_takes_charge_and_the_person_reads_it(
    sign_in: SignIn, nour: Person, coordinator: Person, session: Session
) -> None:
    author, team = sign_in(nour), sign_in(coordinator)
    ask(author)
    (row,) = requests(session)

    team.post(f"/contact/demandes/{row.id}/prendre")
    assert "Quelqu’un de l’équipe s’en charge" in author.get("/contact").main.text
    assert "attend un signe" not in team.get("/themes/semaine").main.text

    requests(session)[0].taken_at = now() - timedelta(days=8)
    session.commit()
    assert "Une demande prise en charge attend que l’on dise si c’est fait." in team.get("/themes/semaine").main.text

    team.post(f"/contact/demandes/{row.id}/fait")
    assert "prise en charge" not in team.get("/themes/semaine").main.text
    assert "Personne n’attend." in team.get("/contact/demandes").main.text
    assert "Votre demande est partie" not in author.get("/contact").main.text


def test_two_coordinators_do_not_both_take_charge(
    sign_in: SignIn, nour: Person, coordinator: Person, session: Session
) -> None:
    ask(sign_in(nour))
    second = make_person(session, nour.lab, Role.COORDINATOR)
    session.commit()
    (row,) = requests(session)
    sign_in(coordinator).post(f"/contact/demandes/{row.id}/prendre")

    page = sign_in(second).post(f"/contact/demandes/{row.id}/prendre", status=409)
    assert "vient de s’en charger" in page.main.text
    assert page.main.find("a", string="Revenir aux demandes")["href"] == "/contact/demandes"

    sign_in(coordinator).post(f"/contact/demandes/{row.id}/rendre")
    sign_in(second).post(f"/contact/demandes/{row.id}/prendre")


@pytest.mark.parametrize("gesture", ["fermer", "administration"])
def test_a_request_waits_for_the_team_again_when_whoever_took_charge_of_it_leaves(
    sign_in: SignIn, nour: Person, coordinator: Person, session: Session, gesture: str
) -> None:
    author = sign_in(nour)
    ask(author)
    second, admin = (make_person(session, nour.lab, role) for role in (Role.COORDINATOR, Role.ADMIN))
    session.commit()
    sign_in(coordinator).post(f"/contact/demandes/{requests(session)[0].id}/prendre")

    sign_in(admin).post(f"/comptes/{coordinator.id}/{gesture}")

    assert "Elle attend que quelqu’un de l’équipe s’en charge." in author.get("/contact").main.text
    assert "Une personne attend un signe de l’équipe." in sign_in(second).get("/themes/semaine").main.text
    assert "s’en charge depuis" not in sign_in(second).get("/contact/demandes").main.text


def test_a_request_stays_taken_when_someone_else_leaves_and_once_it_is_closed(
    sign_in: SignIn, nour: Person, coordinator: Person, session: Session
) -> None:
    ask(sign_in(nour))
    second, admin = (make_person(session, nour.lab, role) for role in (Role.COORDINATOR, Role.ADMIN))
    session.commit()
    team, desk = sign_in(coordinator), sign_in(admin)
    team.post(f"/contact/demandes/{requests(session)[0].id}/prendre")

    desk.post(f"/comptes/{second.id}/fermer")
    assert requests(session)[0].taken_by_id == coordinator.id

    team.post(f"/contact/demandes/{requests(session)[0].id}/fait")
    desk.post(f"/comptes/{coordinator.id}/fermer")
    assert requests(session)[0].taken_by_id == coordinator.id


def test_one_closed_by_mistake_by_someone_who_left_waits_for_the_team_again(
    sign_in: SignIn, nour: Person, coordinator: Person, session: Session
) -> None:
    author = sign_in(nour)
    ask(author)
    second, admin = (make_person(session, nour.lab, role) for role in (Role.COORDINATOR, Role.ADMIN))
    session.commit()
    (row,) = requests(session)
    say_answered(sign_in(coordinator), row)
    sign_in(admin).post(f"/comptes/{coordinator.id}/fermer")

    sign_in(second).post(f"/contact/demandes/{row.id}/rouvrir")

    assert "Elle attend que quelqu’un de l’équipe s’en charge." in author.get("/contact").main.text
    assert "Une personne attend un signe de l’équipe." in sign_in(second).get("/themes/semaine").main.text


def test_whoever_was_contacted_says_so_and_nothing_of_the_request_stays(
    sign_in: SignIn, nour: Person, session: Session
) -> None:
    browser = sign_in(nour)
    ask(browser)

    browser.post("/contact/fait")

    assert requests(session) == []
    assert "est close" not in browser.get("/contact").main.text


def test_a_request_the_team_says_it_answered_is_told_as_such_then_forgotten_a_month_later(
    sign_in: SignIn, nour: Person, coordinator: Person, session: Session, app: Flask, settings: Settings
) -> None:
    from journal.accounts.models import Tombstone
    from journal.operations.tombstones import mark

    browser, team = sign_in(nour), sign_in(coordinator)
    ask(browser)
    (row,) = requests(session)
    say_answered(team, row)
    assert "Si personne ne vous a joint·e, demandez à nouveau." in browser.get("/contact").main.text

    purge_everything(app.extensions["database"], settings, now=now() + timedelta(days=29))
    assert len(requests(session)) == 1
    purge_everything(app.extensions["database"], settings, now=now() + timedelta(days=31))
    assert requests(session) == []
    assert session.get(Tombstone, mark("contact_request", row.id)), "an older backup would bring it back"


def test_a_request_closed_by_mistake_is_open_again_for_a_day(
    sign_in: SignIn, nour: Person, coordinator: Person, session: Session
) -> None:
    browser, team = sign_in(nour), sign_in(coordinator)
    ask(browser)
    (row,) = requests(session)
    say_answered(team, row)
    page = team.get("/contact/demandes")
    assert "06 00 00 00 00" not in page.main.text

    team.submit(page, form="section#closed form")

    assert "06 00 00 00 00" in team.get("/contact/demandes").main.text
    team.post(f"/contact/demandes/{row.id}/fait")
    ask(browser, called="Nour, encore")
    assert not team.get("/contact/demandes").select("#closed")
    team.post(f"/contact/demandes/{row.id}/rouvrir", status=409)
    for each in requests(session):
        each.closed_at = now() - timedelta(days=2) if each.id == row.id else now() - timedelta(days=3)
    session.commit()
    team.post(f"/contact/demandes/{row.id}/rouvrir", status=409)
