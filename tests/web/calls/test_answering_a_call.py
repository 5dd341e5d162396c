"""An idea is masked, read again by its author, sent; changed or withdrawn while the call is open."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from journal.calls.models import Idea, IdeaState, IdeaWords
from journal.clock import now
from journal.entries.masking.words import mask_words
from journal.entries.models import MaskingState
from journal.entries.words import seen_mark
from tests.conftest import SignIn
from tests.pages import Browser, main_of
from tests.web.calls.calling import (
    HIDDEN,
    IDEA,
    MASK,
    SEND,
    Scene,
    hiding_of,
    mask,
    only_idea,
    propose,
    read_again_and_send,
)


def test_nobody_but_its_author_knows_of_an_idea_before_it_is_sent(
    call: str, amina: Browser, scene: Scene, session: Session, sign_in: SignIn
) -> None:
    amina.submit(amina.get(f"{call}/proposer"), IDEA)
    written = str(amina.response.location)
    assert amina.get(written).select_one("[data-waiting]")
    mask(session)
    page = f"/appels/idees/{only_idea(session).id}"

    for who in (scene.other, scene.partner, scene.coordinator):
        browser = sign_in(who)
        for address in (page, written):
            browser.get(address, status=404)
        assert "voitures" not in browser.get(call).text

    assert MASK in amina.get(written).select_one(".masked-text").text


def test_an_idea_whose_masking_failed_goes_nowhere(call: str, amina: Browser, session: Session) -> None:
    amina.submit(amina.get(f"{call}/proposer"), IDEA)
    written, words = str(amina.response.location), session.scalars(sa.select(IdeaWords)).one()
    words.masking_state = MaskingState.FAILED
    session.commit()

    amina.post(written, {"seen": seen_mark(words)}, status=409)

    assert only_idea(session).state is IdeaState.UNSENT


def test_an_idea_masked_again_since_must_be_read_again(call: str, amina: Browser, session: Session) -> None:
    amina.submit(amina.get(f"{call}/proposer"), IDEA)
    written = str(amina.response.location)
    mask(session)
    page = amina.get(written)
    session.scalars(sa.select(IdeaWords)).one().masked_text = "Autre chose."
    session.commit()

    amina.submit(page, form=SEND, status=409)

    assert only_idea(session).state is IdeaState.UNSENT


def test_the_team_reads_a_participant_s_idea_masked_and_without_a_name(sent: str, call: str, denis: Browser) -> None:
    for page in (
        sent,
        f"{sent}/question",
        f"{sent}/retenir",
        f"{sent}/repondre",
        hiding_of(denis, sent)["de l’idée"],
        call,
    ):
        text = denis.get(page).text
        assert MASK in text, page
        assert HIDDEN not in text, page
        assert "amina" not in text, page


def test_the_parts_of_an_idea_are_headings_one_can_go_through(sent: str, denis: Browser) -> None:
    titles = [heading.text for heading in denis.get(sent).select("main section h3")]
    assert titles[:2] == ["Ce que cela changerait", "Ce qu’il faudrait"]


def test_a_partner_s_idea_carries_the_name_of_the_organisation(
    call: str, scene: Scene, session: Session, sign_in: SignIn, denis: Browser
) -> None:
    page = propose(sign_in(scene.partner), session, call, title="Prêter notre minibus", needs="")

    text = main_of(denis.get(page))
    assert "Ce qu’il faudrait" not in text, "whoever proposes may not know it"
    assert "Proposée par Atelier Mistral" in text
    assert "carole" not in text


def test_others_read_no_idea_that_is_not_retained(sent: str, call: str, scene: Scene, sign_in: SignIn) -> None:
    for who in (scene.other, scene.partner):
        browser = sign_in(who)
        browser.get(sent, status=404)
        assert "voitures" not in browser.get(call).text


def test_an_idea_written_otherwise_leaves_the_team_until_it_is_sent_again(
    sent: str, amina: Browser, denis: Browser, session: Session
) -> None:
    form = amina.get(f"{sent}/modifier")
    assert form.select_one("[name=changes]").text.strip() == IDEA["changes"]

    amina.submit(form, {"title": "Un car de plus"})

    denis.get(sent, status=404)
    assert read_again_and_send(amina, session) == sent
    assert "Un car de plus" in main_of(denis.get(sent))


def test_what_the_team_hid_stays_hidden_in_an_idea_written_otherwise(
    sent: str, amina: Browser, denis: Browser, session: Session
) -> None:
    hiding = denis.get(hiding_of(denis, sent)["de l’idée"])
    word = next(box for box in hiding.select("[name=word]") if "essence" in box.parent.text)
    denis.submit(hiding, {"word": word["value"]}, form="main form")
    assert "essence" not in denis.get(sent).text
    assert "essence" in main_of(amina.get(sent))

    amina.submit(amina.get(f"{sent}/modifier"), {"title": "Un car"})

    words = session.scalars(sa.select(IdeaWords).execution_options(populate_existing=True)).one()
    assert [(words.text[start:end], source) for start, end, _, source in words.masks] == [("essence", "team")]
    session.commit()


def test_an_author_takes_an_idea_back_with_all_that_was_said_of_it(
    sent: str, amina: Browser, denis: Browser, session: Session
) -> None:
    denis.submit(denis.get(f"{sent}/question"), {"text": "Combien de places ?"})

    amina.post(f"{sent}/retirer")

    assert session.scalars(sa.select(Idea)).all() == []
    assert session.scalars(sa.select(IdeaWords)).all() == []


def test_nobody_changes_or_takes_back_what_is_not_theirs(sent: str, scene: Scene, sign_in: SignIn) -> None:
    bakary = sign_in(scene.other)
    bakary.get(f"{sent}/modifier", status=404)
    for gesture in ("modifier", "retirer", "reponse", "soutenir"):
        bakary.post(f"{sent}/{gesture}", IDEA, status=404)


def test_after_its_last_day_a_call_takes_no_new_idea_and_none_written_otherwise(
    sent: str, call: str, amina: Browser, scene: Scene, sign_in: SignIn
) -> None:
    with time_machine.travel(now() + timedelta(days=30), tick=False):
        later = sign_in(scene.author)
        later.get(f"{call}/proposer", status=404)
        later.post(f"{call}/proposer", IDEA, status=409)
        later.get(f"{sent}/modifier", status=404)
        later.post(f"{sent}/modifier", IDEA, status=409)
        later.post(f"{sent}/retirer")


def test_someone_who_writes_a_lot_is_asked_to_come_back_tomorrow(call: str, amina: Browser, session: Session) -> None:
    for _ in range(10):
        amina.post(f"{call}/proposer", IDEA)

    page = amina.post(f"{call}/proposer", IDEA, status=429)

    assert IDEA["changes"] in page.text


@pytest.mark.model
def test_the_worker_masks_an_idea_and_what_its_author_adds(
    app: Flask, call: str, amina: Browser, session: Session
) -> None:
    amina.submit(amina.get(f"{call}/proposer"), IDEA)
    written = str(amina.response.location)
    assert mask_words(app.extensions["database"], IdeaWords, now=now) == 1
    page = amina.get(written)
    assert HIDDEN not in page.select_one(".masked-text").text
    box = next(box for box in page.select("[name=word]") if "essence" in box.parent.text)

    amina.submit(page, {"word": box["value"]}, form="form[action$='/masquer']")
    assert mask_words(app.extensions["database"], IdeaWords, now=now) == 1

    assert "essence" not in amina.get(written).select_one(".masked-text").text
