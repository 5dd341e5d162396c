"""An idea, its answer or its call changes while someone writes."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.calls.models import Call, IdeaState
from journal.clock import today
from tests.conftest import SignIn
from tests.factories import make_person
from tests.pages import Browser, main_of
from tests.web.calls.asking import REPLY, ask
from tests.web.calls.calling import (
    FORM,
    IDEA,
    SEND,
    Scene,
    answer,
    mask,
    only_idea,
    propose,
    read_again_and_send,
)


@pytest.mark.parametrize(
    ("page", "said", "kept"),
    [
        ("question", {"text": "Qui paierait l’essence ?"}, "Votre question est partie."),
        ("repondre", {"kind": "cannot", "text": "personne ici n’a de voiture."}, "La réponse du Lab est écrite."),
    ],
)
def test_the_team_says_nothing_about_an_idea_written_otherwise_since_it_read_it(
    call: str,
    scene: Scene,
    sign_in: SignIn,
    denis: Browser,
    session: Session,
    page: str,
    said: dict[str, str],
    kept: str,
) -> None:
    partner = sign_in(scene.partner)
    idea = propose(partner, session, call)
    opened = denis.get(f"{idea}/{page}")
    partner.submit(partner.get(f"{idea}/modifier"), {"title": "Prêter un minibus"})

    refused = denis.submit(opened, said, form=FORM, status=422)

    found = only_idea(session)
    assert found.state is IdeaState.WAITING
    assert found.answer is None
    session.commit()
    text = main_of(refused)
    assert "a changé depuis" in text
    assert "Prêter un minibus" in text
    assert said["text"] in str(refused.select_one("textarea").text)
    denis.submit(refused, form=FORM)
    assert kept in denis.get(idea).text


def test_the_team_answers_once_it_has_read_what_was_replied_meanwhile(
    sent: str, amina: Browser, denis: Browser, session: Session
) -> None:
    ask(denis, sent)
    opened = denis.get(f"{sent}/repondre")
    amina.submit(amina.get(sent), {"text": "Quatre."}, form=REPLY)
    read_again_and_send(amina, session)

    said = {"kind": "cannot", "text": "rien ne dit combien."}
    refused = denis.submit(opened, said, form=FORM, status=422)

    assert "Quatre." in main_of(refused)
    assert only_idea(session).answer is None


def test_two_of_the_team_who_answer_at_once_read_each_other(
    sent: str, denis: Browser, scene: Scene, session: Session, sign_in: SignIn
) -> None:
    person = make_person(session, scene.lab, Role.COORDINATOR)
    session.commit()
    colleague = sign_in(person)
    opened = colleague.get(f"{sent}/repondre")
    answer(denis, sent)

    said = {"kind": "cannot", "text": "il n’y a pas de place."}
    refused = colleague.submit(opened, said, form=FORM, status=422)

    assert "Une liste est ouverte à l’accueil." in main_of(refused)
    assert "il n’y a pas de place." in str(refused.select_one("textarea").text)
    assert "Une liste est ouverte" in denis.get(sent).text


def its_last_day_passes(session: Session) -> None:
    session.execute(sa.update(Call).values(open_until=today() - timedelta(days=1)))
    session.commit()


def test_an_idea_taken_back_to_be_written_otherwise_is_sent_again_once_the_last_day_is_past(
    sent: str, amina: Browser, denis: Browser, session: Session
) -> None:
    for needs in ("Quatre places.", "Cinq places."):
        amina.submit(amina.get(f"{sent}/modifier"), {"needs": needs})
    its_last_day_passes(session)

    read_again_and_send(amina, session)

    amina.get(f"{sent}/modifier", status=404)
    assert "Cinq places." in denis.get(sent).text


def test_the_team_that_was_writing_about_it_reads_what_became_of_it_above_its_words(
    sent: str, call: str, amina: Browser, denis: Browser, session: Session
) -> None:
    opened, asked = denis.get(f"{sent}/question"), "Combien de voitures faut-il ?"
    amina.submit(amina.get(f"{sent}/modifier"), {"needs": "Quatre places."})

    refused = denis.submit(opened, {"text": asked}, form=FORM, status=404)

    assert "Son auteur·e l’a reprise pour la récrire" in main_of(refused)
    assert refused.select_one("textarea").text.strip() == asked
    assert refused.select_one(f'a[href="{call}"]')
    assert "Quatre places." not in main_of(refused)

    amina.post(f"{sent}/retirer")
    gone = denis.submit(opened, {"text": asked}, form=FORM, status=404)
    assert "son auteur·e l’a retirée" in main_of(gone)
    assert gone.select_one("textarea").text.strip() == asked


def test_an_idea_that_was_never_sent_is_said_to_be_rewritten_to_nobody(
    call: str, amina: Browser, denis: Browser, session: Session
) -> None:
    amina.submit(amina.get(f"{call}/proposer"), IDEA)

    told = main_of(denis.get(f"/appels/idees/{only_idea(session).id}", status=404))

    assert "reprise" not in told


def test_an_idea_that_the_team_had_received_is_sent_again_and_answered_once_the_call_is_closed(
    sent: str, call: str, amina: Browser, denis: Browser, session: Session
) -> None:
    amina.submit(amina.get(f"{sent}/modifier"), {"needs": "Quatre places."})
    written = str(amina.response.location)
    assert "n’est pas repartie" in amina.get("/journal/").text
    closing = denis.get(f"{call}/clore")
    assert "1 idée que l’équipe avait reçue est en train d’être écrite autrement" in main_of(closing)
    denis.submit(closing, form=FORM)

    assert "l’équipe avait reçu votre idée à temps" in amina.get(sent).text
    mask(session)
    amina.submit(amina.get(written), form=SEND)

    assert "n’est pas repartie" not in amina.get("/journal/").text
    assert "Quatre places." in denis.get(sent).text
    answer(denis, sent)
    assert "Une liste est ouverte" in amina.get(sent).text


def test_one_that_was_never_sent_says_that_the_closed_call_takes_it_no_more(
    call: str, amina: Browser, denis: Browser, session: Session
) -> None:
    amina.submit(amina.get(f"{call}/proposer"), IDEA)
    denis.submit(denis.get(f"{call}/clore"), form=FORM)

    told = amina.get(f"/appels/idees/{only_idea(session).id}")

    assert "celle-ci n’était pas partie" in main_of(told)
    assert not told.select_one('a[href*="/mots/"]')


def test_one_that_was_never_sent_is_not_however_often_it_was_written_otherwise(
    call: str, amina: Browser, session: Session
) -> None:
    amina.submit(amina.get(f"{call}/proposer"), IDEA)
    mine = f"/appels/idees/{only_idea(session).id}"
    amina.submit(amina.get(f"{mine}/modifier"), {"needs": "Quatre places."})
    its_last_day_passes(session)
    written = str(amina.response.location)
    mask(session)

    amina.submit(amina.get(written), form=SEND, status=409)

    assert only_idea(session).state is IdeaState.UNSENT
