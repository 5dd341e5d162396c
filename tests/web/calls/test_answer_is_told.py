"""Whoever gave an idea finds on their first page that the Lab answered it, for two weeks."""

from datetime import timedelta

import sqlalchemy as sa
from bs4 import Tag
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.calls.models import Idea, IdeaAnswer
from journal.clock import now
from tests.conftest import SignIn
from tests.factories import PASSPHRASE
from tests.pages import Browser
from tests.web.calls.calling import Scene, answer, propose

TOLD = "Le Lab a répondu à"


def told(browser: Browser, page: str) -> Tag | None:
    """The line of a first page that says so."""
    return next(
        (line for line in browser.get(page).select("main li, main .notice p, main p") if TOLD in line.text), None
    )


def test_a_participant_is_told_in_their_journal_and_led_to_the_answer(
    sent: str, amina: Browser, denis: Browser, session: Session
) -> None:
    assert told(amina, "/journal/") is None
    answer(denis, sent)

    line = told(amina, "/journal/")
    assert "une idée que vous avez proposée" in line.text
    assert line.a["href"] == sent

    session.execute(sa.update(IdeaAnswer).values(at=now() - timedelta(days=15)))
    session.commit()
    assert told(amina, "/journal/") is None


def test_of_two_answers_one_line_is_said_and_nothing_to_others(
    sent: str, call: str, amina: Browser, denis: Browser, scene: Scene, session: Session, sign_in: SignIn
) -> None:
    for idea in (sent, propose(amina, session, call)):
        answer(denis, idea)

    line = told(amina, "/journal/")
    assert "2 idées que vous avez proposées" in line.text.replace("\u00a0", " ")
    assert line.a["href"] == "/appels"
    assert told(sign_in(scene.other), "/journal/") is None


def test_a_partner_is_told_where_what_awaits_them_is_and_for_whom_they_speak(
    call: str, denis: Browser, scene: Scene, session: Session, sign_in: SignIn
) -> None:
    desk = sign_in(scene.partner)
    idea = propose(desk, session, call)
    answer(denis, idea)

    assert told(desk, "/cooperation").a["href"] == idea
    assert "Vous parlez pour Atelier Mistral." in desk.get("/cooperation").text
    assert "Vous parlez pour" not in denis.get("/cooperation").text


def test_a_partner_who_leaves_is_told_that_their_ideas_go_too_and_they_do(
    call: str, denis: Browser, scene: Scene, session: Session, sign_in: SignIn
) -> None:
    desk = sign_in(scene.partner)
    idea = propose(desk, session, call)
    answer(denis, idea)
    page = desk.get("/mes-droits/effacer")
    assert "vos idées et ce que vous avez répondu à leur sujet disparaissent" in page.text

    desk.submit(page, {"passphrase": PASSPHRASE}, status=200)

    assert session.scalars(sa.select(Idea)).all() == []
    assert session.get(Person, scene.partner.id, populate_existing=True) is None
    session.commit()
    denis.get(idea, status=404)
