"""A Lab that tries a minibus, with its coordinator."""

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.experiments import services
from journal.experiments.models import Experiment, Rung
from journal.experiments.services import ExperimentDescription, StepContent
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person
from tests.pages import Browser
from tests.web.experiments.trying import LIST, MARCH


@pytest.fixture
def lab(session: Session) -> Lab:
    return make_lab(session)


@pytest.fixture
def coordinator(session: Session, lab: Lab) -> Person:
    return make_person(session, lab, Role.COORDINATOR)


@pytest.fixture
def minibus(session: Session, lab: Lab, coordinator: Person) -> Experiment:
    """An idea that became a trial."""
    words = ExperimentDescription("Le minibus", "Un minibus va de la gare au centre.", "Qui n’a pas de voiture.")
    row = services.begin(session, words, StepContent(Rung.IDEA, MARCH, "Le récit de mars."), by=coordinator, now=NOW)
    services.add_step(session, row, StepContent(Rung.TRIAL, MARCH, "À Digne, avec la ville."), by=coordinator, now=NOW)
    session.commit()
    return row


@pytest.fixture
def team(sign_in: SignIn, coordinator: Person, minibus: Experiment) -> Browser:
    return sign_in(coordinator)


@pytest.fixture
def address(minibus: Experiment) -> str:
    return f"{LIST}/{minibus.id}"
