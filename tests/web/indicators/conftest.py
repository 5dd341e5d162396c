"""A Lab that counts something: its coordinator, two actors, two adopted indicators."""

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.actors import services as actors
from journal.actors.models import Actor, ActorKind
from journal.indicators.models import Indicator
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person
from tests.pages import Browser
from tests.web.indicators.counting import HEADCOUNT, HIRED, adopt


@pytest.fixture
def lab(session: Session) -> Lab:
    return make_lab(session)


@pytest.fixture
def coordinator(session: Session, lab: Lab) -> Person:
    return make_person(session, lab, Role.COORDINATOR)


@pytest.fixture
def company(session: Session, lab: Lab) -> Actor:
    return actors.add(session, lab.id, "La ressourcerie", ActorKind.COMPANY, now=NOW)


@pytest.fixture
def funder(session: Session, lab: Lab) -> Actor:
    return actors.add(session, lab.id, "La région", ActorKind.FUNDER, now=NOW)


@pytest.fixture
def hired(session: Session, coordinator: Person, company: Actor, funder: Actor) -> Indicator:
    return adopt(session, HIRED, coordinator, company, funder)


@pytest.fixture
def headcount(session: Session, coordinator: Person, company: Actor, funder: Actor) -> Indicator:
    return adopt(session, HEADCOUNT, coordinator, company, funder)


@pytest.fixture
def team(sign_in: SignIn, coordinator: Person, session: Session) -> Browser:
    session.commit()
    return sign_in(coordinator)
