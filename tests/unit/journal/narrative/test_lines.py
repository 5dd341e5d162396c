"""What Monday's page says of the récits of the months."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.cooperation import services as cooperation
from journal.cooperation.services import AnswerContent
from journal.home.awaiting import monday_lines
from journal.narrative.making import quotes, services
from journal.narrative.models import Quote, QuoteState
from journal.narrative.pages import lines
from nlp.prose.types import AnswerKind
from tests.factories import NOW, make_lab, make_person
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, Scene, make_scene

LAST = date(2026, 11, 30)
TO_START = "Le récit de novembre 2026 n’est pas commencé."


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene(session)


def told(session: Session, scene: Scene, today: date = LAST, who: Person | None = None) -> list[str]:
    return [line.sentence.replace("\u00a0", " ") for line in lines.on_monday(session, who or scene.first, today, 5)]


@pytest.mark.parametrize(
    ("today", "said"),
    [(date(2026, 11, 27), []), (date(2026, 11, 28), [TO_START]), (LAST, [TO_START]), (date(2026, 12, 15), [TO_START])],
)
def test_a_month_is_to_be_started_from_its_last_days_on(
    today: date, said: list[str], scene: Scene, session: Session
) -> None:
    assert told(session, scene, today) == said


def test_a_month_no_analysis_covers_is_not_asked_for(session: Session) -> None:
    assert lines.on_monday(session, make_person(session, make_lab(session), Role.COORDINATOR), LAST, 5) == []


def test_a_draft_waits_for_its_quotes_to_be_read_then_for_another_person(scene: Scene, session: Session) -> None:
    digest = services.draft_digest(session, scene.lab, scenes.NOVEMBER, by=scene.first, now=NOW, **FIGURES)
    assert told(session, scene) == ["3 citations proposées pour le récit de novembre 2026 attendent votre lecture."]
    (line,) = lines.on_monday(session, scene.first, LAST, 5)
    assert (line.endpoint, line.values) == ("narrative.edit", {"month": "2026-11", "_anchor": "citations"})

    quotes.ask(session, digest, session.scalars(sa.select(Quote)).all(), now=NOW)

    waits = "Le récit de novembre 2026 attend {} ; 3 citations attendent l’accord de qui a écrit."
    assert told(session, scene) == [waits.format("l’approbation d’une autre personne")]
    assert told(session, scene, who=scene.second) == [waits.format("votre approbation")]


def test_an_approved_month_waits_to_be_published_and_then_for_nothing(scene: Scene, session: Session) -> None:
    digest = scenes.draft(session, scene)
    session.scalars(sa.select(Quote)).first().state = QuoteState.PROPOSED
    session.flush()
    services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)
    (approved,) = told(session, scene)
    assert approved.startswith("Le récit de novembre 2026 est approuvé : il reste à le publier ; 2 citations attendent")

    services.publish(session, digest, now=NOW, **FIGURES)

    assert told(session, scene) == []


def test_adopted_themes_wait_for_a_first_answer_of_the_lab(scene: Scene, session: Session) -> None:
    def said() -> str:
        return " ".join(line.sentence for line in monday_lines(session, scene.first, NOW, 5))

    other = scenes.adopt(session, scene.lab, "Les entretiens", (scene.first, scene.second), born_on=scenes.NOVEMBER)
    assert "2 thèmes adoptés attendent une première réponse du Lab." in said()

    answering = {"by": scene.first, "now": NOW}
    cooperation.answer(session, other, AnswerContent(AnswerKind.DOING, "des essais filmés"), **answering)
    assert "Un thème adopté attend une première réponse du Lab." in said()

    cooperation.answer(session, scene.theme, AnswerContent(AnswerKind.DOING, "une navette le samedi"), **answering)
    assert "première réponse" not in said()
