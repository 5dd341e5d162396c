"""The team asks, the author replies or writes otherwise; what is retained is shown; every idea is answered."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent
from journal.calls.models import Call, Idea, IdeaState
from journal.calls.queries import sent_to
from journal.clock import today
from journal.rights import news
from tests.conftest import SignIn
from tests.pages import Browser, main_of
from tests.web.calls.asking import REPLY, ask, waits_on_monday
from tests.web.calls.calling import (
    FORM,
    IDEA,
    MASK,
    QUESTION,
    Scene,
    answer,
    only_idea,
    read_again_and_send,
    retain,
)


def test_the_author_replies_in_words_that_are_masked_and_read_again_first(
    sent: str, amina: Browser, denis: Browser, session: Session
) -> None:
    ask(denis, sent)
    assert "L’équipe vous pose une question" in main_of(amina.get("/journal/"))
    amina.submit(amina.get(sent), {"text": "Quatre, dit Karim."}, form=REPLY)
    assert "Quatre" not in denis.get(sent).text
    assert only_idea(session).state is IdeaState.QUESTIONED

    read_again_and_send(amina, session)

    assert f"Quatre, dit {MASK}." in denis.get(sent).text
    assert only_idea(session).state is IdeaState.WAITING
    assert "L’équipe vous pose une question" not in main_of(amina.get("/journal/"))


def test_the_author_may_write_the_idea_otherwise_in_place_of_a_reply(
    sent: str, amina: Browser, denis: Browser, session: Session
) -> None:
    ask(denis, sent)

    amina.submit(amina.get(f"{sent}/modifier"), {"needs": "Quatre places."})
    read_again_and_send(amina, session)

    assert "Quatre places." in denis.get(sent).text
    assert only_idea(session).state is IdeaState.WAITING


def test_nobody_else_reads_what_the_team_and_the_author_say_to_each_other(
    sent: str, amina: Browser, denis: Browser, scene: Scene, sign_in: SignIn, session: Session
) -> None:
    ask(denis, sent)
    amina.submit(amina.get(sent), {"text": "Quatre."}, form=REPLY)
    read_again_and_send(amina, session)
    retain(denis, sent)

    for who in (scene.other, scene.partner):
        text = sign_in(who).get(sent).text
        assert "places" not in text
        assert "Quatre" not in text


def test_ideas_of_a_week_come_in_an_order_that_does_not_say_who_was_first(
    call: str, scene: Scene, session: Session
) -> None:
    asked, monday = session.scalars(sa.select(Call)).one(), datetime(2026, 11, 9, 12, tzinfo=UTC)
    common = {"call": asked, "lab_id": asked.lab_id, "author_id": scene.author.id, "role": scene.author.role}
    days = {1: 3, 2: 0, 3: -1}  # the last wrote the week before
    ideas = [
        Idea(**common, id=uuid.UUID(int=number), state=IdeaState.WAITING, at=monday + timedelta(days=day))
        for number, day in days.items()
    ]
    session.add_all(ideas)
    session.flush()

    assert [idea.id.int for idea in sent_to(session, asked)] == [3, 1, 2]


def test_an_idea_that_is_retained_is_read_masked_by_everyone_invited(
    retained: str, call: str, scene: Scene, sign_in: SignIn
) -> None:
    for who in (scene.other, scene.partner):
        browser = sign_in(who)
        for page in (call, retained):
            text = main_of(browser.get(page))
            assert MASK in text
            assert "un·e participant·e" in text
            assert not [word for word in ("Karim", "amina") if word in text]


def test_an_idea_written_otherwise_meanwhile_is_not_retained_unread(
    sent: str, amina: Browser, denis: Browser, session: Session
) -> None:
    page = denis.get(f"{sent}/retenir")
    amina.submit(amina.get(f"{sent}/modifier"), {"title": "Autre chose"})
    read_again_and_send(amina, session)

    denis.submit(page, form=FORM, status=409)

    assert only_idea(session).state is IdeaState.WAITING


def test_an_idea_that_others_support_does_not_change(retained: str, amina: Browser) -> None:
    amina.get(f"{retained}/modifier", status=404)
    amina.post(f"{retained}/modifier", IDEA, status=409)


def test_the_lab_answers_and_its_author_reads_it_on_their_page_and_in_their_month(
    sent: str, denis: Browser, amina: Browser, session: Session, scene: Scene
) -> None:
    answer(denis, sent, "cannot", text="Le parking n’est pas à nous.")

    assert "Nous ne pouvons pas, parce que Le parking n’est pas à nous." in main_of(amina.get(sent))
    month = amina.get(f"/mes-droits/mois/{today():%Y-%m}")
    assert "Le parking n’est pas à nous." in main_of(month)
    assert news.of_month(session, scene.author, today().replace(day=1), floor=5).things == 1
    session.commit()


def test_a_promise_has_a_date(sent: str, denis: Browser, session: Session) -> None:
    answer(denis, sent, "will_do", status=422)
    assert only_idea(session).answer is None
    session.commit()

    answer(denis, sent, "will_do", due_on="2026-12-24")
    assert "24 décembre 2026" in main_of(denis.get(sent))


def test_monday_tells_of_ideas_that_wait_and_leads_to_their_call(call: str, sent: str, denis: Browser) -> None:
    assert waits_on_monday(denis) == {f"Une idée donnée à l’appel « {QUESTION} » attend votre lecture.": call}

    retain(denis, sent)

    waits = f"Une idée retenue, donnée à l’appel « {QUESTION} », attend la réponse du Lab."
    assert waits_on_monday(denis) == {waits: call}


@pytest.mark.parametrize(("days", "is_told"), [(8, False), (7, True), (0, True)])
def test_monday_tells_that_a_call_ends_a_week_before(
    days: int, is_told: bool, call: str, denis: Browser, session: Session
) -> None:
    session.scalars(sa.select(Call)).one().open_until = today() + timedelta(days=days)
    session.commit()

    told = waits_on_monday(denis)

    assert [call] * is_told == list(told.values())
    assert all("reçoit des idées jusqu’au" in sentence for sentence in told)


def test_each_reading_by_the_team_is_told_to_the_author(sent: str, denis: Browser, session: Session) -> None:
    for _ in range(2):
        denis.get(sent)

    read = sa.select(AuditEvent.subject_id).where(AuditEvent.action == "read_idea")
    assert session.scalars(read).all() == [only_idea(session).id]
