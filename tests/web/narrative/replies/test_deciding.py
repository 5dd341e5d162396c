"""The coordination publishes a reply beside its part, asks to write it otherwise, or says why not."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent
from journal.narrative.models import MonthReply, ReplyState
from tests.conftest import SignIn
from tests.pages import Browser
from tests.unit.journal.narrative.scenes import Scene
from tests.web.narrative.replies.replying import (
    FORM,
    OWN,
    WHY,
    decide,
    hide,
    only,
    replies_on,
    take_down,
    to_decide,
    to_publish_no_more,
    write,
)


def test_it_is_not_published_without_its_organisation_being_told_why(
    month: str, sent: MonthReply, team: Browser, carole: Browser, browser: Browser, session: Session
) -> None:
    assert "Dites pourquoi" in decide(team, "declined", status=422).text

    decide(team, "declined", reason=WHY)

    [told] = team.get("/mediation").select("main blockquote")
    assert (told.text, told.find_previous_sibling().text) == (WHY, "Ce que la coordination en a dit\u00a0:")
    page = carole.get("/recit/reponses").text
    assert "Non publiée" in page
    assert WHY in page
    assert replies_on(browser.get(month)) == []
    write(carole, month, "Nous ouvrons à neuf heures.")  # and it may be written otherwise
    assert set(session.scalars(sa.select(MonthReply.state))) == {ReplyState.SENT, ReplyState.DECLINED}


def quoting_itself(session: Session, reply: MonthReply, words: str) -> None:
    """Let an organisation have written, by chance, what someone wrote too."""
    row = session.get_one(MonthReply, reply.id)
    row.text = row.masked_text = words
    session.commit()


@pytest.mark.parametrize("decision", ["declined", "returned"])
def test_what_an_organisation_is_told_says_nobody_s_words_but_its_own(
    scene: Scene, sent: MonthReply, team: Browser, session: Session, decision: str
) -> None:
    written = scene.entries[-1].passages[0].text

    told = decide(team, decision, reason=f"Quelqu’un écrit : {written}", status=422)

    assert "reprend des mots de quelqu’un" in told.text
    assert only(session).state is ReplyState.SENT
    quoting_itself(session, sent, written)
    decide(team, decision, reason=f"Vous écrivez : {written} Dites depuis quand.")
    assert only(session).state is ReplyState(decision)


def test_nobody_decides_twice(sent: MonthReply, team: Browser, scene: Scene, sign_in: SignIn, session: Session) -> None:
    other = sign_in(scene.second)
    page = to_decide(other)
    decide(team, "published")

    told = other.submit(page, {"decision": "declined", "reason": WHY}, form=FORM, status=409).text

    assert "quelqu’un en a déjà décidé" in told
    assert only(session).state is ReplyState.PUBLISHED


def test_words_hidden_meanwhile_are_read_again_before_deciding(
    sent: MonthReply, team: Browser, session: Session
) -> None:
    page = to_decide(team)
    hide(team, sent, "atelier")

    team.submit(page, {"decision": "published"}, form=FORM, status=409)

    assert only(session).state is ReplyState.SENT


def test_nothing_is_published_beside_a_part_that_was_taken_down(
    sent: MonthReply, team: Browser, session: Session
) -> None:
    take_down(session, sent)

    assert "n’est plus publiée" in decide(team, "published", status=422).text

    decide(team, "declined", reason="Cette partie a été retirée.")


def test_what_it_should_say_otherwise_is_told_to_its_organisation_alone(
    month: str, returned: MonthReply, team: Browser, carole: Browser, browser: Browser
) -> None:
    assert "Dites depuis quand." in carole.get(OWN).text
    assert replies_on(browser.get(month)) == replies_on(team.get("/recit/2026-11")) == []
    team.get(f"/mediation/reponses/{returned.id}", status=404)  # it waits for its organisation


@pytest.mark.parametrize("decision", ["declined", "returned"])
def test_a_published_reply_may_be_published_no_more_and_its_organisation_reads_why(
    month: str, published: MonthReply, team: Browser, carole: Browser, browser: Browser, session: Session, decision: str
) -> None:
    page = to_publish_no_more(team)
    assert page.select_one("[value=published]") is None
    assert "Nous ne la publions plus" in page.get_text()
    assert "Dites pourquoi" in team.submit(page, {"decision": decision}, form=FORM, status=422).text

    team.submit(page, {"decision": decision, "reason": WHY}, form=FORM)

    assert replies_on(browser.get(month)) == replies_on(team.get("/recit/2026-11")) == []
    assert WHY in carole.get(OWN).text
    assert only(session).state is ReplyState(decision)
    assert "unpublish_month_reply" in set(session.scalars(sa.select(AuditEvent.action)))


def test_what_is_not_possible_from_where_it_stands_is_refused(
    published: MonthReply, team: Browser, session: Session
) -> None:
    page = to_publish_no_more(team)

    team.submit(page, {"decision": "published"}, form=FORM, status=409)

    assert only(session).decided_at == published.decided_at
