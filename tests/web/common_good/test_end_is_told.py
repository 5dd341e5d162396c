"""Whoever proposed something finds on their first page what became of it, for two weeks."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from bs4 import Tag
from sqlalchemy.orm import Session

from journal.clock import now
from journal.common_good import services
from journal.common_good.models import Part, Proposal, ProposalKind
from tests.conftest import SignIn
from tests.factories import NOW
from tests.pages import Browser
from tests.web.common_good.agreeing import Scene


def told(browser: Browser, page: str, sentence: str) -> Tag | None:
    """The line of a first page that says so."""
    lines = browser.get(page).select("main li, main .notice p, main p")
    return next((line for line in lines if sentence in line.text.replace("\u00a0", " ")), None)


@pytest.mark.parametrize(
    ("gesture", "fields", "sentence"),
    [
        ("adopter", {"why": "La mobilité."}, "Votre proposition sur « Pour qui » est entrée dans le bien commun."),
        ("ecarter", {"reason": "Déjà dit."}, "Votre proposition sur « Pour qui » est mise de côté."),
    ],
)
def test_a_participant_is_told_for_two_weeks_and_led_to_it(
    discussed: str,
    amina: Browser,
    denis: Browser,
    scene: Scene,
    sign_in: SignIn,
    session: Session,
    gesture: str,
    fields: dict[str, str],
    sentence: str,
) -> None:
    assert told(amina, "/journal/", "Votre proposition") is None
    denis.submit(denis.get(f"{discussed}/{gesture}"), fields)

    assert told(amina, "/journal/", sentence).a["href"] == discussed
    assert told(sign_in(scene.other), "/journal/", "Votre proposition") is None

    session.execute(sa.update(Proposal).values(closed_at=now() - timedelta(days=15)))
    session.commit()
    assert told(amina, "/journal/", "Votre proposition") is None


def test_a_partner_is_told_of_several_in_one_line_that_leads_to_their_list(
    scene: Scene, sign_in: SignIn, session: Session
) -> None:
    carole = sign_in(scene.partner)
    assert told(carole, "/cooperation", "ont reçu leur réponse") is None
    for part in (Part.WHOM, Part.SIGNS):
        made = services.propose(session, part, ProposalKind.REMARK, "Aussi.", by=scene.partner, now=NOW)
        services.set_aside(session, made, "Déjà dit.", by=scene.mediator, now=now())
    session.commit()

    line = told(carole, "/cooperation", "2 propositions que vous avez faites sur le bien commun ont reçu leur réponse.")

    assert line.a["href"] == "/bien-commun#mine"
    assert carole.get("/bien-commun").select_one("#mine") is not None
