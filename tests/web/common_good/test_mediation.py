"""A coordinator offers a reformulation; nothing goes further without the yes of its author."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent
from journal.common_good.models import CommonGood, Turn
from tests.conftest import SignIn
from tests.pages import Browser, main_of
from tests.web.common_good.agreeing import MASKED, REWRITTEN, SEND, TEXT, Scene, mask, proposed


def test_the_team_reads_a_proposal_masked_and_without_a_name(sent: str, denis: Browser) -> None:
    for page in ("/bien-commun/mediation", sent, f"{sent}/reformuler", f"{sent}/ecarter"):
        text = denis.get(page).text
        assert MASKED in text
        assert "Karim" not in text
        assert "amina" not in text


def test_monday_says_that_a_proposal_waits(sent: str, denis: Browser) -> None:
    assert "Une proposition sur le bien commun attend" in main_of(denis.get("/themes/semaine"))


def test_the_mediation_of_the_recit_leads_to_it(sent: str, denis: Browser) -> None:
    page = denis.get("/mediation")

    assert "1 proposition sur le bien commun attend" in page.select_one("main").text.replace("\u00a0", " ")
    assert page.select_one("main a[href='/bien-commun/mediation']")


def test_nobody_but_the_author_reads_the_reformulation_before_a_yes(
    offered: str, scene: Scene, sign_in: SignIn, amina: Browser
) -> None:
    for who in (scene.other, scene.partner):
        browser = sign_in(who)
        browser.get(offered, status=404)
        assert REWRITTEN not in browser.get("/bien-commun").text
    assert "sans voiture aussi" in amina.get(offered).select_one("section ins").text


def test_an_author_is_told_of_a_reformulation_on_their_first_page(offered: str, amina: Browser) -> None:
    page = amina.get("/journal/")

    assert page.find("a", href=offered)
    assert "Votre proposition sur le bien commun est reformulée" in main_of(page)


def test_a_proposal_goes_back_and_forth_until_its_author_says_yes(
    offered: str, amina: Browser, denis: Browser, session: Session
) -> None:
    amina.submit(amina.get(offered), {"choice": "not_yet", "text": TEXT}, form="form[action$='/accord']")
    assert TEXT not in denis.get(f"{offered}/reformuler").text
    words = str(amina.response.location)
    mask(session)
    amina.submit(amina.get(words), form=SEND)
    assert MASKED in denis.get(f"{offered}/reformuler").text

    denis.submit(denis.get(f"{offered}/reformuler"), {"text": f"{REWRITTEN} Et les bus."})
    amina.submit(amina.get(offered), {"choice": "yes"}, form="form[action$='/accord']")

    found = proposed(session)
    assert (found.state.value, found.agreed.number) == ("agreed", 2)


def test_a_yes_is_said_to_the_text_that_was_read(
    offered: str, amina: Browser, denis: Browser, session: Session
) -> None:
    page = amina.get(offered)
    denis.submit(denis.get(f"{offered}/reformuler"), {"text": "Tout autre chose."})

    amina.submit(page, {"choice": "yes"}, form="form[action$='/accord']", status=409)

    assert proposed(session).agreed is None


def test_nobody_says_yes_for_the_author(offered: str, scene: Scene, sign_in: SignIn, denis: Browser) -> None:
    for browser in (sign_in(scene.other), sign_in(scene.partner), denis):
        browser.post(f"{offered}/accord", {"choice": "yes", "turn": "1"}, status=404)
        browser.post(f"{offered}/retirer", status=404)


def test_no_proposal_is_adopted_before_the_yes_of_its_author(offered: str, denis: Browser, session: Session) -> None:
    denis.get(f"{offered}/adopter", status=404)
    denis.post(f"{offered}/adopter", {"why": "Parce que."}, status=404)

    assert session.scalar(sa.select(sa.func.max(CommonGood.number))) == 1


def test_nobody_mediates_their_own_proposal(scene: Scene, denis: Browser, session: Session, sign_in) -> None:
    denis.submit(denis.get("/bien-commun/proposer/signs"), {"kind": "remark", "text": "Et les CDI ?"})
    page = f"/bien-commun/propositions/{proposed(session).id}"

    denis.get(f"{page}/reformuler", status=404)
    denis.get(f"{page}/ecarter", status=404)
    sign_in(scene.colleague).get(f"{page}/reformuler")


@pytest.mark.parametrize("gesture", ["reformuler", "ecarter"])
def test_its_author_knows_that_it_was_read_however_the_page_was_asked_for(
    sent: str, denis: Browser, session: Session, gesture: str
) -> None:
    proposal_id, token = proposed(session).id, denis.token()
    session.rollback()

    response = denis.client.post(f"{sent}/{gesture}", data={"csrf_token": token, "text": ""})

    assert response.status_code == 422
    assert MASKED in response.text
    read = sa.select(AuditEvent.action).where(
        AuditEvent.subject_id == proposal_id, AuditEvent.actor_role == "coordinator"
    )
    assert session.scalars(read).all() == ["read_proposal"]


def test_what_is_sent_about_a_proposal_that_awaits_something_else_leads_back_to_it(
    sent: str, denis: Browser, amina: Browser, session: Session
) -> None:
    """The page has no form to mend: it would say what is wrong with a field that is not there."""
    answering = denis.post(f"{sent}/repondre", {"stance": "", "text": "Et les bus."}, status=409)
    replying = amina.post(f"{sent}/accord", {"choice": "", "text": "Et les bus."}, status=409)
    own = amina.post(f"{sent}/repondre", {"stance": ""}, status=409)

    assert "n’est plus possible" in main_of(answering)
    assert "n’est plus possible" in main_of(replying)
    assert "C’est votre proposition" in main_of(own)
    for page in (answering, replying, own):
        assert page.select_one(f"main a[href='{sent}']") is not None


def test_a_form_that_says_nothing_offers_no_reformulation(sent: str, denis: Browser, session: Session) -> None:
    """The text it shows is of the page: nobody sent it."""
    denis.post(f"{sent}/reformuler", status=422)

    assert session.scalars(sa.select(Turn)).all() == []


WRITING = "Cela se discute déjà\u00a0: une autre proposition se reformule depuis hier dans l’équipe."


@pytest.mark.parametrize("page", ["reformuler", "ecarter"])
def test_the_team_that_was_writing_about_it_reads_what_became_of_it_above_its_words(
    sent: str, amina: Browser, denis: Browser, page: str
) -> None:
    typed = {"reformuler": {"text": WRITING}, "ecarter": {"reason": WRITING}}[page]
    opened = denis.get(f"{sent}/{page}")
    amina.post(f"{sent}/retirer")

    gone = denis.submit(opened, typed, status=404)

    assert "son auteur·e l’a retirée" in main_of(gone)
    assert gone.select_one("textarea").text.strip() == WRITING
    assert gone.select_one("main a[href='/bien-commun/mediation']")


def test_nor_does_a_colleague_s_gesture_lose_what_was_being_written(
    sent: str, scene: Scene, denis: Browser, sign_in: SignIn
) -> None:
    opened = denis.get(f"{sent}/reformuler")
    colleague = sign_in(scene.colleague)
    colleague.submit(colleague.get(f"{sent}/ecarter"), {"reason": "Cela se discute déjà."})

    moved = denis.submit(opened, {"text": REWRITTEN}, status=404)

    assert "n’en est plus là" in moved.select_one("h1").text
    assert moved.select_one("textarea").text.strip() == REWRITTEN
    assert moved.select_one(f"main a[href='{sent}']")


def test_a_proposal_that_was_never_sent_is_told_of_to_nobody(
    written: str, denis: Browser, scene: Scene, sign_in: SignIn, session: Session
) -> None:
    unsent = f"/bien-commun/propositions/{proposed(session).id}"

    assert "n’est plus ici" in denis.get(unsent, status=404).text
    assert "n’est plus ici" not in sign_in(scene.other).get(unsent, status=404).text
