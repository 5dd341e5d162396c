"""An account of the team or of a partner that nobody uses for a year is signalled, then closed; nothing is erased."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts import staff
from journal.accounts.models import AuditEvent, Person, Role
from journal.config import Settings
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person
from tests.mailbox import Mailbox
from tests.unit.journal.rights.test_retention import TODAY, run

A_YEAR_AGO = date(2025, 11, 20)
MONTH = timedelta(days=30)


@pytest.fixture
def camille(session: Session) -> Person:
    lab = make_lab(session)
    make_person(session, lab, Role.ADMIN, last_seen_on=TODAY)
    person = make_person(session, lab, Role.COORDINATOR, last_seen_on=A_YEAR_AGO, username="camille")
    session.commit()
    return person


def closed(session: Session, person: Person) -> bool:
    session.refresh(person)
    found = person.disabled_at is not None
    session.rollback()
    return found


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PARTNER, Role.ADMIN])
def test_it_is_told_then_closed_a_month_later(
    app: Flask, session: Session, settings: Settings, camille: Person, role: Role
) -> None:
    camille.role = role
    session.commit()

    assert run(app, settings) == (1, 0)
    assert run(app, settings, later=MONTH - timedelta(days=1)) == (0, 0)
    assert not closed(session, camille)
    assert run(app, settings, later=MONTH) == (0, 1)
    assert closed(session, camille)
    assert run(app, settings, later=2 * MONTH) == (0, 0)

    event = session.scalars(sa.select(AuditEvent)).one()
    assert (event.action, event.subject_id, event.actor_id) == ("close_unused_account", camille.id, None)


def test_eleven_months_are_not_enough(app: Flask, session: Session, settings: Settings, camille: Person) -> None:
    camille.last_seen_on = A_YEAR_AGO + timedelta(days=40)
    session.commit()

    assert run(app, settings) == (0, 0)


def test_the_last_administrator_keeps_an_open_account(app: Flask, session: Session, settings: Settings) -> None:
    alone = make_person(session, role=Role.ADMIN, last_seen_on=A_YEAR_AGO)
    session.commit()

    assert run(app, settings) == (1, 0)
    assert run(app, settings, later=MONTH) == (0, 0)
    assert not closed(session, alone)


def test_coming_back_keeps_it_open(
    app: Flask, session: Session, settings: Settings, camille: Person, sign_in: SignIn
) -> None:
    run(app, settings)
    sign_in(camille)

    assert run(app, settings, later=MONTH) == (0, 0)
    assert not closed(session, camille)


def test_reopened_by_an_administrator_it_is_given_its_month_again(
    app: Flask, session: Session, settings: Settings, camille: Person
) -> None:
    run(app, settings)
    run(app, settings, later=MONTH)
    session.refresh(camille)
    staff.set_disabled(session, camille, disabled=False, now=NOW + MONTH)
    session.commit()

    assert run(app, settings, later=MONTH) == (1, 0)
    assert not closed(session, camille)


def test_administrators_read_it_beside_the_account(
    app: Flask, session: Session, settings: Settings, camille: Person, sign_in: SignIn
) -> None:
    run(app, settings)
    admin = make_person(session, camille.lab, Role.ADMIN)
    session.commit()

    page = sign_in(admin).get("/comptes")

    (told,) = [each for each in page.select("section.sheet") if "camille" in each.text]
    assert "Il ne sert plus\u00a0: sans connexion d’ici là, il se ferme après le" in told.text


def test_its_owner_is_written_to(
    app: Flask, session: Session, posted: Settings, mailbox: Mailbox, camille: Person
) -> None:
    camille.email = "camille@exemple.org"
    session.commit()

    assert run(app, posted) == (1, 0)

    (message,) = mailbox.received
    assert message["Subject"] == "Votre compte va se fermer"
    text = message.get_content()
    assert "presque 12\u00a0mois" in text
    assert "Rien n’est effacé" in text
