"""A Lab whose figures stand for eight people at least: what is decided by hand keeps to it as analyses do."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from journal.config import Settings
from journal.entries.models import Entry, Passage, Sharing
from journal.themes.models import AnalysisRun, Theme
from tests.web.themes.deciding.looking import path

HIGHER = 8


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, lab_threshold=HIGHER)


def entries_of(session: Session, passages) -> list[Entry]:
    return [session.get_one(Passage, key).entry for key in passages]


def test_fewer_people_than_it_have_no_figure(lab, session, browser) -> None:
    for entry in entries_of(session, lab.passages[0])[HIGHER - 1 :]:
        entry.sharing = Sharing.PRIVATE
    session.commit()

    assert f"Moins de {HIGHER} personnes" in browser.get(path(lab.bus)).text


@pytest.mark.parametrize(("said", "shown"), [(HIGHER - 2, None), (HIGHER, 5.0)])
def test_a_passage_moved_leaves_no_mean_of_fewer_people(lab, session, browser, said, shown) -> None:
    session.get_one(AnalysisRun, lab.run.id).settings = {"min_participants": HIGHER}
    for entry in entries_of(session, lab.passages[0])[-said:]:
        entry.agency = 5
    session.commit()

    browser.submit(browser.get(f"/themes/passages/{lab.passages[0][0]}"), {"to": str(lab.creche.id)})

    assert session.get_one(Theme, lab.bus.id).states[-1].agency == shown


@pytest.mark.parametrize(("asked", "is_told"), [(HIGHER, True), (HIGHER - 1, False)])
def test_a_mean_that_an_analysis_let_fewer_people_tell_is_told_no_more(lab, session, browser, asked, is_told) -> None:
    session.get_one(AnalysisRun, lab.run.id).settings = {"min_participants": asked}
    session.get_one(Theme, lab.bus.id).states[-1].agency = 5.0
    session.commit()

    assert ("Les personnes disent surtout avoir agi" in browser.get(path(lab.bus)).text) is is_told
