"""From an idea to a norm, one rung at a time, each with its evidence; nothing is erased."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.actors import services as actors
from journal.actors.models import ActorKind
from journal.cooperation.models import LabAnswer
from journal.experiments import services
from journal.experiments.models import Experiment, ExperimentStep, Rung
from journal.experiments.services import ExperimentDescription, StepContent
from nlp.prose.types import AnswerKind
from tests.conftest import SignIn
from tests.factories import NOW
from tests.pages import Browser
from tests.unit.journal.narrative.scenes import make_scene
from tests.web.experiments.trying import FORM, LIST, note, rungs


def test_a_coordinator_writes_an_idea_and_ties_it_to_the_recit(session: Session, sign_in: SignIn) -> None:
    scene = make_scene(session)
    ville = actors.add(session, scene.lab.id, "La ville de Digne", ActorKind.PUBLIC_SERVICE, now=NOW)
    answer = LabAnswer(lab_id=scene.lab.id, theme_id=scene.theme.id, by_id=scene.first.id, at=NOW)
    answer.kind, answer.text = AnswerKind.WILL_DO, "Un minibus, trois matins par semaine."
    session.add(answer)
    session.commit()
    team = sign_in(scene.first)
    team.submit(
        team.get(f"{LIST}/nouvelle"),
        {
            "title": "Le minibus",
            "tried": "Un minibus va de la gare au centre.",
            "for_whom": "Qui n’a pas de voiture.",
            "themes": [str(scene.theme.id)],
            "actors": [str(ville.id)],
            "answer": str(answer.id),
            "evidence": "Le récit de novembre.",
            "happened_on": "2026-11-02",
            "link": "https://exemple.org/compte-rendu",
        },
        form=FORM,
    )

    page = sign_in(scene.people[0]).get(team.response.location)

    assert rungs(page) == ["Idée"]
    for told in (
        "La ville de Digne",
        "Les trajets",
        "Un minibus, trois matins par semaine",
        "Le récit de novembre",
    ):
        assert told in page.text
    assert page.select_one("a[href='https://exemple.org/compte-rendu'][rel~=noopener]")


def test_an_experiment_climbs_one_rung_with_its_evidence(team: Browser, address: str) -> None:
    note(team, address, "evaluated", link="https://exemple.org/bilan")

    page = team.get(address)
    assert rungs(page) == ["Idée", "Essai", "Essai évalué"]
    assert "Vingt trajets, dit le centre." in page.text
    assert page.select_one("[aria-current=step] h3").text == "Essai évalué"


def test_each_rung_asks_its_own_question(team: Browser, address: str) -> None:
    text = team.get(f"{address}/marche").text

    assert "Essai évalué. Qu’a-t-on mesuré, dit par qui\u00a0?" in text
    assert "Idée. Pourquoi revenir en arrière\u00a0?" in text
    assert "Abandonné. Qu’en a-t-on appris\u00a0?" in text


def test_no_rung_is_jumped_even_by_a_forged_form(team: Browser, address: str) -> None:
    note(team, address, "norm", status=422)

    assert rungs(team.get(address)) == ["Idée", "Essai"]


def test_without_evidence_there_is_no_rung(team: Browser, address: str) -> None:
    page = note(team, address, "evaluated", evidence=" ", status=422)

    assert "sans elle, la marche ne tient pas" in page.text
    assert rungs(team.get(address)) == ["Idée", "Essai"]


@pytest.mark.parametrize(
    "link", ["http://exemple.org", "javascript:alert(1)", "https://exemple.org@ailleurs.org", "https:///x"]
)
def test_only_a_plain_https_address_is_kept_as_evidence(team: Browser, address: str, link: str) -> None:
    page = note(team, address, "evaluated", link=link, status=422)

    assert "commence par https://" in page.text


def test_a_step_whose_day_does_not_fit_is_refused_beside_it(team: Browser, address: str) -> None:
    page = note(team, address, "evaluated", happened_on="2026-03-01", status=422)

    said = page.select_one("#happened_on-error").text
    assert "La marche d’avant est plus récente\u00a0: elle est du" in said
    assert "corrigez d’abord sa date" in said


def test_an_experiment_comes_back_down_with_a_reason_and_forgets_nothing(team: Browser, address: str) -> None:
    note(team, address, "idea", evidence="Plus de chauffeur.")

    page = team.get(address)
    assert rungs(page) == ["Idée", "Essai", "Idée"]
    assert "Plus de chauffeur." in page.text


def test_what_was_learnt_stays_when_an_experiment_is_left(team: Browser, address: str) -> None:
    note(team, address, "abandoned", evidence="Trop tôt le matin.")

    assert "Trop tôt le matin." in team.get(address).text
    assert "Abandonné" in team.get(LIST).select_one("main .where").text


def test_a_step_is_corrected_by_another_and_both_are_read(
    team: Browser, session: Session, minibus: Experiment, address: str
) -> None:
    step = session.scalar(sa.select(ExperimentStep).where(ExperimentStep.rung == Rung.TRIAL))
    session.commit()
    form = team.get(f"{LIST}/marches/{step.id}/corriger")
    team.submit(form, {"evidence": "À Manosque, avec la ville."}, form=FORM)

    page = team.get(address)
    assert rungs(page) == ["Idée", "Essai"]
    assert "À Manosque" in page.text
    assert "À Digne" in page.text
    assert "Corrigée une fois" in page.text
    again = team.submit(form, {"evidence": "Ailleurs."}, form=FORM, status=422)
    assert "déjà été corrigée" in again.text


def test_words_that_name_someone_are_kept_nowhere_once_it_is_said(
    team: Browser, session: Session, minibus: Experiment, address: str
) -> None:
    step = session.scalar(sa.select(ExperimentStep).where(ExperimentStep.rung == Rung.TRIAL))
    session.commit()
    team.submit(team.get(f"{LIST}/marches/{step.id}/corriger"), {"evidence": "Chez Samira Benali."}, form=FORM)
    latest = session.scalar(sa.select(ExperimentStep.id).where(ExperimentStep.corrects_id == step.id))
    session.commit()

    form = team.get(f"{LIST}/marches/{latest}/corriger")
    team.submit(form, {"evidence": "Chez une habitante.", "names_someone": "y"}, form=FORM)

    page = team.get(address)
    assert "Chez une habitante." in page.text
    assert "la coordination les a retirés" in page.text
    kept = "".join(session.scalars(sa.select(ExperimentStep.evidence)))
    for words in ("Samira", "À Digne"):
        assert words not in page.text
        assert words not in kept


def test_an_experiment_left_alone_for_three_months_is_on_mondays_page(
    session: Session, lab: Lab, coordinator: Person, sign_in: SignIn
) -> None:
    for title, days in (("Le minibus", 120), ("Le parrainage", 20)):
        at = NOW - timedelta(days=days)
        words = StepContent(Rung.IDEA, at.date(), "Le récit.")
        services.begin(session, ExperimentDescription(title, "Ceci.", "Vous."), words, by=coordinator, now=at)
    session.commit()

    text = sign_in(coordinator).get("/themes/semaine").text

    assert "Rien n’est noté depuis trois mois sur «\u00a0Le minibus\u00a0»." in text
    assert "Le parrainage" not in text
