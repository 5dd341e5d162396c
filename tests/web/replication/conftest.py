"""Two Labs of one site: the first evaluated a minibus, the second may take it up."""

from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.experiments import services
from journal.experiments.models import Experiment, Rung
from journal.experiments.services import ExperimentDescription, StepContent
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person
from tests.pages import Browser

SHEET = {
    "title": "Un minibus pour les premiers cours",
    "tried": "Trois trajets par semaine, de la gare au centre.",
    "lesson": "L’heure compte plus que le nombre de places.",
}


@dataclass
class Labs:
    first: Lab
    second: Lab
    ours: Person
    theirs: Person
    minibus: Experiment

    @property
    def page(self) -> str:
        return f"/experimentations/{self.minibus.id}"


@pytest.fixture
def labs(session: Session) -> Labs:
    first, second = make_lab(session, "Lab Provence"), make_lab(session, "Lab Littoral")
    ours, theirs = (make_person(session, lab, Role.COORDINATOR) for lab in (first, second))
    words = ExperimentDescription("Le minibus", "Un minibus va de la gare au centre.", "Qui n’a pas de voiture.")
    steps = [
        StepContent(rung, date(2026, 3, 2), "Le récit le dit.") for rung in (Rung.IDEA, Rung.TRIAL, Rung.EVALUATED)
    ]
    row = services.begin(session, words, steps[0], by=ours, now=NOW)
    for step in steps[1:]:
        services.add_step(session, row, step, by=ours, now=NOW)
    session.commit()
    return Labs(first, second, ours, theirs, row)


@pytest.fixture
def ours(labs: Labs, sign_in: SignIn) -> Browser:
    return sign_in(labs.ours)


@pytest.fixture
def theirs(labs: Labs, sign_in: SignIn) -> Browser:
    return sign_in(labs.theirs)


@pytest.fixture
def opened(labs: Labs, ours: Browser, theirs: Browser) -> str:
    """The page of a sheet, as the second Lab reads it."""
    ours.submit(ours.get(f"{labs.page}/ouvrir"), SHEET)
    return str(theirs.get("/essais-ouverts").select_one("main h2 a")["href"])


@pytest.fixture
def taken(opened: str, theirs: Browser) -> str:
    """The page of what the second Lab made of it."""
    theirs.submit(theirs.get(f"{opened}/reprendre"), {"for_whom": "Qui habite la presqu’île."})
    return str(theirs.response.location)
