"""The living récit as people read it, and say how far they recognise themselves in it."""

from collections.abc import Sequence

from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import Person
from journal.cooperation import services as cooperation
from journal.cooperation.services import AnswerContent
from journal.narrative import evidence
from journal.themes.models import ThemeStatus
from nlp.prose.types import AnswerKind
from nlp.types import Solidity
from tests.factories import NOW, make_person
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene, make_scene
from tests.web.narrative.living.composing import compose
from tests.web.narrative.months import paragraph_of
from tests.worker import sweep


def test_says_there_is_not_enough_yet_before_anything_is_composed(session: Session, sign_in) -> None:
    person = make_person(session)
    session.commit()

    assert "Il commencera quand assez de personnes auront partagé un texte" in sign_in(person).get("/recit").text


def test_each_sentence_opens_to_what_it_rests_on(scene: Scene, session: Session, sign_in) -> None:
    page = sign_in(scene.people[0]).get("/recit")

    folds = page.select(".story-part .evidence-fold")

    assert len(folds) == len(page.select(".story-part"))
    assert all(fold.select("li li") for fold in folds)


def test_what_the_living_recit_rests_on_is_counted_since_the_beginning(scene: Scene, session: Session, sign_in) -> None:
    scenes.publish(session, scene)
    session.commit()
    browser = sign_in(scene.people[0])

    living = browser.get("/recit").select_one(".story-opening .evidence").text
    assert "un texte depuis le début" in living
    assert "mois" not in living
    assert "un texte pendant le mois" in browser.get("/recit/2026-11").select_one(".story-opening .evidence").text


def test_from_the_top_of_a_long_recit_one_goes_straight_to_each_part(scene: Scene, session: Session, sign_in) -> None:
    digest = scenes.publish(session, scene)
    session.commit()

    page = sign_in(scene.people[0]).get(f"/recit/{digest.month:%Y-%m}")

    headings = {section["id"]: section.h2.text for section in page.select(".story-part:has(> h2)")}
    assert len(headings) > 3
    assert {str(a["href"])[1:]: a.text for a in page.select(".contents a")} == headings


def test_what_a_phone_folds_is_open_without_a_script_and_says_when_a_theme_is_still_to_confirm(
    scene: Scene, session: Session, sign_in
) -> None:
    scene.state.solidity = Solidity.FRAGILE
    scenes.publish(session, scene)
    session.commit()

    part = sign_in(scene.people[0]).get("/recit/2026-11").select_one(".story-theme")

    fold = part.select_one("details.story-rest")
    assert fold.has_attr("open")
    assert "reste à confirmer" in fold.summary.text
    shown = " ".join(each.text for each in part.select(".story-text p"))
    assert shown.split() == paragraph_of(session, "theme").text.split()


def test_a_short_recit_has_no_contents(scene: Scene, sign_in) -> None:
    page = sign_in(scene.people[0]).get("/recit")
    assert len(page.select(".story-part > h2")) <= 3
    assert not page.select(".contents")


def test_no_evidence_of_a_fresh_text_is_gone(session: Session) -> None:
    scene = make_scene(session)
    cooperation.answer(
        session, scene.theme, AnswerContent(AnswerKind.DOING, "une navette le samedi"), by=scene.first, now=NOW
    )
    digest = scenes.publish(session, scene)
    narrative = compose(session, scene)
    parts = [*(p.sentences for p in digest.paragraphs), *(p["sentences"] for p in narrative.paragraphs)]

    opened = [each for sentences in parts for each in evidence.open_all(session, sentences, scene.lab.id)]

    assert opened
    for sentence in opened:
        assert sentence.evidence, sentence.text
        for item in sentence.evidence:
            assert item.text not in evidence.GONE
            assert "retirée" not in item.text


def test_one_answers_with_the_part_of_the_recit_in_sight(scene: Scene, session: Session, sign_in) -> None:
    browser = sign_in(scene.people[0])
    part = " ".join(each.text for each in browser.get("/recit").select(".story-theme .story-text p"))

    page = browser.get(f"/recit/themes/{scene.theme.id}/repondre")

    assert page.select_one("blockquote.sheet").text.split() == part.split()


def test_a_participant_says_how_far_they_recognise_themselves_and_may_change(scene: Scene, sign_in) -> None:
    browser = sign_in(scene.people[0])
    page = browser.get(f"/recit/themes/{scene.theme.id}/repondre")
    browser.submit(page, {"answer": "partly"})
    assert "En partie" in browser.get("/recit").select_one(".tag").text

    browser.submit(browser.get(f"/recit/themes/{scene.theme.id}/repondre"), {"answer": "yes"})

    assert "Je m’y reconnais" in browser.get("/recit").select_one(".tag").text


def test_an_answer_must_be_chosen(scene: Scene, sign_in) -> None:
    browser = sign_in(scene.people[0])

    page = browser.submit(browser.get(f"/recit/themes/{scene.theme.id}/repondre"), status=422)

    assert page.title.text.startswith("Erreur")


def test_a_theme_that_is_not_adopted_cannot_be_answered(scene: Scene, session: Session, sign_in) -> None:
    scene.theme.status = ThemeStatus.PROPOSED
    session.commit()

    sign_in(scene.people[0]).get(f"/recit/themes/{scene.theme.id}/repondre", status=404)


def test_coordinators_read_resonance_from_five_answers_on_and_no_single_answer_moves_it(
    app: Flask, scene: Scene, sign_in
) -> None:
    coordinator = sign_in(scene.first)

    def answers(people: Sequence[Person], answer: str) -> str:
        for person in people:
            browser = sign_in(person)
            browser.submit(browser.get(f"/recit/themes/{scene.theme.id}/repondre"), {"answer": answer})
        sweep(app, [jobs.publish_counts])
        return coordinator.get("/recit").text

    assert "Moins de cinq réponses" in answers(scene.people[:4], "yes")
    assert "On s’y reconnaît" in answers(scene.people[4:5], "yes")
    # Read just before and just after, it would tell what the last one said.
    assert "On s’y reconnaît" in answers(scene.people[1:5], "no")
    assert "Contesté" in answers(scene.people[:1], "no")
