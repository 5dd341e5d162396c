"""Someone asks to be contacted: the coordinators of their Lab read the request, and nothing else about them."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Person
from journal.clock import now
from journal.config import Settings
from journal.contact import notices, services
from journal.contact.models import Channel
from tests.conftest import SignIn
from tests.mailbox import Mailbox
from tests.together import do_together
from tests.web.contact.asking import ASKED, ask, requests


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


def test_whoever_says_what_is_wrong_on_a_page_reads_how_until_it_is_sent(
    sign_in: SignIn, nour: Person, coordinator: Person, session: Session
) -> None:
    browser, advice = sign_in(nour), "Dites quel passage pose problème, et pourquoi."
    page = browser.get("/contact?page=Le récit collectif")
    assert page.h1.text == "Dire qu’un passage pose problème"
    assert advice in page.main.text
    assert browser.get("/contact").h1.text == "Être contacté·e"

    page = browser.submit(page, {"called": ""}, form="main form.sheet", status=422)

    assert page.h1.text == "Dire qu’un passage pose problème"
    assert advice in page.main.text
    browser.submit(page, ASKED, form="main form.sheet")
    assert len(requests(session)) == 1


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


def test_whoever_reads_a_passage_that_hurts_says_so_in_a_request_like_any_other(
    sign_in: SignIn, nour: Person, coordinator: Person, session: Session
) -> None:
    browser = sign_in(nour)
    page = browser.get("/contact?page=Le+récit%0Aoctobre")
    begun = page.select_one("textarea[name=words]").text.strip()
    assert begun == "Le récit octobre\u00a0: le passage qui pose problème est"

    sent = {"called": "Nour", "channel": "in_person", "words": f"{begun} le dernier."}
    browser.submit(page, sent, form="main form.sheet")

    assert f"{begun} le dernier." in sign_in(coordinator).get("/contact/demandes").main.text
    words = browser.get("/contact?page=Une+proposition").select_one("textarea[name=words]").text
    assert words.strip().startswith(f"{begun} le dernier.\n\nUne proposition")
    assert browser.get("/contact").select_one("textarea[name=words]").text.strip() == f"{begun} le dernier."


def test_asking_again_changes_the_one_request(sign_in: SignIn, nour: Person, session: Session) -> None:
    browser = sign_in(nour)
    ask(browser)
    ask(browser, channel="in_person", words="À l’atelier de jeudi.")

    (row,) = requests(session)
    assert (row.channel, row.reach, row.words) == (Channel.IN_PERSON, "", "À l’atelier de jeudi.")


@pytest.mark.any_database
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


def test_the_coordinators_are_told_once_in_a_mail_that_says_nothing_of_the_person(
    app: Flask, sign_in: SignIn, nour: Person, coordinator: Person, mailbox: Mailbox, posted: Settings
) -> None:
    ask(sign_in(nour))
    database = app.extensions["database"]

    assert notices.send(database, posted, now=now) == 1
    assert notices.send(database, posted, now=now) == 0

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

    assert notices.send(database, down, now=lambda: moment) == 0
    assert notices.send(database, posted, now=lambda: moment) == 0
    assert notices.send(database, posted, now=lambda: moment + timedelta(minutes=16)) == 1
    assert len(mailbox.received) == 1


def test_two_clicks_at_the_same_moment_ask_once(settings: Settings, nour: Person, session: Session) -> None:
    wish = services.Wish("Nour", Channel.IN_PERSON, "", "")

    failures = do_together(
        settings.database, lambda own: services.ask(own, own.get_one(Person, nour.id), wish, now=now())
    )

    assert failures == []
    assert len(requests(session)) == 1
