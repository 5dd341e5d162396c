"""A published reply stands beside its part, on every page and sheet; nothing else of it is read by anyone."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal.actors.models import Actor
from journal.api import services as tokens
from journal.clock import day_of
from journal.narrative.models import MonthReply, ReplyState
from tests import paper
from tests.conftest import SignIn
from tests.factories import NOW
from tests.pages import Browser
from tests.unit.journal.narrative.scenes import Scene
from tests.web.narrative.months import digests_of
from tests.web.narrative.replies.replying import (
    ADDRESS,
    REPLY,
    decide,
    hide,
    only,
    replies_on,
    take_down,
    withdraw,
)


def frozen(session: Session) -> list[object]:
    """All that a published month says."""
    [digest] = digests_of(session)
    parts = [(row.text, row.sentences, row.part_version) for row in digest.paragraphs]
    return [parts, digest.public_paragraphs, digest.provenance, digest.revisions]


def test_a_reply_is_read_by_the_coordination_before_anyone_else(
    scene: Scene, month: str, sent: MonthReply, browser: Browser, sign_in: SignIn, team: Browser
) -> None:
    assert sent.state is ReplyState.SENT
    assert replies_on(browser.get(month)) == replies_on(sign_in(scene.people[0]).get("/recit/2026-11")) == []
    assert "Une organisation qui répond à un récit du mois attend votre médiation." in team.get("/themes/semaine").text
    assert REPLY in team.get("/mediation").text


def test_until_it_is_published_its_organisation_reads_beside_the_part_where_it_stands(
    month: str, sent: MonthReply, team: Browser, carole: Browser
) -> None:
    def told() -> str:
        [way] = carole.get(month).select(".story-answer:has([href='/recit/reponses'])")
        return way.text

    assert "(envoyée, en attente de la coordination)" in told()
    decide(team, "published")
    assert "(" not in told().removesuffix(")").replace("(Les trajets", "")


def test_published_it_stands_beside_its_part_and_the_month_does_not_move(
    scene: Scene, month: str, sent: MonthReply, browser: Browser, sign_in: SignIn, team: Browser, session: Session
) -> None:
    before = frozen(session)

    decide(team, "published")

    for page in (browser.get(month), sign_in(scene.people[0]).get("/recit/2026-11"), team.get("/recit/2026-11")):
        [said] = replies_on(page)
        assert said.startswith("Réponse d’Atelier Mistral, ")
        assert said.endswith(REPLY)
        part = page.select_one(".story-part:has(.story-reply)")
        assert part is not None
        assert "story-theme" in part["class"]
    assert frozen(session) == before
    assert "votre médiation" not in team.get("/themes/semaine").text


@pytest.mark.parametrize("inside", [True, False])
def test_it_is_printed_until_it_is_taken_back(
    month: str, sent: MonthReply, team: Browser, carole: Browser, tmp_path: Path, inside: bool
) -> None:
    def printed() -> bytes:
        with team.client.get("/recit/2026-11/pdf" if inside else f"{month}/pdf") as response:
            return response.data

    without = printed()
    decide(team, "published")
    told = printed()
    withdraw(carole)

    assert told != without
    assert paper.faults(told, tmp_path) == []
    assert printed() == without


def test_a_name_is_hidden_in_what_everyone_reads_and_its_organisation_reads_which(
    month: str, published: MonthReply, team: Browser, carole: Browser, browser: Browser
) -> None:
    hide(team, published, "octobre,")

    [said] = replies_on(browser.get(month))
    assert "octobre" not in said
    page = " ".join(carole.get("/recit/reponses").get_text().split())
    assert "caché des mots" in page
    assert "octobre" in page


def test_a_part_that_was_taken_down_takes_its_reply_from_every_page(
    month: str, published: MonthReply, team: Browser, browser: Browser, carole: Browser, session: Session
) -> None:
    take_down(session, published)

    assert replies_on(browser.get(month)) == replies_on(team.get("/recit/2026-11")) == []
    carole.get(f"{ADDRESS}/{published.part}", status=404)
    assert "n’est plus ouverte" in carole.get("/recit/reponses").text


def test_a_month_that_closes_is_answered_no_more_and_its_replies_stay_inside(
    scene: Scene, month: str, published: MonthReply, team: Browser, carole: Browser, session: Session
) -> None:
    scene.lab.is_public = False
    session.commit()

    carole.get(f"{ADDRESS}/{published.part}", status=404)
    assert len(replies_on(team.get("/recit/2026-11"))) == 1
    assert "Aucun récit du mois n’est ouvert" in carole.get("/recit/reponses").text
    withdraw(carole)  # what it said may still be taken back
    assert replies_on(team.get("/recit/2026-11")) == []


def test_programs_read_it_beside_its_part_once_it_is_published(
    scene: Scene, sent: MonthReply, team: Browser, app: Flask, session: Session
) -> None:
    secret = tokens.make(session, "mirabelle", days=90, by=scene.first, now=NOW)[1]
    session.commit()

    def told() -> list[tuple[str, list[dict[str, str]]]]:
        found = app.test_client().get("/api/v1/digests/2026-11", headers={"Authorization": f"Bearer {secret}"}).json
        return [
            (part["kind"], part["replies"])
            for part in (*found["paragraphs"], *found["open_paragraphs"])
            if part["replies"]
        ]

    assert told() == []
    decide(team, "published")
    reply = only(session)
    assert reply.decided_at is not None
    said = {"organisation": "Atelier Mistral", "text": REPLY, "published_on": f"{day_of(reply.decided_at)}"}
    assert told() == [("theme", [said])] * 2


def test_the_thread_of_its_organisation_tells_it_once_published(
    sent: MonthReply, atelier: Actor, team: Browser, carole: Browser
) -> None:
    page = f"/cooperation/acteurs/{atelier.id}"
    assert REPLY not in team.get(page).text

    decide(team, "published")

    assert REPLY in team.get(page).text


@pytest.mark.parametrize("answered", ["sent", "returned"])
def test_the_feed_and_readers_have_nothing_of_what_waits(
    answered: str, request: pytest.FixtureRequest, scene: Scene, month: str, browser: Browser, sign_in: SignIn
) -> None:
    request.getfixturevalue(answered)

    for address in (month, month.replace("/2026-11", ".atom"), month.replace("/2026-11", "")):
        assert REPLY not in browser.get(address).text
    assert REPLY not in sign_in(scene.people[0]).get("/recit/2026-11").text
