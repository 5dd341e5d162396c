"""A name that words about the common good let read: the team hides it wherever it is read, its author reads which."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Person, Role
from journal.common_good import services
from journal.common_good.models import Reserve, Stance, Words
from journal.entries.masking.words import mask_words
from journal.entries.models import MaskingState
from journal.entries.words import mask_more
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person
from tests.pages import Browser, main_of
from tests.web.common_good.agreeing import MASKED, Scene, proposed

HIDDEN = MASKED.replace("horaires de bus", "horaires de [PRÉNOM 2]")
REASON, REASON_HIDDEN = "Karim n’a pas de voiture.", "[PRÉNOM] n’a pas de voiture."


def links(team: Browser, page: str) -> list[str]:
    found = team.get(page).select("main a")
    return [str(link["href"]) for link in found if link.get_text().startswith("Cacher un nom")]


def hide(team: Browser, page: str, word: str, read: str) -> None:
    (address,) = links(team, page)
    at = read.index(word)
    team.submit(team.get(address), {"word": f"{at}-{at + len(word)}", "kind": "first_name"})


@pytest.fixture
def reserved(discussed: str, scene: Scene, session: Session) -> str:
    """A discussed text, on which someone left a reserve that names another."""
    made = services.answer(session, proposed(session), 1, Stance.RESERVE, REASON, by=scene.other, now=NOW)
    made.words.masked_text, made.words.masking_state, made.words.sent_at = REASON, MaskingState.MASKED, NOW
    session.commit()
    return discussed


@pytest.mark.parametrize("page", ["/bien-commun/mediation", "the proposal"])
def test_it_is_hidden_wherever_the_team_reads_it(page: str, sent: str, denis: Browser, session: Session) -> None:
    hide(denis, sent if page == "the proposal" else page, "bus", MASKED)

    for address in (sent, "/bien-commun/mediation"):
        assert HIDDEN in main_of(denis.get(address)), address
        assert "de bus" not in main_of(denis.get(address)), address


def test_its_author_reads_what_was_hidden(sent: str, denis: Browser, amina: Browser) -> None:
    hide(denis, sent, "bus", MASKED)

    assert "L’équipe y a caché « bus »" in main_of(amina.get(sent))
    assert "L’équipe y a caché" not in main_of(denis.get(sent))


def test_the_log_holds_no_word_of_it(sent: str, denis: Browser, session: Session) -> None:
    hide(denis, sent, "bus", MASKED)

    [event] = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "team_mask"))
    assert event.subject == "words"
    assert event.detail == {"places": 1, "kind": "first_name"}


def test_a_reason_is_hidden_for_the_whole_lab_and_in_the_reserve_that_remains(
    reserved: str, denis: Browser, scene: Scene, session: Session, sign_in: SignIn
) -> None:
    services.adopt(session, proposed(session), "Pour ouvrir.", by=scene.mediator, now=NOW)
    session.commit()
    assert REASON in main_of(sign_in(scene.partner).get("/bien-commun"))

    hide(denis, "/bien-commun", "Karim", REASON)

    for address in ("/bien-commun", "/bien-commun/histoire", reserved):
        page = main_of(sign_in(scene.partner).get(address))
        assert ("Karim" in page, REASON_HIDDEN in page) == (False, True), address
    assert "L’équipe y a caché « Karim »" in main_of(sign_in(scene.other).get(reserved))
    assert session.scalars(sa.select(Reserve.text)).all() == [REASON_HIDDEN]


def test_nobody_else_hides_anything(
    reserved: str, denis: Browser, scene: Scene, session: Session, sign_in: SignIn
) -> None:
    (address, _) = links(denis, reserved)
    elsewhere = make_person(session, make_lab(session), Role.COORDINATOR)
    session.commit()

    for who in (scene.author, scene.other, scene.partner, elsewhere):
        assert links(sign_in(who), "/bien-commun") == []
        sign_in(who).get(address, status=404)


def test_what_is_not_sent_is_not_there(written: str, denis: Browser, session: Session) -> None:
    words_id = session.scalars(sa.select(Words.id)).one()
    session.rollback()

    denis.get(f"/bien-commun/mots/{words_id}/cacher", status=404)


def test_what_was_read_there_is_known_to_have_been_read(sent: str, denis: Browser, session: Session) -> None:
    words = session.scalars(sa.select(Words)).one()
    proposal_id, address = words.proposal_id, f"/bien-commun/mots/{words.id}/cacher"
    session.rollback()

    denis.get(address)

    read = sa.select(AuditEvent.action).where(AuditEvent.subject_id == proposal_id, AuditEvent.actor_id.is_not(None))
    assert "read_proposal" in session.scalars(read).all()


@pytest.mark.model
def test_masked_anew_it_stays_hidden(app: Flask, sent: str, denis: Browser, session: Session, scene: Scene) -> None:
    hide(denis, sent, "bus", MASKED)
    session.expire_all()
    words = session.scalars(sa.select(Words)).one()
    words.sent_at = None
    mask_more(words, [(0, 5)])
    session.commit()

    assert mask_words(app.extensions["database"], Words, now=lambda: NOW) == 1

    session.expire_all()
    assert "bus" not in str(words.masked_text)
    assert isinstance(session.get(Person, words.author_id), Person)
