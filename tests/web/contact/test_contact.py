"""Someone asks to be contacted: the coordinators of their Lab read the request, and nothing else about them."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Person, Role
from journal.clock import now
from journal.config import Settings
from journal.contact import services
from journal.contact.models import Channel, ContactRequest
from journal.contact.notices import tell_coordinators
from journal.operations.purging import purge_everything
from tests.conftest import SignIn
from tests.factories import make_entry, make_lab, make_person
from tests.mailbox import Mailbox
from tests.pages import Browser
from tests.together import do_together

ASKED = {"called": "Nour", "channel": "phone", "reach": "06 00 00 00 00", "words": "Plutôt le matin."}


@pytest.fixture
def nour(session: Session) -> Person:
    person = make_person(session, make_lab(session), username="cigale-12")
    make_entry(session, person, "Un texte que personne d’autre ne lit.")
    session.commit()
    return person


@pytest.fixture
def coordinator(session: Session, nour: Person) -> Person:
    person = make_person(session, nour.lab, Role.COORDINATOR, email="coordination@exemple.org")
    session.commit()
    return person


def ask(browser: Browser, **changes: str) -> None:
    browser.submit(browser.get("/contact"), ASKED | changes, form="main form.sheet")


def requests(session: Session) -> list[ContactRequest]:
    found = list(session.scalars(sa.select(ContactRequest).execution_options(populate_existing=True)))
    session.commit()
    return found


def test_a_request_reaches_the_coordinators_without_username_nor_text(
    sign_in: SignIn, nour: Person, coordinator: Person
) -> None:
    ask(sign_in(nour))

    team = sign_in(coordinator)
    monday = team.get("/themes/semaine")
    page = team.get("/contact/demandes")

    assert "Une personne attend un signe de l’équipe." in monday.main.text
    for said in ("Nour", "06 00 00 00 00", "Plutôt le matin."):
        assert said in page.main.text
    assert nour.username not in str(page)
    assert "Un texte que personne" not in str(page)


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


def test_nobody_is_told_that_the_team_will_answer_where_nobody_coordinates(
    sign_in: SignIn, nour: Person, coordinator: Person, session: Session
) -> None:
    nour.lab.contact = "lab@exemple.org"
    session.commit()
    author = sign_in(nour)
    assert "Quelqu’un de l’équipe de votre Lab vous joindra" in author.get("/contact").main.text

    coordinator.disabled_at = now()
    session.commit()

    page = author.get("/contact").main
    assert "vous joindra" not in page.text
    assert "personne de l’équipe ne peut lire les demandes" in page.text
    assert page.select_one("a[href='mailto:lab@exemple.org']")
    ask(author)
    assert "personne de l’équipe ne peut lire les demandes" in author.get("/contact").main.text


def test_asking_again_changes_the_one_request(sign_in: SignIn, nour: Person, session: Session) -> None:
    browser = sign_in(nour)
    ask(browser)
    ask(browser, channel="in_person", words="À l’atelier de jeudi.")

    (row,) = requests(session)
    assert (row.channel, row.reach, row.words) == (Channel.IN_PERSON, "", "À l’atelier de jeudi.")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"called": " "}, "un prénom suffit"),
        ({"channel": None}, "Choisissez comment vous joindre"),
        ({"reach": ""}, "numéro de téléphone complet"),
        ({"reach": "06 12"}, "numéro de téléphone complet"),
        ({"channel": "mail", "reach": "nour"}, "adresse mail complète"),
        ({"words": "a" * 1001}, "1 de trop. Il est gardé ci-dessous : raccourcissez-le."),
    ],
)
def test_what_is_missing_to_reach_someone_is_said_and_the_rest_kept(
    sign_in: SignIn, nour: Person, session: Session, changes: dict[str, str | None], sentence: str
) -> None:
    browser = sign_in(nour)

    typed = {name: value for name, value in (ASKED | changes).items() if value is not None}

    page = browser.submit(browser.get("/contact"), typed, form="main form.sheet", status=422)

    assert sentence in page.select_one(".error").text
    assert typed["words"] in page.select_one("textarea").text
    assert requests(session) == []


def test_a_request_taken_back_is_erased_at_once_and_no_backup_brings_it_back(
    sign_in: SignIn, nour: Person, session: Session
) -> None:
    from journal.accounts.models import Tombstone
    from journal.operations.tombstones import mark

    browser = sign_in(nour)
    ask(browser)
    (row,) = requests(session)

    browser.post("/contact/retirer")

    assert requests(session) == []
    assert session.get(Tombstone, mark("contact_request", row.id)) is not None


def test_the_log_keeps_who_answered_never_who_asked(
    sign_in: SignIn, nour: Person, coordinator: Person, session: Session
) -> None:
    author, team = sign_in(nour), sign_in(coordinator)
    ask(author)
    (row,) = requests(session)
    team.post(f"/contact/demandes/{row.id}/prendre")
    author.post("/contact/retirer")

    events = session.scalars(sa.select(AuditEvent).where(AuditEvent.subject == "contact_request")).all()

    assert [(event.action, event.actor_id) for event in events] == [("take_contact", coordinator.id)]


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
    team.post(f"/contact/demandes/{row.id}/prendre")
    team.post(f"/contact/demandes/{row.id}/fait")
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
    team.post(f"/contact/demandes/{row.id}/prendre")
    team.post(f"/contact/demandes/{row.id}/fait")
    page = team.get("/contact/demandes")
    assert "06 00 00 00 00" not in page.main.text

    team.submit(page, form="section[aria-labelledby=closed] form")

    assert "06 00 00 00 00" in team.get("/contact/demandes").main.text
    team.post(f"/contact/demandes/{row.id}/fait")
    ask(browser, called="Nour, encore")
    assert not team.get("/contact/demandes").select("#closed")
    team.post(f"/contact/demandes/{row.id}/rouvrir", status=409)
    for each in requests(session):
        each.closed_at = now() - timedelta(days=2) if each.id == row.id else now() - timedelta(days=3)
    session.commit()
    team.post(f"/contact/demandes/{row.id}/rouvrir", status=409)


def test_the_coordinators_are_told_once_in_a_mail_that_says_nothing_of_the_person(
    app: Flask, sign_in: SignIn, nour: Person, coordinator: Person, mailbox: Mailbox, posted: Settings
) -> None:
    ask(sign_in(nour))
    database = app.extensions["database"]

    assert tell_coordinators(database, posted, now=now) == 1
    assert tell_coordinators(database, posted, now=now) == 0

    (message,) = mailbox.received
    assert message["To"] == "coordination@exemple.org"
    said = message["Subject"] + message.get_content()
    assert "/contact/demandes" in said
    for private in ("Nour", "06 00", "matin", nour.username):
        assert private not in said


def test_a_mail_server_that_is_down_is_tried_again_later(
    app: Flask, sign_in: SignIn, nour: Person, coordinator: Person, mailbox: Mailbox, posted: Settings
) -> None:
    ask(sign_in(nour))
    database, moment = app.extensions["database"], now()
    down = replace(posted, mail_port=9)

    assert tell_coordinators(database, down, now=lambda: moment) == 0
    assert tell_coordinators(database, posted, now=lambda: moment) == 0
    assert tell_coordinators(database, posted, now=lambda: moment + timedelta(minutes=16)) == 1
    assert len(mailbox.received) == 1


def test_two_clicks_at_the_same_moment_ask_once(settings: Settings, nour: Person, session: Session) -> None:
    wish = services.Wish("Nour", Channel.IN_PERSON, "", "")

    failures = do_together(
        settings.database, lambda own: services.ask(own, own.get_one(Person, nour.id), wish, now=now())
    )

    assert failures == []
    assert len(requests(session)) == 1
