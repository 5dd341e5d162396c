from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.config import Settings
from tests.conftest import application
from tests.databases import Opening
from tests.factories import make_person
from tests.mailbox import Mailbox
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
