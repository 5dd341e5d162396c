"""What the Lab tried leaves the récits: words of a step that named someone, an experiment written by mistake."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.experiments import removing
from journal.experiments import services as experiments
from journal.experiments.models import Experiment, ExperimentStep, Helped, Rung
from journal.experiments.services import ExperimentDescription, StepContent
from journal.indicators import services as indicators
from journal.indicators.models import Indicator
from journal.narrative.making import services
from journal.narrative.models import Digest, DigestParagraph
from nlp.prose.drafts import ParagraphKind
from tests.conftest import SignIn
from tests.factories import NOW
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, Scene
from tests.web.indicators.counting import HIRED

NAMED = "Le minibus part de chez Samira Benali. Vingt personnes l’ont pris au mois de novembre."


def tries(session: Session, scene: Scene, title: str, evidence: str) -> Experiment:
    wording = ExperimentDescription(title, "Un essai.", "Qui n’a pas de voiture.")
    idea = StepContent(Rung.IDEA, scenes.NOVEMBER, evidence)
    return experiments.begin(session, wording, idea, by=scene.first, now=NOW)


def told(digest: Digest) -> str:
    return str([(part.text, part.draft_text, part.sentences) for part in digest.paragraphs])


@pytest.fixture
def minibus(app: Flask, session: Session, scene: Scene) -> Experiment:
    return tries(session, scene, "Le minibus", NAMED)


def test_words_a_step_no_longer_keeps_leave_the_drafts_and_the_living_recit(
    minibus: Experiment, scene: Scene, session: Session
) -> None:
    lived = services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)
    assert lived is not None
    assert not lived.is_stale
    draft = scenes.draft(session, scene)
    session.commit()
    assert "Samira Benali" in told(draft)

    experiments.forget_words(minibus.steps[0])
    session.commit()
    session.expire_all()

    assert "Samira" not in told(draft)
    assert "citation" not in told(draft)
    assert lived.is_stale


def test_a_published_month_loses_the_sentence_that_says_them_and_nothing_else(
    minibus: Experiment, scene: Scene, session: Session, sign_in: SignIn
) -> None:
    tries(session, scene, "Le parrainage", "Une marraine accompagne chaque entretien.")
    published = scenes.publish(session, scene)
    reader, address = scene.people[0], "/recit/2026-11"
    session.commit()

    experiments.forget_words(minibus.steps[0])
    session.commit()

    page = sign_in(reader).get(address).text
    assert "Samira" not in page
    assert "Le parrainage" in page
    assert "une phrase retirée par l’équipe" in page
    assert "Samira" not in told(published)


@pytest.mark.parametrize("written", ["L’essai part de chez Mme Benali.", None])
def test_a_published_paragraph_goes_whole_when_it_was_written_otherwise_or_says_nothing_else(
    minibus: Experiment, scene: Scene, session: Session, written: str | None
) -> None:
    published = scenes.publish(session, scene)
    paragraph = next(part for part in published.paragraphs if part.kind == ParagraphKind.EXPERIMENTS)
    paragraph.text = written or paragraph.text
    session.commit()

    experiments.forget_words(minibus.steps[0])
    session.commit()

    assert (paragraph.text, paragraph.draft_text, paragraph.sentences) == ("", "", [])
    assert published.revisions[-1]["what"] == "taken_down"


def test_a_paragraph_emptied_before_the_month_was_published_tells_of_nothing(
    minibus: Experiment, scene: Scene, session: Session
) -> None:
    published = scenes.publish(session, scene)
    next(part for part in published.paragraphs if part.kind == ParagraphKind.EXPERIMENTS).text = ""
    session.flush()

    assert removing.problem(session, minibus) is None
    experiments.forget_words(minibus.steps[0])
    session.flush()

    assert "Samira" not in told(published)
    assert [revision["what"] for revision in published.revisions] == ["publication"]


def test_an_experiment_written_by_mistake_is_deleted_and_leaves_the_drafts(
    minibus: Experiment, scene: Scene, session: Session, sign_in: SignIn
) -> None:
    tries(session, scene, "Le parrainage", "Une marraine accompagne chaque entretien.")
    draft = scenes.draft(session, scene)
    session.commit()
    read = draft.version
    team = sign_in(scene.first)

    page = team.get(team.get(f"/experimentations/{minibus.id}").select_one("a[href$=effacer]")["href"])
    assert "1\u00a0marche notée" in page.text
    team.submit(page)

    assert "L’expérimentation est effacée" in team.get(team.response.location).text
    session.expire_all()
    assert "minibus" not in told(draft)
    assert "Le parrainage" in told(draft)
    assert draft.version > read
    assert [row.title for row in session.scalars(sa.select(Experiment))] == ["Le parrainage"]


@pytest.mark.parametrize("written", ["L’essai de transport a plu. Une marraine vient.", "{} LE MINIBUS a plu.", ""])
def test_a_draft_rewritten_about_a_deleted_experiment_is_the_sites_again_unless_it_was_emptied(
    minibus: Experiment, scene: Scene, session: Session, written: str
) -> None:
    tries(session, scene, "Le parrainage", "Une marraine accompagne chaque entretien.")
    draft = scenes.draft(session, scene)
    paragraph = next(part for part in draft.paragraphs if part.kind == ParagraphKind.EXPERIMENTS)
    text = written.format(paragraph.text)
    services.edit_paragraph(session, paragraph, text, version=draft.version, by=scene.second, now=NOW)

    removing.remove(session, minibus)

    assert "transport" not in told(draft)
    assert "minibus" not in told(draft).lower()
    assert ("Le parrainage" in paragraph.text) is bool(written)
    assert (paragraph.edited_at is None) is bool(written)


def test_a_step_said_better_counts_once_and_goes_with_its_experiment(
    minibus: Experiment, scene: Scene, session: Session, sign_in: SignIn
) -> None:
    wrong = minibus.steps[0]
    for said in ("Mieux dit.", "Mieux encore.", "Bien dit.", "Très bien dit."):
        words = StepContent(Rung.IDEA, scenes.NOVEMBER, said)
        wrong = experiments.correct(session, minibus, wrong, words, by=scene.first, now=NOW)
    session.commit()
    team = sign_in(scene.first)

    page = team.get(f"/experimentations/{minibus.id}/effacer")
    assert "1\u00a0marche notée" in page.text
    team.submit(page)

    assert session.scalar(sa.select(ExperimentStep.id)) is None


def test_what_a_published_month_tells_is_not_deleted(
    minibus: Experiment, scene: Scene, session: Session, sign_in: SignIn
) -> None:
    page = f"/experimentations/{minibus.id}/effacer"
    session.commit()
    team = sign_in(scene.first)
    form = team.get(page)
    scenes.publish(session, scene)
    session.commit()

    assert "Le récit de novembre\u00a02026 en parle" in team.get(page).text
    assert not team.get(page).select("main form")
    assert "Elle ne peut plus être effacée" in team.submit(form, status=422).text
    assert session.scalar(sa.select(Experiment.id)) is not None


def test_nor_is_an_experiment_someone_spoke_of(minibus: Experiment, scene: Scene, session: Session) -> None:
    experiments.say(session, minibus, Helped.YES, by=scene.people[0], now=NOW)

    assert removing.problem(session, minibus) == removing.HEARD
    experiments.unsay(session, minibus, by=scene.people[0])
    assert removing.problem(session, minibus) is None


def test_an_indicator_is_deleted_until_a_month_tells_of_it(
    app: Flask, scene: Scene, session: Session, sign_in: SignIn
) -> None:
    row = indicators.propose(session, HIRED, by=scene.first, now=NOW)
    published = scenes.publish(session, scene)
    session.commit()
    team, page = sign_in(scene.first), f"/indicateurs/{row.id}/effacer"

    form = team.get(page)
    paragraph = tells(published, row)
    session.commit()
    assert "Il ne peut plus être effacé" in team.submit(form, status=422).text

    session.delete(paragraph)
    session.commit()
    team.submit(team.get(page))

    assert session.scalar(sa.select(Indicator.id)) is None


def tells(digest: Digest, row: Indicator) -> DigestParagraph:
    paragraph = DigestParagraph(
        position=99, kind=ParagraphKind.EXPERIMENTS.value, heading="", text="Compté.", draft_text=""
    )
    paragraph.sentences = [{"text": "Compté.", "evidence": [["indicator", str(row.id)]]}]
    digest.paragraphs.append(paragraph)
    return paragraph
