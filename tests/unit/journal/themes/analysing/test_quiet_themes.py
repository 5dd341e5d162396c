"""A theme people stop writing about is said to fade, once, though nothing of it was taken back."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from journal.entries.models import Passage
from journal.themes import cards, queries
from journal.themes.live import live
from journal.themes.models import AnalysisRun, ThemeState
from nlp.types import ThemeEvent
from tests.factories import make_lab
from tests.factories_themes import UNTIL, analyse, write_about

Sessions = sessionmaker[Session]


def bus(session: Session, run: AnalysisRun) -> ThemeState:
    """The theme about the bus."""
    return max(
        (state for state in queries.states_of_run(session, run) if state.passages),
        key=lambda state: sum(m.main and "bus" in session.get_one(Passage, m.passage_id).text for m in state.members),
    )


def told(sessions: Sessions, run: AnalysisRun) -> tuple[ThemeEvent, bool, str]:
    with sessions() as session:
        state = bus(session, run)
        shown = cards.card(state.theme, state, live(session, [state])[state.id], floor=5)
        return state.event, state.quiet, shown.event


@pytest.mark.any_database
def test_a_theme_people_leave_fades_once_stays_so_and_comes_back_with_them(sessions: Sessions) -> None:
    with sessions() as session:
        lab_id = make_lab(session).id
        session.commit()
    for days in (150, 90):
        write_about(sessions, lab_id, (0, 1, 2), UNTIL - timedelta(days=days))
    first = analyse(sessions, lab_id, until=UNTIL - timedelta(days=80))
    assert told(sessions, first) == (ThemeEvent.BORN, False, "vient d’apparaître")

    write_about(sessions, lab_id, (1, 2), UNTIL, people=45)
    assert told(sessions, analyse(sessions, lab_id, after=1)) == (ThemeEvent.FADES, True, "s’efface")
    assert told(sessions, analyse(sessions, lab_id, after=2)) == (ThemeEvent.STABLE, True, "s’efface")

    later = UNTIL + timedelta(days=75)
    write_about(sessions, lab_id, (0, 1, 2), later)
    back = analyse(sessions, lab_id, until=later, after=3)
    assert told(sessions, back) == (ThemeEvent.REAPPEARS, False, "réapparaît")
