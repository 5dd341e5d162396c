"""Someone whose address was sealed under the secret of before."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal import create_app, encryption
from journal.accounts.models import Person
from journal.config import Settings
from tests.factories import make_person
from tests.unit.journal.operations.keys.held import ADDRESS, FORMER


@pytest.fixture
def amina(session: Session, settings: Settings) -> Person:
    """Someone whose address was encrypted under the secret of before."""
    encryption.use(replace(settings, secret_key=FORMER))
    person = make_person(session, username="amina", email=ADDRESS)
    session.commit()
    encryption.use(settings)
    return person


@pytest.fixture
def knowing(settings: Settings) -> Iterator[Flask]:
    """The site, told what its secret was."""
    app = create_app(replace(settings, former_secrets=(FORMER,)))
    yield app
    app.extensions["database"].close()
