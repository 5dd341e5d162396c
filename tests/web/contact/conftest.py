"""Someone who asks to be contacted, and a coordinator of their Lab."""

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from tests.factories import make_entry, make_lab, make_person


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
