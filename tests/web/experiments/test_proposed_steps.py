"""A partner that carries an experiment proposes a step; a coordinator accepts it, or says why not."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal import clock
from journal.accounts.models import Lab, Person, Role
from journal.actors import services as actors
from journal.actors.models import Actor, ActorKind
from journal.experiments import services
from journal.experiments.models import Experiment, ExperimentStep, Rung, StepState
from journal.experiments.services import StepContent
from journal.partners.models import Partner
from journal.web import typography
from tests.conftest import SignIn
from tests.factories import NOW, make_person
from tests.pages import Browser
from tests.web.experiments.trying import FORM, LIST, MARCH, note, participants, rungs


@pytest.fixture
def proposed(session: Session, minibus: Experiment, coordinator: Person) -> ExperimentStep:
    words = StepContent(Rung.EVALUATED, MARCH, "Mesuré par le centre.")
    step = services.add_step(session, minibus, words, by=coordinator, now=NOW, proposed=True)
    session.commit()
    return step


def test_a_proposed_step_moves_nothing_until_a_coordinator_accepts(
    team: Browser, address: str, proposed: ExperimentStep
) -> None:
    assert rungs(team.get(address)) == ["Idée", "Essai"]

    team.post(f"{LIST}/marches/{proposed.id}/accepter")

    assert rungs(team.get(address)) == ["Idée", "Essai", "Essai évalué"]


def test_participants_do_not_read_a_proposed_step(
    session: Session, lab: Lab, sign_in: SignIn, address: str, proposed: ExperimentStep
) -> None:
    (person,) = participants(session, lab, 1)

    assert "Mesuré par le centre" not in sign_in(person).get(address).text


def test_a_declined_step_moves_nothing(team: Browser, session: Session, address: str, proposed: ExperimentStep) -> None:
    team.post(f"{LIST}/marches/{proposed.id}/refuser", {"because": "Le mois n’est pas fini."})

    assert rungs(team.get(address)) == ["Idée", "Essai"]
    assert session.get_one(ExperimentStep, proposed.id, populate_existing=True).state is StepState.DECLINED


def test_no_step_is_declined_without_a_reason(team: Browser, session: Session, proposed: ExperimentStep) -> None:
    form = team.get(f"{LIST}/marches/{proposed.id}/refuser")

    page = team.submit(form, {"because": " "}, form=FORM, status=422)

    assert "Dites pourquoi" in page.select_one("#because-error").text
    assert session.get_one(ExperimentStep, proposed.id, populate_existing=True).state is StepState.PROPOSED


def test_a_proposed_step_is_decided_once(team: Browser, address: str, proposed: ExperimentStep) -> None:
    team.post(f"{LIST}/marches/{proposed.id}/accepter")

    page = team.post(f"{LIST}/marches/{proposed.id}/refuser", {"because": "Trop tard."}, status=422)

    assert "Quelqu’un a déjà décidé" in page.text
    assert rungs(team.get(address)) == ["Idée", "Essai", "Essai évalué"]


def test_a_proposed_step_that_the_ladder_left_behind_is_refused(
    team: Browser, address: str, proposed: ExperimentStep
) -> None:
    note(team, address, "idea", evidence="Plus de chauffeur.")

    team.post(f"{LIST}/marches/{proposed.id}/accepter", status=422)

    assert rungs(team.get(address)) == ["Idée", "Essai", "Idée"]


def test_a_proposed_step_waits_on_mondays_page(team: Browser, proposed: ExperimentStep) -> None:
    told = team.get("/themes/semaine").select_one("section.waiting-awaited a")

    assert "Une marche proposée pour" in told.text
    assert "attend votre avis." in told.text
    assert "Accepter" in team.get(told["href"]).main.text


@pytest.fixture
def carrier(session: Session, lab: Lab, minibus: Experiment) -> Person:
    """Someone of an organisation that carries the experiment."""
    cars = actors.add(session, lab.id, "Autocars des Collines", ActorKind.COMPANY, now=NOW)
    minibus.actors.append(cars)
    return speaks_for(session, lab, cars)


def speaks_for(session: Session, lab: Lab, actor: Actor) -> Person:
    person = make_person(session, lab, Role.PARTNER)
    session.add(Partner(person_id=person.id, actor_id=actor.id))
    session.commit()
    return person


def test_who_carries_an_experiment_proposes_a_step_that_a_coordinator_accepts(
    session: Session, carrier: Person, team: Browser, sign_in: SignIn, address: str
) -> None:
    theirs = sign_in(carrier)
    assert "Proposer une marche" in theirs.get(address).text
    assert "Votre organisation la porte" in theirs.get(LIST).text
    assert "Votre organisation la porte" not in team.get(LIST).text
    note(theirs, address, "evaluated")
    assert rungs(team.get(address)) == ["Idée", "Essai"]
    assert "Vingt trajets, dit le centre." in theirs.get(address).text

    step = session.scalars(sa.select(ExperimentStep).where(ExperimentStep.state == StepState.PROPOSED)).one()
    session.commit()
    theirs.post(f"{LIST}/marches/{step.id}/accepter", status=404)
    team.post(f"{LIST}/marches/{step.id}/accepter")

    assert rungs(theirs.get(address)) == ["Idée", "Essai", "Essai évalué"]


def test_who_proposed_a_step_reads_why_it_is_not_kept(
    session: Session, lab: Lab, carrier: Person, team: Browser, sign_in: SignIn, address: str
) -> None:
    note(sign_in(carrier), address, "evaluated")
    step = session.scalars(sa.select(ExperimentStep).where(ExperimentStep.state == StepState.PROPOSED)).one()
    session.commit()

    team.submit(team.get(f"{LIST}/marches/{step.id}/refuser"), {"because": "Attendons la fin du mois."}, form=FORM)

    day = clock.now()
    told = f"Pas retenue le {typography.day(day)}\u00a0: Attendons la fin du mois."
    assert told in sign_in(carrier).get(address).text
    assert told in team.get(address).text
    participant, other = make_person(session, lab), make_person(session, lab, Role.PARTNER)
    session.commit()
    for outsider in (participant, other):
        assert "Attendons la fin du mois." not in sign_in(outsider).get(address).text


def test_who_does_not_carry_an_experiment_proposes_nothing_and_reads_no_proposal(
    session: Session, lab: Lab, carrier: Person, sign_in: SignIn, address: str
) -> None:
    note(sign_in(carrier), address, "evaluated")
    other = speaks_for(session, lab, actors.add(session, lab.id, "Ailleurs", ActorKind.FUNDER, now=NOW))
    theirs = sign_in(other)

    assert "Vingt trajets" not in theirs.get(address).text
    assert "Proposer une marche" not in theirs.get(address).text
    theirs.get(f"{address}/marche", status=404)


def test_an_organisation_that_left_the_lab_proposes_no_more(
    session: Session, carrier: Person, minibus: Experiment, sign_in: SignIn, address: str
) -> None:
    actors.retire(session, minibus.actors[0], now=NOW)
    session.commit()

    sign_in(carrier).get(f"{address}/marche", status=404)
