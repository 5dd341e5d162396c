"""A proposal is adopted or set aside, with a reason that everyone reads."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.clock import day_of
from journal.common_good import services
from journal.common_good.models import Answer, Part, ProposalKind, Reserve
from journal.rights import news
from tests.conftest import SignIn
from tests.factories import NOW
from tests.pages import Browser, main_of
from tests.web.common_good.agreeing import REWRITTEN, Scene, answer, proposed


@pytest.fixture
def adopted(discussed: str, scene: Scene, sign_in: SignIn, denis: Browser) -> str:
    answer(sign_in(scene.partner), discussed, "reserve", "Nos horaires commencent à six heures.")
    denis.submit(denis.get(f"{discussed}/adopter"), {"why": "La mobilité revient partout."})
    return discussed


def test_what_is_adopted_shows_what_changed_and_why(adopted: str, scene: Scene, sign_in: SignIn) -> None:
    page = sign_in(scene.other).get("/bien-commun/histoire")

    text = main_of(page)
    assert "La mobilité revient partout." in text
    assert "un·e participant·e" in text
    added, removed = page.select_one("section ins"), page.select_one("section del")
    assert "sans voiture aussi" in added.text
    assert "loin de l’emploi" in removed.text
    assert ("(ajouté" in added.text, "(retiré" in removed.text) == (True, True)
    assert "Pour les personnes loin de l’emploi." in text, "the first statement is kept"


def test_a_reserve_remains_under_the_text_until_it_is_lifted(
    adopted: str, scene: Scene, sign_in: SignIn, session: Session
) -> None:
    carole = sign_in(scene.partner)
    page = carole.get("/bien-commun")
    assert "Une réserve demeure : Nos horaires commencent à six heures. – Atelier Mistral" in main_of(page)

    carole.submit(page, form="form[action$='/retirer']")

    assert "réserve demeure" not in carole.get("/bien-commun").text
    assert session.scalars(sa.select(Answer)).all() == []


def test_a_reserve_is_lifted_by_its_author_alone(adopted: str, scene: Scene, sign_in: SignIn, session: Session) -> None:
    reserve = session.scalars(sa.select(Reserve)).one()
    session.commit()

    for who in (scene.other, scene.mediator):
        sign_in(who).post(f"/bien-commun/reserves/{reserve.id}/retirer", status=404)


def test_a_closed_proposal_never_opens_again(adopted: str, amina: Browser, denis: Browser, scene, sign_in):
    for gesture in ("reformuler", "adopter", "ecarter"):
        denis.post(f"{adopted}/{gesture}", {"text": "x", "why": "x", "reason": "x"}, status=404)
    amina.post(f"{adopted}/retirer", status=409)
    sign_in(scene.other).post(f"{adopted}/repondre", {"stance": "agree", "turn": "1"}, status=409)


def test_a_text_written_over_another_change_is_not_adopted(
    discussed: str, scene: Scene, denis: Browser, session: Session
) -> None:
    meanwhile = services.propose(session, Part.WHOM, ProposalKind.REMARK, "Aussi.", by=scene.partner, now=NOW)
    services.reformulate(session, meanwhile, "Pour tout le monde.", "", by=scene.mediator, now=NOW)
    services.agree(session, meanwhile, 1, now=NOW)
    services.adopt(session, meanwhile, "Plus court.", by=scene.mediator, now=NOW)
    session.commit()

    page = denis.submit(denis.get(f"{discussed}/adopter"), {"why": "Oui."}, status=409)

    assert "Reformulez à partir du texte d’aujourd’hui" in page.text
    assert "Pour tout le monde." in denis.get("/bien-commun").text


def test_why_a_proposal_is_set_aside_is_read_by_everyone_and_its_text_by_nobody_without_a_yes(
    offered: str, denis: Browser, scene: Scene, sign_in: SignIn
) -> None:
    page = denis.submit(denis.get(f"{offered}/ecarter"), status=422)
    denis.submit(page, {"reason": "Une autre partie le dit déjà."})

    for who in (scene.other, scene.partner):
        browser = sign_in(who)
        for address in ("/bien-commun/histoire", offered):
            text = main_of(browser.get(address))
            assert "Une autre partie le dit déjà." in text
            assert not [word for word in (REWRITTEN, "bus", "Est-ce cela") if word in text]


def test_an_author_is_told_what_became_of_their_proposal(
    adopted: str, scene: Scene, session: Session, amina: Browser
) -> None:
    closed = day_of(proposed(session).closed_at)
    told = news.of_month(session, scene.author, closed.replace(day=1), floor=5)
    session.commit()

    assert told.things == 1
    page = amina.get(f"/mes-droits/mois/{closed:%Y-%m}")
    assert "est entré dans le bien commun, sans votre nom" in main_of(page)
