"""A name that an idea or a reply lets read: the team hides it wherever it reads it, and its author reads which."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Role
from journal.calls.models import IdeaWords
from journal.entries.models import MaskingState
from tests.conftest import SignIn
from tests.factories import make_lab, make_person
from tests.pages import Browser, main_of
from tests.web.calls.asking import REPLY, ask
from tests.web.calls.calling import SEND, Scene, hiding_of, only_idea

SAID, HIDDEN = "Quatre, dit Rachid.", "Quatre, dit [PRÉNOM]."
AT = (SAID.index("Rachid"), SAID.index("Rachid") + len("Rachid"))


@pytest.fixture
def replied(sent: str, amina: Browser, denis: Browser, session: Session) -> str:
    """The page of an idea about which its author replied, in words that name someone whom masking missed."""
    ask(denis, sent)
    amina.submit(amina.get(sent), {"text": SAID}, form=REPLY)
    written = str(amina.response.location)
    reply = session.scalars(sa.select(IdeaWords).where(IdeaWords.question_id.is_not(None))).one()
    reply.masked_text, reply.masking_state = SAID, MaskingState.MASKED
    session.commit()
    amina.submit(amina.get(written), form=SEND)
    return sent


def hide(team: Browser, idea: str) -> None:
    address = hiding_of(team, idea)["de cette réponse"]
    team.submit(team.get(address), {"word": f"{AT[0]}-{AT[1]}", "kind": "first_name"})


def test_the_team_hides_a_name_in_a_reply_wherever_it_reads_it(replied: str, denis: Browser, session: Session) -> None:
    hide(denis, replied)

    for page in (replied, f"{replied}/repondre"):
        assert HIDDEN in main_of(denis.get(page)), page
        assert "Rachid" not in denis.get(page).text, page
    assert only_idea(session).words.is_sent, "the idea itself stays with the team"


def test_its_author_reads_which_words_were_hidden_and_keeps_their_own(
    replied: str, amina: Browser, denis: Browser
) -> None:
    hide(denis, replied)

    told = main_of(amina.get(replied))
    assert "L’équipe y a caché « Rachid »" in told
    assert SAID in told
    assert "L’équipe y a caché" not in main_of(denis.get(replied))


def test_a_name_in_the_idea_is_hidden_by_the_same_gesture(
    replied: str, amina: Browser, denis: Browser, session: Session
) -> None:
    read = only_idea(session).words.said
    session.commit()
    at = read.index("voitures")
    address = hiding_of(denis, replied)["de l’idée"]

    denis.submit(denis.get(address), {"word": f"{at}-{at + len('voitures')}", "kind": "other"})

    assert "voitures" not in main_of(denis.get(replied))
    assert "L’équipe y a caché « voitures »" in main_of(amina.get(replied))


def test_the_log_says_that_it_was_done_and_that_it_was_read_without_a_word_of_it(
    replied: str, denis: Browser, session: Session
) -> None:
    hide(denis, replied)

    [event] = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "team_mask"))
    assert (event.subject, event.subject_id) == ("idea", only_idea(session).id)
    assert event.detail == {"places": 1, "kind": "first_name"}


def test_nobody_else_hides_anything_and_nothing_is_hidden_in_what_was_not_sent(
    replied: str, amina: Browser, denis: Browser, scene: Scene, session: Session, sign_in: SignIn
) -> None:
    address = hiding_of(denis, replied)["de cette réponse"]
    elsewhere = make_person(session, make_lab(session), Role.COORDINATOR)
    session.commit()
    for who in (scene.author, scene.other, scene.partner, elsewhere):
        sign_in(who).get(address, status=404)

    amina.submit(amina.get(f"{replied}/modifier"), {"needs": "Quatre places."})

    denis.get(address, status=404)
