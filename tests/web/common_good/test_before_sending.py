"""A proposal is masked, read again by its author, and known to nobody else until it is sent."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.clock import now
from journal.common_good.models import Proposal, Words
from journal.entries.masking.words import mask_words
from journal.entries.models import MaskingState
from journal.entries.words import seen_mark
from tests.conftest import SignIn
from tests.pages import Browser
from tests.web.common_good.agreeing import MASKED, SEND, Scene, mask, proposed


def test_the_author_of_a_proposal_reads_it_masked_before_sending(
    written: str, amina: Browser, session: Session
) -> None:
    assert amina.get(written).select_one("[data-waiting]")
    mask(session)

    page = amina.get(written)

    assert page.select_one(".masked-text").text == MASKED
    assert "même si vous effacez votre compte" in page.text


def test_nobody_else_knows_of_an_unsent_proposal(written: str, scene: Scene, session: Session, sign_in: SignIn) -> None:
    mask(session)
    page = f"/bien-commun/propositions/{proposed(session).id}"
    for who in (scene.other, scene.partner, scene.mediator):
        browser = sign_in(who)
        browser.get(page, status=404)
        browser.get(written, status=404)
        assert "bus" not in browser.get("/bien-commun").text
    assert "bus" not in sign_in(scene.mediator).get("/bien-commun/mediation").text


def test_a_proposal_whose_masking_failed_goes_nowhere(written: str, amina: Browser, session: Session) -> None:
    page = amina.get(written)
    words = session.scalars(sa.select(Words)).one()
    words.masking_state = MaskingState.FAILED
    session.commit()

    amina.post(written, {"seen": seen_mark(words)}, status=409)

    assert proposed(session).state.value == "unsent"
    assert page.select_one("[data-waiting]")


def test_a_proposal_masked_again_since_must_be_read_again(written: str, amina: Browser, session: Session) -> None:
    mask(session)
    page = amina.get(written)
    session.scalars(sa.select(Words)).one().masked_text = "Autre chose."
    session.commit()

    amina.submit(page, form=SEND, status=409)


def test_what_others_read_already_is_hidden_by_no_page_left_open(
    written: str, amina: Browser, session: Session
) -> None:
    mask(session)
    page = amina.get(written)
    amina.submit(page, form=SEND)

    amina.submit(page, {"word": page.select_one("[name=word]")["value"]}, form="form[action$='/masquer']")

    assert session.scalars(sa.select(Words)).one().said == MASKED


def test_an_author_drops_an_unsent_proposal(written: str, amina: Browser, session: Session) -> None:
    amina.post(f"{written}/effacer")

    assert session.scalars(sa.select(Proposal)).all() == []


@pytest.mark.model
def test_the_worker_masks_a_proposal_and_what_its_author_adds(
    app, written: str, amina: Browser, session: Session
) -> None:
    assert mask_words(app.extensions["database"], Words, now=now) == 1
    page = amina.get(written)
    assert "Karim" not in page.select_one(".masked-text").text
    bus = next(box for box in page.select("[name=word]") if "bus" in box.parent.text)

    amina.submit(page, {"word": bus["value"]}, form="form[action$='/masquer']")
    assert mask_words(app.extensions["database"], Words, now=now) == 1

    assert "bus" not in amina.get(written).select_one(".masked-text").text
