from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.config import Settings
from tests.conftest import SignIn, application
from tests.databases import Opening
from tests.factories import make_lab, make_person
from tests.mailbox import Mailbox
from tests.pages import Browser
from tests.web.accounts.coming_back import Scene


@pytest.fixture
def amina(session: Session) -> Person:
    person = make_person(session, username="amina")
    session.commit()
    return person


@pytest.fixture
def site(built: Flask, posted: Settings, opening: Opening) -> Iterator[Flask]:
    """The application, on a machine that sends mails."""
    with application(built, posted, opening) as app:
        yield app


@pytest.fixture
def scene(site: Flask, session: Session, posted: Settings, mailbox: Mailbox) -> Scene:
    return Scene(site, session, posted, mailbox)


@pytest.fixture
def chosen(scene: Scene) -> Scene:
    """Amina has chosen her address, and confirmed it."""
    scene.choose_and_confirm()
    return scene


@pytest.fixture
def lab(session: Session) -> Lab:
    return make_lab(session, "Lab Provence")


@pytest.fixture
def admin(session: Session, lab: Lab) -> Person:
    person = make_person(session, lab, Role.ADMIN, username="administre")
    session.commit()
    return person


@pytest.fixture
def desk(admin: Person, sign_in: SignIn) -> Browser:
    return sign_in(admin)


@pytest.fixture
def coordination(session: Session, lab: Lab, sign_in: SignIn) -> Browser:
    person = make_person(session, lab, Role.COORDINATOR, username="coordonne")
    session.commit()
    return sign_in(person)
