"""« Avec le Lab » : all that an actor and the Lab share, in one dated thread that only the team reads."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.actors.models import Actor, ActorKind
from journal.calls import ideas, mediating
from journal.calls import services as calls
from journal.calls.mediating import read_mark
from journal.calls.models import Invited
from journal.calls.rules import Layout
from journal.calls.services import Asking
from journal.clock import now, today
from journal.common_good import services as common_good
from journal.common_good.models import Part, ProposalKind, Stance
from journal.cooperation.models import LabAnswer
from journal.cooperation.services import AnswerContent
from journal.experiments import services as experiments
from journal.experiments.models import Rung
from journal.experiments.services import ExperimentDescription, StepContent
from journal.indicators import services as indicators
from journal.indicators.models import IndicatorState
from journal.indicators.models import Stance as Opinion
from journal.partners.models import Partner
from nlp.prose.types import AnswerKind
from tests.factories import NOW, make_person
from tests.factories_actors import make_act, make_actor, make_alliance, make_point
from tests.factories_themes import make_run, make_theme
from tests.pages import Browser
from tests.web.indicators.counting import HEADCOUNT, HIRED, count

MARCH = date(2026, 3, 3)


@pytest.fixture
def actor(session: Session, coordinator: Person) -> Actor:
    """The only one that took part in anything."""
    made = make_actor(session, coordinator.lab, "Atelier des Gestes", ActorKind.COMPANY)
    session.commit()
    return made


@pytest.fixture
def other(session: Session, coordinator: Person) -> Actor:
    made = make_actor(session, coordinator.lab, "Autocars des Collines")
    session.commit()
    return made


@pytest.fixture
def speaker(session: Session, coordinator: Person, actor: Actor) -> Person:
    made = make_person(session, coordinator.lab, Role.PARTNER)
    session.flush()
    session.add(Partner(person_id=made.id, actor_id=actor.id))
    session.commit()
    return made


def thread(team: Browser, actor: Actor) -> str:
    part = team.get(f"/cooperation/acteurs/{actor.id}").select_one("#together")
    return " ".join(part.get_text(" ").split())


def test_alliances_and_acts_are_told_with_their_days(
    session: Session, coordinator: Person, actor: Actor, other: Actor, team: Browser
) -> None:
    make_alliance(session, actor, other)
    point = make_point(session, coordinator.lab)
    make_act(session, actor, point, coordinator, text="A prêté une salle.", on=MARCH)
    session.commit()

    told = thread(team, actor)

    assert "Alliance en cours, avec Autocars des Collines : Un car du matin" in told
    assert "Acte 3 mars 2026 A prêté une salle." in told
    assert "A prêté une salle" not in thread(team, other)


def test_an_experiment_is_told_rung_by_rung_and_only_to_those_who_carry_it(
    session: Session, coordinator: Person, actor: Actor, other: Actor, team: Browser
) -> None:
    words = ExperimentDescription("Le minibus", "Un minibus.", "Sans voiture.", actors=[actor.id])
    idea = StepContent(Rung.IDEA, MARCH, "Le récit.")
    row = experiments.begin(session, words, idea, by=coordinator, now=NOW)
    trial = StepContent(Rung.TRIAL, MARCH + timedelta(days=40), "À Digne.")
    experiments.add_step(session, row, trial, by=coordinator, now=NOW)
    session.commit()

    told = thread(team, actor)

    assert "Porte l’expérimentation « Le minibus » : essai" in told
    assert told.index("12 avril 2026 Le minibus : essai") < told.index("3 mars 2026 Le minibus : idée")
    assert "Le minibus" not in thread(team, other)


def test_indicators_it_proposed_spoke_of_and_measured_are_told_under_the_floor_as_everywhere(
    session: Session, coordinator: Person, actor: Actor, other: Actor, speaker: Person, team: Browser
) -> None:
    mine = indicators.propose(session, HIRED, by=speaker, now=NOW)
    theirs = indicators.propose(session, replace(HEADCOUNT), by=coordinator, now=NOW)
    for who in (actor, other):
        reason = "À compter chaque mois." if who is actor else ""
        indicators.give_opinion(session, mine, who.id, Opinion.FOR, reason, by=coordinator, now=NOW)
    adopted = IndicatorState.ADOPTED
    indicators.set_state(session, mine, adopted, reason="Utile.", by=coordinator, now=NOW)
    count(session, mine, 3, coordinator, actor, date(2026, 6, 30))

    told = thread(team, actor)

    assert f"A proposé « {mine.name} »" in told
    assert f"Pour, sur « {mine.name} » : À compter chaque mois." in told
    assert f"A mesuré « {mine.name} » : moins de 5 personnes" in told
    assert f"Mesure l’indicateur « {mine.name} »" in told
    assert theirs.name not in told
    assert "A proposé" not in thread(team, other)
    assert "A mesuré" not in thread(team, other)


def test_what_it_proposed_for_the_common_good_waits_to_be_in_the_open(
    session: Session, coordinator: Person, actor: Actor, speaker: Person, team: Browser
) -> None:
    common_good.write_first(session, dict.fromkeys(Part, "Un texte."), "Ici.", by=coordinator, now=NOW)
    made = common_good.propose(session, Part.WHOM, ProposalKind.REMARK, "Et la nuit ?", by=speaker, now=NOW)
    common_good.reformulate(session, made, "De jour comme de nuit.", "", by=coordinator, now=NOW)
    session.commit()
    assert "De jour comme de nuit." not in thread(team, actor)

    common_good.agree(session, made, 1, now=NOW)
    heard = common_good.propose(session, Part.WHOM, ProposalKind.REMARK, "Aussi.", by=coordinator, now=NOW)
    mediator = make_person(session, coordinator.lab, Role.COORDINATOR)
    common_good.reformulate(session, heard, "Pour tout le monde.", "", by=mediator, now=NOW)
    common_good.agree(session, heard, 1, now=NOW)
    common_good.answer(session, heard, 1, Stance.RESERVE, "Pas le samedi.", by=speaker, now=NOW)
    session.commit()

    told = thread(team, actor)
    assert "A proposé, sur « Pour qui » : De jour comme de nuit." in told
    assert "D’accord, avec une réserve, sur « Pour qui » : Pas le samedi." in told

    common_good.reformulate(session, made, "De jour surtout.", "", by=coordinator, now=NOW)
    session.commit()
    assert "De jour" not in thread(team, actor)


def test_answers_of_the_lab_that_name_it_are_told_and_no_others(
    session: Session, coordinator: Person, actor: Actor, other: Actor, team: Browser
) -> None:
    theme = make_theme(session, make_run(session, coordinator.lab))
    for text in ("Avec l’ATELIER DES GESTES, une salle le lundi.", "Nous écrirons aux ateliers."):
        row = LabAnswer(lab_id=coordinator.lab_id, theme_id=theme.id, by_id=coordinator.id, at=NOW)
        row.kind, row.text = AnswerKind.DOING, text
        session.add(row)
    session.commit()

    told = thread(team, actor)

    assert "une salle le lundi" in told
    assert "Nous écrirons aux ateliers" not in told
    assert "une salle le lundi" not in thread(team, other)


def test_its_ideas_are_told_by_their_title_with_the_answer_of_the_lab(
    session: Session, coordinator: Person, actor: Actor, speaker: Person, team: Browser
) -> None:
    asking = Asking("Comment venir ?", "", Invited.BOTH, today())
    call = calls.open_call(session, asking, by=coordinator, now=now())
    sent = ideas.write(session, call, Layout("Une navette", "On arriverait à l’heure.", "", ""), by=speaker, now=now())
    session.commit()
    assert "A proposé l’idée « Une navette »" in thread(team, actor)

    content = AnswerContent(AnswerKind.WILL_DO, "Nous l’essaierons en mars.", today())
    mediating.answer(session, sent, content, seen=read_mark(sent), by=coordinator, now=now())
    session.commit()
    assert "Le Lab répond à l’idée « Une navette » : Nous l’essaierons en mars." in thread(team, actor)
