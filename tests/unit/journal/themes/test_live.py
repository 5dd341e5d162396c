"""Figures of themes as things are now."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Entry, Sharing
from journal.themes.cards import card
from journal.themes.live import live
from journal.themes.models import Theme, ThemeState
from journal.themes.passages import enough_and_held, held_cores, of_each
from nlp.emotions import Emotion
from nlp.types import Zone
from tests.factories import make_entry, make_lab, make_person
from tests.factories_themes import make_run, make_theme


@pytest.fixture
def entries(session: Session) -> list[Entry]:
    """Six people, the first of whom wrote twice."""
    lab = make_lab(session)
    people = [make_person(session, lab) for _ in range(6)]
    return [
        make_entry(
            session, person, f"mot {n}", sharing=Sharing.QUOTABLE, emotions={Emotion.ANGER: 4, Emotion.INJUSTICE: 2}
        )
        for n, person in enumerate([*people, people[0]])
    ]


@pytest.fixture
def theme(session: Session, entries: list[Entry]) -> Theme:
    return make_theme(session, make_run(session, entries[0].author.lab), [e.passages[0] for e in entries])


def figures(session: Session, theme: Theme):
    state = theme.states[0]
    return live(session, [state])[state.id]


def test_a_person_counts_once_however_often_they_write(session: Session, theme: Theme) -> None:
    found = figures(session, theme)

    assert (found.people, found.passages, found.gone) == (6, 7, 0)
    assert found.months == {"2026-11": 6}


def test_two_emotions_of_one_quarter_count_one_person(session: Session, theme: Theme) -> None:
    found = figures(session, theme)

    assert found.emotions == {"anger": 6, "injustice": 6}
    assert {q: n for q, n in found.quarters.items() if n} == {(-1, 1): 6}


def test_whoever_takes_their_words_back_is_gone_at_once(session: Session, theme: Theme, entries: list[Entry]) -> None:
    entries[1].sharing = Sharing.PRIVATE
    session.flush()

    found = figures(session, theme)

    assert (found.people, found.gone) == (5, 1)


def test_a_theme_too_few_people_speak_of_says_so_and_nothing_of_what_it_was(
    session: Session, theme: Theme, entries
) -> None:
    state = theme.states[0]
    assert card(theme, state, figures(session, theme), floor=5).event == "vient d’apparaître"

    for entry in entries[1:3]:
        entry.sharing = Sharing.PRIVATE
    session.flush()

    assert card(theme, state, figures(session, theme), floor=5).event == "trop peu de personnes"


def test_words_are_kept_only_if_five_people_surely_still_say_them(session: Session, theme: Theme, entries) -> None:
    state: ThemeState = theme.states[0]
    state.terms, state.helped = [["bus", 1.0, 6], ["quai", 1.0, 5]], [["voisin", 5]]
    entries[1].sharing = Sharing.PRIVATE
    session.flush()

    shown = card(theme, state, figures(session, theme), floor=5)

    assert (shown.terms, shown.helped) == (("bus",), ())


def test_a_core_is_held_by_people_not_by_how_often_they_write(session: Session, theme: Theme, entries) -> None:
    state = theme.states[0]
    assert held_cores(session, [state], floor=5) == {state.id}
    assert enough_and_held(session, [state], floor=5) == ({state.id}, {state.id})

    for entry in entries[1:3]:
        entry.sharing = Sharing.PRIVATE
    session.flush()

    # Five texts are left, of four people.
    assert held_cores(session, [state], floor=5) == set()
    assert enough_and_held(session, [state], floor=5) == (set(), set())


def test_enough_people_may_speak_of_a_theme_whose_core_too_few_hold(session: Session, theme: Theme) -> None:
    state = theme.states[0]
    for member in state.members[:2]:
        member.zone = Zone.HALO
    session.flush()

    assert enough_and_held(session, [state], floor=6) == ({state.id}, set())


def test_excerpts_of_every_theme_come_in_one_order_and_no_more_than_asked(session: Session, theme: Theme) -> None:
    state = theme.states[0]

    assert [e.text for e in of_each(session, [state], each=2, floor=5)[state.id]] == ["mot 0", "mot 1"]


def test_the_number_of_queries_does_not_depend_on_the_number_of_themes(session: Session, theme: Theme, entries) -> None:
    run = theme.states[0].run
    others = [make_theme(session, run, [e.passages[0] for e in entries]) for _ in range(8)]
    states = [other.states[0] for other in others]
    seen: list[str] = []
    sa.event.listen(session.get_bind(), "before_cursor_execute", lambda *args: seen.append(args[2]))

    live(session, states)
    of_each(session, states, each=3, floor=5)

    assert len([statement for statement in seen if statement.startswith(("SELECT", "WITH"))]) <= 4
