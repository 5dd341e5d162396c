"""What someone ticks moves, signed, logged, and undone like any decision."""

import uuid

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent
from journal.entries import services as entries
from journal.entries.models import Sharing
from journal.themes.deciding import decisions, services
from journal.themes.deciding.decisions import Signed
from journal.themes.models import ReviewAction, ThemeStatus
from tests.factories import NOW
from tests.pages import Browser
from tests.unit.journal.narrative.scenes import Scene
from tests.web.exchange.coding.project import Exported, analysed_otherwise, decided, give_back, home, ids, proposed


def tick(browser: Browser, page: BeautifulSoup, *words: str) -> BeautifulSoup:
    values = [
        box["value"] for box in page.select("input[name=corrections]") if box.find_next("label").get_text() in words
    ]
    return browser.submit(page, {"corrections": values}, form="form:has([name=corrections])", follow=True)


def test_only_what_is_ticked_moves_signed_logged_and_undoable(scene: Scene, session: Session, browser: Browser) -> None:
    project, themes = Exported(browser), ids(scene)
    project.recode(scene.entries[0].text, themes.journeys, themes.hours)
    project.recode(scene.entries[1].text, themes.journeys, None)

    page = tick(browser, give_back(browser, project.packed()), scene.entries[0].text)

    assert (
        "1\u00a0passage déplacé. Chaque décision s’annule dans l’historique de «\u00a0Les trajets\u00a0»."
        in page.get_text()
    )
    assert (home(session, scene, 0), home(session, scene, 1)) == ("Les horaires", "Les trajets")
    (review,) = decided(session)
    assert (review.action, review.by_id, review.note) == (
        ReviewAction.MOVE,
        scene.first.id,
        "Codage rendu par une recherche.",
    )
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "apply_coding")).one()
    assert event.detail == {"changed": 1}
    session.expire_all()
    decisions.undo(session, review, Signed(scene.second, NOW))
    session.commit()
    assert home(session, scene, 0) == "Les trajets"


def test_a_project_given_back_as_it_left_moves_nothing(scene: Scene, browser: Browser) -> None:
    page = give_back(browser, Exported(browser).packed())

    assert proposed(page) == {}
    assert "13\u00a0passages partagés" in page.get_text()
    assert "Aucun n’est à déplacer" in page.get_text()


def test_a_passage_that_moved_between_the_two_pages_is_left_alone(
    scene: Scene, session: Session, browser: Browser
) -> None:
    project, themes = Exported(browser), ids(scene)
    project.recode(scene.entries[0].text, themes.journeys, None)
    page = give_back(browser, project.packed())
    analysed_otherwise(scene, session, 0)

    assert "n’a pas bougé" in tick(browser, page, scene.entries[0].text).get_text()
    assert home(session, scene, 0) == "Les horaires"


def test_words_taken_back_between_the_two_pages_are_left_alone(
    scene: Scene, session: Session, browser: Browser
) -> None:
    project, themes = Exported(browser), ids(scene)
    project.recode(scene.entries[0].text, themes.journeys, themes.hours)
    page = give_back(browser, project.packed())
    entries.share(session, session.merge(scene.entries[0]), Sharing.THEMES, now=NOW)
    session.commit()

    told = tick(browser, page, scene.entries[0].text).get_text()

    assert "1\u00a0passage n’a pas bougé" in told
    assert decided(session) == []


def test_a_theme_set_aside_since_is_no_place_to_go(scene: Scene, session: Session, browser: Browser) -> None:
    project, themes = Exported(browser), ids(scene)
    project.recode(scene.entries[0].text, themes.journeys, themes.hours)
    page = give_back(browser, project.packed())
    signed = Signed(session.merge(scene.first), NOW, "Trop large.")
    services.set_status(session, session.merge(scene.more["hours"]), ThemeStatus.SET_ASIDE, signed)
    session.commit()

    assert "n’a pas bougé" in tick(browser, page, scene.entries[0].text).get_text()
    assert home(session, scene, 0) == "Les trajets"


@pytest.mark.any_database
@pytest.mark.parametrize(
    "value", ["", "bonjour", ":::", f"{uuid.uuid4()}:{uuid.uuid4()}:", f"{uuid.uuid4()}:{uuid.uuid4()}:{uuid.uuid4()}"]
)
def test_a_form_made_by_hand_moves_nothing(scene: Scene, session: Session, browser: Browser, value: str) -> None:
    project, themes = Exported(browser), ids(scene)
    project.recode(scene.entries[0].text, themes.journeys, None)
    page = give_back(browser, project.packed())

    browser.submit(page, {"corrections": [value]}, form="form:has([name=corrections])", follow=True)

    assert decided(session) == []
