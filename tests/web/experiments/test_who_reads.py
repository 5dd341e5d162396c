"""Who reads what is tried, and what the récit of the month says of it."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Role
from journal.experiments import services
from journal.experiments.models import Rung
from journal.experiments.services import ExperimentDescription, StepContent
from tests.conftest import SignIn
from tests.factories import NOW, make_person
from tests.pages import Browser
from tests.unit.journal.narrative.scenes import Scene, make_scene, publish
from tests.web.experiments.trying import LIST, MARCH


def test_everyone_of_the_lab_reads_experiments_and_only_coordinators_write(
    session: Session, lab: Lab, sign_in: SignIn, address: str
) -> None:
    readers = [make_person(session, lab, role) for role in (Role.ADMIN, Role.PARTNER, Role.PARTICIPANT)]
    session.commit()

    for reader in readers:
        browser = sign_in(reader)
        assert "Le minibus" in browser.get(LIST).text
        assert "Noter une marche" not in browser.get(address).text
        browser.get(f"{address}/marche", status=404)


def test_a_theme_too_few_people_speak_of_is_not_named(session: Session, sign_in: SignIn) -> None:
    scene = make_scene(session, people=4)
    words = ExperimentDescription("Le minibus", "Un minibus.", "Tout le monde.", [scene.theme.id])
    row = services.begin(session, words, StepContent(Rung.IDEA, MARCH, "Le récit."), by=scene.first, now=NOW)
    session.commit()

    assert "Les trajets" not in sign_in(scene.people[0]).get(f"{LIST}/{row.id}").text


@pytest.fixture
def told(session: Session) -> Scene:
    """A month in which an experiment climbed and came back, published for the Lab and for everyone."""
    scene = make_scene(session)
    scene.lab.is_public = True
    words = ExperimentDescription("Le minibus", "Un minibus.", "Tout le monde.")
    idea = StepContent(Rung.IDEA, date(2026, 10, 2), "Le récit d’octobre.")
    row = services.begin(session, words, idea, by=scene.first, now=NOW)
    for rung, day, why in ((Rung.TRIAL, 3, "À Digne, avec la ville."), (Rung.IDEA, 9, "Plus de chauffeur.")):
        services.add_step(session, row, StepContent(rung, date(2026, 11, day), why), by=scene.first, now=NOW)
    publish(session, scene)
    session.commit()
    return scene


def test_the_recit_tells_the_rungs_of_the_month_and_leads_to_the_experiment(told: Scene, sign_in: SignIn) -> None:
    page = sign_in(told.people[0]).get("/recit/2026-11")

    part = next(each for each in page.select("section") if "Ce que le Lab essaie" in each.get_text())
    assert "à Digne, avec la ville" in part.text
    assert "octobre" not in part.text
    assert "chauffeur" not in part.text
    assert part.select_one("a[href^='/experimentations/']")


def test_what_is_tried_is_told_to_the_lab_alone(told: Scene, browser: Browser) -> None:
    page = browser.get(f"/public/{told.lab.id}/recit/2026-11")

    assert "Les trajets" in page.text
    assert "Digne" not in page.text
