"""An analysis, from shared entries to themes people know."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.config import FLOOR
from journal.entries.models import Entry, MaskingState, Passage, Sharing
from journal.entries.services import erase_entry
from journal.themes import queries
from journal.themes.analysing import analysis
from journal.themes.deciding import services
from journal.themes.deciding.decisions import Signed
from journal.themes.models import (
    AnalysisRun,
    RunStatus,
    ThemeMember,
    ThemeProposal,
    ThemeState,
)
from tests.factories import NOW, make_lab, make_person
from tests.factories_themes import GROUPS, analyse, make_voiced_entry, make_voiced_lab
from tests.unit.journal.themes.analysing.analysis.reading import Sessions, by_group, labels


def test_what_people_share_becomes_the_themes_they_share(sessions: Sessions, lab_id) -> None:
    run = analyse(sessions, lab_id)

    assert run.status is RunStatus.SUCCEEDED, run.message
    assert (run.ledger["passages"], run.ledger["participants"]) == (72, 12)
    assert run.as_good is not None
    assert run.as_good[0] <= len(GROUPS) <= run.as_good[1]
    with sessions() as session:
        assert set(labels(session, lab_id).values()) == set(GROUPS)
        for state in queries.states_of_run(session, run):
            assert state.participants >= 5
            assert state.theme.label
            assert all(people >= 5 for _, _, people in state.terms)


def test_the_same_corpus_analysed_twice_keeps_the_same_themes(sessions: Sessions, lab_id) -> None:
    analyse(sessions, lab_id)
    with sessions() as session:
        first = labels(session, lab_id)

    again = analyse(sessions, lab_id, after=1)

    with sessions() as session:
        assert labels(session, lab_id) == first
        assert {s.event.value for s in queries.states_of_run(session, again)} == {"stable"}


def test_private_and_unmasked_entries_never_count(sessions: Sessions, lab_id) -> None:
    with sessions() as session:
        lab = session.scalar(sa.select(Entry)).author.lab
        hidden = (
            {"sharing": Sharing.PRIVATE},
            {"masking_state": MaskingState.RECEIVED},
            {"masking_state": MaskingState.FAILED},
        )
        secret = [
            make_voiced_entry(session, make_person(session, lab), "le bus secret", 0, seed, **values).passages[0].id
            for seed, values in enumerate(hidden)
        ]
        session.commit()

    run = analyse(sessions, lab_id)

    with sessions() as session:
        assert run.ledger["passages"] == 72
        assert not session.scalars(sa.select(ThemeMember).where(ThemeMember.passage_id.in_(secret))).all()


def test_someone_who_leaves_leaves_no_trace_in_the_next_analysis(sessions: Sessions, lab_id) -> None:
    with sessions() as session:
        lab = session.scalar(sa.select(Entry)).author.lab
        leaving = [make_person(session, lab) for _ in range(5)]
        for number, person in enumerate(leaving):
            make_voiced_entry(session, person, f"le bus et la zibeline numéro {number}", 0, 900 + number)
        session.commit()
    analyse(sessions, lab_id)
    with sessions() as session:
        assert "zibeline" in all_words(session)
        for entry in session.scalars(sa.select(Entry).where(Entry.text.contains("zibeline"))).all()[:1]:
            erase_entry(session, entry)
        session.commit()

    run = analyse(sessions, lab_id, after=1)

    with sessions() as session:
        assert "zibeline" not in all_words(session, run)


def all_words(session: Session, run: AnalysisRun | None = None) -> str:
    statement = sa.select(ThemeState)
    if run is not None:
        statement = statement.where(ThemeState.run_id == run.id)
    return " ".join(
        str((s.terms, s.anti_terms, s.parts, s.helped, s.theme.machine_label)) for s in session.scalars(statement)
    )


def test_too_little_is_said(sessions: Sessions) -> None:
    with sessions() as session:
        lab_id = make_voiced_lab(session, people=4)[0].lab_id
        session.commit()

    run = analyse(sessions, lab_id)

    assert (run.status, run.message) == (RunStatus.TOO_LITTLE, analysis.TOO_LITTLE)


def test_another_lab_is_never_read(sessions: Sessions, lab_id) -> None:
    with sessions() as session:
        make_voiced_lab(session, lab=make_lab(session))
        session.commit()

    run = analyse(sessions, lab_id)

    assert run.ledger["passages"] == 72


@pytest.mark.any_database
def test_a_merge_survives_the_next_analyses_and_is_not_questioned(sessions: Sessions, lab_id) -> None:
    analyse(sessions, lab_id)
    with sessions() as session:
        coordinator = make_person(session, session.scalar(sa.select(Entry)).author.lab)
        themes = by_group(session, lab_id)
        services.merge(session, themes["bus"], themes["crèche"], Signed(coordinator, NOW))
        kept, size = themes["bus"].id, queries.latest_state(session, themes["bus"].id).passages
        left = len(labels(session, lab_id))
        session.commit()

    for number in range(1, 4):
        run = analyse(sessions, lab_id, after=number)

    with sessions() as session:
        states = {s.theme_id: s for s in queries.states_of_run(session, run)}
        assert len(states) == left
        assert states[kept].passages == size
        assert states[kept].event.value == "stable"
        assert not session.scalars(sa.select(ThemeProposal)).all()


@pytest.mark.any_database
def test_a_split_survives_the_next_analyses_and_is_not_questioned(sessions: Sessions, lab_id) -> None:
    analyse(sessions, lab_id)
    with sessions() as session:
        coordinator = make_person(session, session.scalar(sa.select(Entry)).author.lab)
        theme = by_group(session, lab_id)["bus"]
        state = queries.latest_state(session, theme.id)
        state_size = state.passages
        authors = sorted({session.get_one(Passage, m.passage_id).entry.author_id for m in state.members})[:6]
        part = [
            m.passage_id for m in state.members if session.get_one(Passage, m.passage_id).entry.author_id in authors
        ]
        made = services.split(session, theme, part, "Le bus du soir", Signed(coordinator, NOW), floor=FLOOR)
        made_id, theme_id, size, whole = made.id, theme.id, len(part), state_size
        session.commit()

    for number in range(1, 4):
        run = analyse(sessions, lab_id, after=number)

    with sessions() as session:
        states = {s.theme_id: s for s in queries.states_of_run(session, run)}
        assert (states[made_id].passages, states[theme_id].passages) == (size, whole - size)
        assert not session.scalars(sa.select(ThemeProposal)).all()
