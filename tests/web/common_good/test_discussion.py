"""The whole Lab answers the agreed text; participants are told in numbers that hold still."""

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.common_good.models import Answer, Stance, Words
from tests.conftest import SignIn
from tests.pages import Browser, main_of
from tests.web.common_good.agreeing import MASKED, SEND, TEXT, Scene, answer, answers, mask
from tests.worker import sweep


def test_everyone_reads_the_agreed_text_and_nothing_of_what_came_before(
    discussed: str, scene: Scene, sign_in: SignIn
) -> None:
    for who in (scene.other, scene.partner):
        page = sign_in(who).get(discussed)
        assert "un·e participant·e" in main_of(page)
        assert not [word for word in ("bus", "Est-ce cela", "amina", "Karim") if word in page.text]


def test_a_reserve_needs_a_reason(discussed: str, scene: Scene, sign_in: SignIn, session: Session) -> None:
    answer(sign_in(scene.partner), discussed, "reserve", status=422)

    assert session.scalars(sa.select(Answer)).all() == []


def test_an_organisation_answers_by_its_name(discussed: str, scene: Scene, sign_in: SignIn) -> None:
    carole = sign_in(scene.partner)
    assert "tout le Lab lit son nom" in carole.get(discussed).text

    answer(carole, discussed, "reserve", "Nos horaires commencent à six heures.")

    page = main_of(sign_in(scene.other).get(discussed))
    assert "Atelier Mistral (entreprise) : d’accord, avec une réserve. Nos horaires" in page
    assert "carole" not in page


def test_a_participant_s_reason_is_masked_read_again_and_sent(
    discussed: str, scene: Scene, sign_in: SignIn, session: Session
) -> None:
    bakary = sign_in(scene.other)
    answer(bakary, discussed, "disagree", TEXT)
    words = str(bakary.response.location)
    mask(session)
    assert "bus" not in sign_in(scene.partner).get(discussed).text

    bakary.submit(bakary.get(words), form=SEND)

    page = sign_in(scene.partner).get(discussed).text
    assert MASKED in page
    assert "Karim" not in page


def test_answers_of_few_participants_are_not_counted(discussed: str, scene: Scene, sign_in: SignIn) -> None:
    answer(sign_in(scene.other), discussed, "agree")

    assert "aucune réponse ne réunissait 5 personnes" in main_of(sign_in(scene.partner).get(discussed))


def test_those_whose_answers_are_told_apart_are_not_counted_with_participants(
    discussed: str, app: Flask, scene: Scene, sign_in: SignIn, session: Session
) -> None:
    """An organisation and the team are read by name: counted too, they would be taken away from the number."""
    answers(session, scene, *[Stance.AGREE] * 4)
    for speaker in (scene.partner, scene.mediator):
        answer(sign_in(speaker), discussed, "agree")
    sweep(app, [jobs.publish_counts])

    page = main_of(sign_in(scene.other).get(discussed))
    assert "Les organisations" in page
    assert "aucune réponse ne réunissait 5 personnes" in page


def test_seven_answers_are_told_by_steps_of_five(
    discussed: str, app: Flask, scene: Scene, sign_in: SignIn, session: Session
) -> None:
    answers(session, scene, *[Stance.AGREE] * 6, Stance.DISAGREE)
    sweep(app, [jobs.publish_counts])

    page = main_of(sign_in(scene.partner).get(discussed))

    assert "D’accord : au moins 5" in page
    assert "Pas d’accord : moins de 5, ou personne" in page


def test_one_more_answer_moves_no_number_and_five_move_them_together(
    discussed: str, app: Flask, scene: Scene, sign_in: SignIn, session: Session
) -> None:
    browser = sign_in(scene.partner)

    def told(*more: Stance) -> str:
        answers(session, scene, *more)
        sweep(app, [jobs.publish_counts])
        return main_of(browser.get(discussed)).partition("Les participant·es")[2].partition("Ces nombres")[0]

    first = told(*[Stance.AGREE] * 9, *[Stance.RESERVE] * 4)
    assert "au moins 5" in first
    assert [told(Stance.AGREE), told(Stance.RESERVE), told(), told(Stance.AGREE, Stance.AGREE)] == [first] * 4

    last = told(Stance.AGREE)
    assert "D’accord : au moins 10 personnes D’accord, avec une réserve : au moins 5 personnes" in last


def test_an_answer_changes_and_is_taken_back(discussed: str, scene: Scene, sign_in: SignIn, session: Session) -> None:
    carole = sign_in(scene.partner)
    assert carole.get("/cooperation").select(f"#awaited ul a[href='{discussed}']")
    answer(carole, discussed, "agree")
    assert not carole.get("/cooperation").select("#awaited ul")
    answer(carole, discussed, "disagree", "Trop vague.")
    assert [each.stance for each in session.scalars(sa.select(Answer))] == [Stance.DISAGREE]
    session.commit()

    carole.post(f"{discussed}/reponse/retirer")

    assert session.scalars(sa.select(Words).where(Words.author_id == scene.partner.id)).all() == []


def test_an_author_does_not_answer_their_own_proposal(discussed: str, amina: Browser, session: Session) -> None:
    amina.post(f"{discussed}/repondre", {"stance": "agree", "turn": "1"}, status=409)
