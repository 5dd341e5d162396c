"""A name that a contribution lets read: the team hides it, its author reads which."""

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent
from journal.entries.masking.words import mask_words_again
from journal.entries.models import MaskingState
from journal.narrative.making import services
from journal.narrative.models import Contribution, ContributionState
from tests.conftest import SignIn
from tests.factories import NOW
from tests.pages import Browser
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, Scene

TEXT = "Il manque le vélo. Zélie, à Digne, le dit aussi, et zélie n’est pas la seule."
MASKED = "Il manque le vélo. Zélie, à [LIEU], le dit aussi, et zélie n’est pas la seule."
HIDDEN = "Il manque le vélo. [PRÉNOM], à [LIEU], le dit aussi, et [PRÉNOM] n’est pas la seule."


@pytest.fixture
def contribution(scene: Scene, session: Session) -> Contribution:
    made = Contribution(lab_id=scene.lab.id, theme_id=scene.theme.id, author_id=scene.people[0].id, text=TEXT, at=NOW)
    made.masked_text, made.masks, made.masking_version = MASKED, [[28, 33, "place", "rule"]], "1"
    made.masking_state, made.state = MaskingState.MASKED, ContributionState.WAITING
    session.add(made)
    session.commit()
    assert MASKED.replace("[LIEU]", TEXT[28:33]) == TEXT
    return made


@pytest.fixture
def team(scene: Scene, sign_in: SignIn) -> Browser:
    return sign_in(scene.first)


@pytest.fixture
def hiding(team: Browser, contribution: Contribution) -> BeautifulSoup:
    [link] = [each for each in team.get("/mediation").select("main a") if each.get_text().startswith("Cacher un nom")]
    return team.get(str(link["href"]))


def hide(team: Browser, page: BeautifulSoup, word: str, session: Session) -> None:
    at = MASKED.index(word)
    team.submit(page, {"word": f"{at}-{at + len(word)}", "kind": "first_name"})
    session.expire_all()


def test_it_is_hidden_at_once_where_the_team_reads_it(
    team: Browser, contribution: Contribution, hiding: BeautifulSoup, session: Session
) -> None:
    assert "Digne" not in hiding.get_text()

    hide(team, hiding, "Zélie,", session)

    assert (contribution.masked_text, contribution.read_before) == (HIDDEN, [MASKED])
    session.commit()
    for address in ("/mediation", f"/mediation/{contribution.id}"):
        assert HIDDEN in team.get(address).get_text(), address


def test_its_author_reads_what_was_hidden_and_what_to_do(
    team: Browser, contribution: Contribution, hiding: BeautifulSoup, session: Session, scene: Scene, sign_in: SignIn
) -> None:
    address, author = f"/recit/contributions/{contribution.id}", sign_in(scene.people[0])
    session.commit()
    hide(team, hiding, "Zélie,", session)

    page = author.get(address)

    assert "L’équipe y a caché «\u00a0Zélie\u00a0»" in page.get_text()
    assert "vous pouvez retirer ce texte" in page.get_text()


def test_the_log_holds_no_word_of_it(
    team: Browser, contribution: Contribution, hiding: BeautifulSoup, session: Session
) -> None:
    hide(team, hiding, "Zélie,", session)

    [event] = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "team_mask"))
    assert (event.subject_id, event.detail) == (contribution.id, {"places": 2, "kind": "first_name"})


def test_a_published_paragraph_that_goes_with_it_is_in_the_register(
    team: Browser, contribution: Contribution, hiding: BeautifulSoup, scene: Scene, session: Session
) -> None:
    digest = scenes.publish(session, scene)
    carrying = digest.paragraphs[0]
    carrying.text = "On l’entend peu. Or ZÉLIE, À [LIEU], LE DIT AUSSI, ET ZÉLIE N’EST PAS LA SEULE."
    session.commit()

    hide(team, hiding, "Zélie,", session)

    assert carrying.text == ""
    [event] = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "take_down"))
    assert (event.subject, event.subject_id, event.actor_id) == ("digest", digest.id, scene.first.id)


def test_a_step_of_the_pathway_keeps_its_sentence(
    team: Browser, contribution: Contribution, hiding: BeautifulSoup, scene: Scene, session: Session
) -> None:
    digest = scenes.publish(session, scene)
    living = services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)
    assert living is not None
    said = [{"text": MASKED.upper(), "evidence": [["figure", "step_people"]]}]
    stepped = {"kind": "pathway", "heading": "", "theme": "", "version": "", "sentences": said, "steps": [{}]}
    living.paragraphs = [*living.paragraphs, stepped]
    digest.paragraphs[0].text = MASKED
    session.commit()

    hide(team, hiding, "Zélie,", session)

    assert [part["sentences"] for part in living.paragraphs if part["kind"] == "pathway"] == [said]


def test_what_is_not_sent_is_not_there(
    team: Browser, contribution: Contribution, hiding: BeautifulSoup, session: Session
) -> None:
    contribution.state = ContributionState.UNSENT
    session.commit()

    team.submit(hiding, {"word": "19-25"}, status=404)


@pytest.mark.model
def test_a_newer_masker_keeps_it_hidden(
    app: Flask, team: Browser, contribution: Contribution, hiding: BeautifulSoup, session: Session
) -> None:
    hide(team, hiding, "vélo.", session)
    session.commit()

    assert mask_words_again(app.extensions["database"], Contribution, now=lambda: NOW, key="a key of the tests") == 1

    session.expire_all()
    assert "vélo" not in str(contribution.masked_text)


@pytest.mark.parametrize("page", ["", "/cacher"])
def test_its_author_knows_that_it_was_read_however_the_page_was_asked_for(
    team: Browser, contribution: Contribution, session: Session, page: str
) -> None:
    contribution_id, token = contribution.id, team.token()
    session.rollback()

    shown = team.post(f"/mediation/{contribution_id}{page}", {"csrf_token": token}, status=422)

    assert "manque" in shown.get_text()
    assert session.scalars(sa.select(AuditEvent.action).where(AuditEvent.subject_id == contribution_id)).all() == [
        "read_contribution"
    ]
