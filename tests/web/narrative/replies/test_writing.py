"""An organisation answers a part of a month, writes it otherwise until the coordination decides, takes it back."""

import pytest
import sqlalchemy as sa
from bs4 import Tag
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent
from journal.actors import services as actor_services
from journal.actors.models import Actor
from journal.db import count
from journal.narrative.models import MonthReply, ReplyState
from journal.narrative.pages.forms import LONGEST_REPLY
from tests.conftest import SignIn
from tests.factories import NOW
from tests.pages import Browser
from tests.unit.journal.narrative.scenes import Scene
from tests.web.narrative.months import quotes_of
from tests.web.narrative.replies.replying import (
    ADDRESS,
    FORM,
    OWN,
    REPLY,
    decide,
    hide,
    make_speaker,
    only,
    replies_on,
    rewrite,
    to_decide,
    to_rewrite,
    ways,
    withdraw,
    write,
)

OTHERWISE = "Depuis le deux novembre, l’atelier ouvre à neuf heures."


def test_one_reply_at_a_time_to_a_part(
    scene: Scene, month: str, carole: Browser, atelier: Actor, sign_in: SignIn, session: Session
) -> None:
    [way] = [each for each in ways(carole, month) if "theme." in each]
    page = carole.get(way)
    write(carole, month)

    told = carole.submit(page, {"text": "Encore."}, form=FORM, status=409)

    assert "déjà répondu" in told.text
    assert only(session).said == REPLY
    colleague = sign_in(make_speaker(session, scene.lab, atelier)).get(way)
    assert "a déjà répondu" in colleague.text
    assert REPLY in colleague.text
    assert not colleague.select("textarea"), "nothing is written for nothing"
    assert way not in ways(carole, month), "the month leads to the reply instead"
    assert carole.get(month).select_one("article a[href='/recit/reponses']") is not None


def test_what_speaks_of_nobody_is_not_answered(month: str, carole: Browser) -> None:
    kinds = {"opening", "question", "ledger"}
    assert kinds <= {each for part in carole.get(month).select(".story-part") for each in told_by(part)}

    assert f"{ADDRESS}/opening" in ways(carole, month)
    for kind in ("question", "ledger"):
        assert f"{ADDRESS}/{kind}" not in ways(carole, month)
        carole.post(f"{ADDRESS}/{kind}", {"text": REPLY}, status=404)


def told_by(part: Tag) -> set[str]:
    return {name.removeprefix("story-") for name in part["class"]}


def test_a_reply_has_a_longest_and_keeps_what_was_typed(month: str, carole: Browser, session: Session) -> None:
    told = write(carole, month, "a" * (LONGEST_REPLY + 1), status=422)

    assert "1 de trop" in told.text.replace("\u00a0", " ")
    assert count(session, MonthReply) == 0


def test_words_that_seem_to_name_someone_are_asked_about(month: str, carole: Browser, session: Session) -> None:
    page = write(carole, month, "C’est Monsieur Karim Belkacem qui ouvre.", status=422)
    assert "semble nommer quelqu’un" in page.text

    box = page.select_one("#confirmed")
    assert box is not None
    carole.submit(page, {"confirmed": str(box["value"])}, form=FORM)

    assert only(session).state is ReplyState.SENT


def test_it_is_written_otherwise_until_the_coordination_decides(
    sent: MonthReply, team: Browser, carole: Browser, session: Session
) -> None:
    page = to_decide(team)
    rewrite(carole, OTHERWISE)

    assert only(session).said == OTHERWISE
    told = team.submit(page, {"decision": "published"}, form=FORM, status=409)  # other words than those that were read
    assert "a changé" in told.text
    assert only(session).state is ReplyState.SENT

    late = to_rewrite(carole)
    decide(team, "published")
    assert "a décidé" in carole.submit(late, {"text": REPLY}, form=FORM, status=409).text
    assert only(session).said == OTHERWISE
    assert "L’écrire autrement" not in carole.get(OWN).text
    carole.get(f"{OWN}/{sent.id}/recrire", status=404)


def test_asked_to_be_written_otherwise_it_says_why_and_comes_back_to_be_read(
    returned: MonthReply, team: Browser, carole: Browser, session: Session
) -> None:
    assert "d’écrire autrement votre réponse" in carole.get("/cooperation").text
    assert "votre médiation" not in team.get("/themes/semaine").text
    assert "Dites depuis quand." in to_rewrite(carole).text

    rewrite(carole, OTHERWISE)

    reply = only(session)
    assert (reply.state, reply.reason, reply.decided_at) == (ReplyState.SENT, "", None)
    assert "d’écrire autrement votre réponse" not in carole.get("/cooperation").text
    assert OTHERWISE in to_decide(team).text


