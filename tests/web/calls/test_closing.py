"""A call closes once every idea has its answer."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.calls.models import Call
from journal.clock import today
from tests.conftest import SignIn
from tests.pages import Browser, main_of
from tests.web.calls.asking import ask, waits_on_monday
from tests.web.calls.calling import (
    IDEA,
    Scene,
    answer,
    propose,
)


def test_a_call_is_not_closed_while_an_idea_has_no_answer_and_says_which(
    sent: str, call: str, denis: Browser, session: Session
) -> None:
    page = denis.get(f"{call}/clore")
    assert page.select_one(f"main a[href='{sent}']")
    assert not page.select("main form")
    refused = denis.post(f"{call}/clore", {"conclusion": ""}, status=422)
    assert refused.select_one(f"main a[href='{sent}']")
    assert session.scalars(sa.select(Call.closed_at)).one() is None
    session.commit()

    answer(denis, sent)
    denis.submit(denis.get(f"{call}/clore"), {"conclusion": "Le matin est le plus dur."})

    assert "Le matin est le plus dur." in main_of(denis.get(call))


def test_an_idea_asked_about_or_retained_is_owed_an_answer_too(
    retained: str, call: str, scene: Scene, sign_in: SignIn, denis: Browser, session: Session
) -> None:
    asked = propose(sign_in(scene.partner), session, call, title="Prêter un minibus")
    ask(denis, asked)

    page = denis.get(f"{call}/clore")

    assert {link["href"] for link in page.select("main .lines a")} == {retained, asked}


def test_what_the_lab_keeps_of_a_call_borrows_nobody_s_words(sent: str, call: str, denis: Browser) -> None:
    answer(denis, sent)

    page = denis.submit(denis.get(f"{call}/clore"), {"conclusion": IDEA["changes"]}, status=422)

    assert "reprend des mots de quelqu’un" in main_of(page)


def test_closing_a_call_that_nobody_answered_speaks_of_no_answer(call: str, denis: Browser, session: Session) -> None:
    session.scalars(sa.select(Call)).one().open_until = today() - timedelta(days=1)
    session.commit()
    [waits] = waits_on_monday(denis)
    assert waits.endswith("ne reçoit plus d’idées, et aucune n’est arrivée.")

    closing = denis.get(f"{call}/clore")
    denis.submit(closing)
    closed = denis.get(str(denis.response.location))

    for page in (closing, closed):
        assert "Aucune idée n’est arrivée." in main_of(page)
        assert "Chaque idée" not in main_of(page)
        assert "encore" not in main_of(page)


def test_nobody_writes_for_a_call_that_is_closed(sent: str, call: str, denis: Browser, amina: Browser) -> None:
    answer(denis, sent)
    denis.submit(denis.get(f"{call}/clore"))

    amina.get(f"{call}/proposer", status=404)
    for written in (IDEA, {}):
        amina.post(f"{call}/proposer", written, status=409)
    denis.get(f"{sent}/question", status=404)
    for text in ("Et ?", ""):
        denis.post(f"{sent}/question", {"text": text}, status=409)
    answer(denis, sent, "cannot", text="Finalement non.")