def test_two_of_an_organisation_do_not_undo_what_each_other_wrote(
    scene: Scene, sent: MonthReply, carole: Browser, atelier: Actor, sign_in: SignIn, session: Session
) -> None:
    page = to_rewrite(carole)
    rewrite(sign_in(make_speaker(session, scene.lab, atelier)), OTHERWISE)

    told = carole.submit(page, {"text": "Autre chose."}, form=FORM, status=409)

    assert "récrite entre-temps" in told.text
    assert only(session).said == OTHERWISE


def test_a_name_that_the_team_hid_stays_hidden_when_it_is_written_otherwise(
    sent: MonthReply, team: Browser, carole: Browser, session: Session
) -> None:
    hide(team, sent, "octobre,")

    rewrite(carole, "En octobre, nous ouvrons à neuf heures. C’était prévu dès octobre.")
    assert only(session).said == "En [MASQUÉ], nous ouvrons à neuf heures. C’était prévu dès [MASQUÉ]."
    rewrite(carole, "Nous ouvrons à neuf heures. C’était prévu dès octobre.")  # hidden twice, hidden once

    assert only(session).said == "Nous ouvrons à neuf heures. C’était prévu dès [MASQUÉ]."
    hide(team, only(session), "neuf")
    assert only(session).said == "Nous ouvrons à [MASQUÉ] heures. C’était prévu dès [MASQUÉ 2]."


def test_a_reply_says_nobody_s_words(scene: Scene, session: Session, month: str, carole: Browser) -> None:
    told = quoted_in_a_month(session, for_public=True)

    page = write(carole, month, f"Vous dites : {told} Nous le savons.", status=422)

    assert "reprend des mots de quelqu’un" in page.text
    assert count(session, MonthReply) == 0
    session.commit()
    write(carole, month)
    assert "reprend des mots de quelqu’un" in rewrite(carole, told, status=422).text


def test_it_tells_nothing_of_words_that_its_organisation_may_not_read(
    month: str, carole: Browser, session: Session
) -> None:
    inside = quoted_in_a_month(session, for_public=False)

    write(carole, month, f"Vous dites : {inside}")

    assert only(session).state is ReplyState.SENT


def quoted_in_a_month(session: Session, *, for_public: bool) -> str:
    """The words of someone whom a published month quotes, in public or in the Lab alone."""
    quoted = [quote for quote in quotes_of(session) if quote.text]
    for quote in quoted:
        quote.for_public = for_public
    session.commit()
    return quoted[0].text


def test_its_organisation_takes_it_back_whoever_of_it_wrote_it(
    scene: Scene, month: str, published: MonthReply, atelier: Actor, sign_in: SignIn, browser: Browser, session: Session
) -> None:
    withdraw(sign_in(make_speaker(session, scene.lab, atelier)))

    assert replies_on(browser.get(month)) == []
    assert count(session, MonthReply) == 0
    actions = session.scalars(sa.select(AuditEvent.action)).all()
    assert {"reply_to_month", "publish_month_reply", "withdraw_month_reply"} <= set(actions)


def test_an_organisation_that_left_the_lab_answers_no_more_but_takes_back(
    sent: MonthReply, month: str, carole: Browser, atelier: Actor, session: Session
) -> None:
    page = to_rewrite(carole)
    actor_services.retire(session, session.get_one(Actor, atelier.id), now=NOW)
    session.commit()

    assert "n’est plus parmi les acteurs" in carole.submit(page, {"text": OTHERWISE}, form=FORM, status=409).text
    withdraw(carole)
    assert "n’est plus parmi les acteurs" in write(carole, month, status=409).text


@pytest.mark.parametrize("answered", ["sent", "returned", "published"])
def test_it_is_exported_to_whoever_wrote_it(
    answered: str, request: pytest.FixtureRequest, carole: Browser, month: str
) -> None:
    request.getfixturevalue(answered)
    page = carole.get("/mes-droits/")

    carole.submit(page, form="form[action$='carnet.json']", status=200)

    assert REPLY in carole.response.get_data(as_text=True)
