"""An analysis, from shared entries to themes people know."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from journal.accounts.models import Lab
from journal.config import FLOOR
from journal.entries.models import Entry, MaskingState, Passage, Sharing
from journal.entries.services import erase_entry, withdraw
from journal.themes import queries, runs
from journal.themes.analysing import analysis
from journal.themes.deciding import services
from journal.themes.models import (
    AnalysisRun,
    RunStatus,
    Theme,
    ThemeMember,
    ThemeProposal,
    ThemeState,
    ThemeStatus,
)
from tests.factories import NOW, make_lab, make_person
from tests.factories_themes import GROUPS, UNTIL, analyse, make_run, make_voiced_entry, make_voiced_lab

Sessions = sessionmaker[Session]


@pytest.fixture
def lab_id(sessions: Sessions):
    """A Lab whose twelve people wrote seventy-two passages about four things."""
    with sessions() as session:
        lab_id = make_voiced_lab(session)[0].lab_id
        session.commit()
    return lab_id


def labels(session: Session, lab_id) -> dict[str, str]:
    """Which group of wordings each theme is about, by theme."""
    found = {}
    for theme in session.scalars(sa.select(Theme).where(Theme.lab_id == lab_id, Theme.status != ThemeStatus.MERGED)):
        state = queries.latest_state(session, theme.id)
        texts = [session.get_one(Passage, m.passage_id).text for m in state.members if m.main]
        found[str(theme.id)] = max(GROUPS, key=lambda word: sum(word in text for text in texts))
    return found


def test_what_people_share_becomes_the_themes_they_share(sessions: Sessions, lab_id) -> None:
    run = analyse(sessions, lab_id)

    assert run.status is RunStatus.SUCCEEDED, run.message
    assert (run.ledger["passages"], run.ledger["participants"]) == (72, 12)
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


def test_private_withdrawn_and_unmasked_entries_never_count(sessions: Sessions, lab_id) -> None:
    with sessions() as session:
        lab = session.scalar(sa.select(Entry)).author.lab
        hidden = (
            {"sharing": Sharing.PRIVATE},
            {"withdrawn_at": NOW},
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
        assert "zibeline" in _all_words(session)
        for entry in session.scalars(sa.select(Entry).where(Entry.text.contains("zibeline"))).all()[:1]:
            erase_entry(session, entry)
        session.commit()

    run = analyse(sessions, lab_id, after=1)

    with sessions() as session:
        assert "zibeline" not in _all_words(session, run)


def _all_words(session: Session, run: AnalysisRun | None = None) -> str:
    statement = sa.select(ThemeState)
    if run is not None:
        statement = statement.where(ThemeState.run_id == run.id)
    return " ".join(
        str((s.terms, s.anti_terms, s.parts, s.helped, s.theme.machine_label)) for s in session.scalars(statement)
    )


def test_what_is_taken_back_while_the_machine_thinks_is_not_kept(sessions: Sessions, lab_id) -> None:
    taken_back = []

    def take_back(share: float) -> None:
        if share > 0.5 and not taken_back:
            with sessions() as session:
                entry = session.scalar(sa.select(Entry).order_by(Entry.id))
                taken_back.append(entry.passages[0].id)
                withdraw(session, entry, now=NOW)
                session.commit()

    with sessions() as session:
        run_id = runs.request_run(session, lab_id, until=UNTIL, now=NOW).id
        session.commit()
    analysis.run_waiting(sessions, now=lambda: NOW, floor=FLOOR, on_progress=take_back)

    with sessions() as session:
        run = session.get_one(AnalysisRun, run_id)
        assert (run.status, run.ledger["passages"]) == (RunStatus.SUCCEEDED, 71)
        assert not session.scalars(sa.select(ThemeMember).where(ThemeMember.passage_id.in_(taken_back))).all()


def move_one(sessions: Sessions, lab_id) -> tuple[uuid.UUID, uuid.UUID]:
    """Move a passage from the theme of the bus to the one of the crèche; return it, and where it is now."""
    with sessions() as session:
        coordinator = make_person(session, session.scalar(sa.select(Entry)).author.lab)
        themes = by_group(session, lab_id)
        held = sorted(m.passage_id for m in queries.latest_state(session, themes["bus"].id).members if m.main)
        passage = session.get_one(Passage, held[0])
        services.move_passage(session, passage, themes["bus"], themes["crèche"], by=coordinator, now=NOW)
        session.commit()
        return passage.id, themes["crèche"].id


def run_while(sessions: Sessions, lab_id, gesture) -> AnalysisRun:
    """An analysis during which someone does something, each time it is well under way."""
    with sessions() as session:
        run_id = runs.request_run(session, lab_id, until=UNTIL, now=NOW + timedelta(days=1)).id
        session.commit()
    starts = []

    def follow(share: float) -> None:
        with sessions() as session:
            asked = session.get_one(AnalysisRun, run_id)
            start = asked.ledger.get("starts", 1)
        if share > 0.5 and start not in starts:
            starts.append(start)
            gesture(start)

    analysis.run_waiting(sessions, now=lambda: NOW + timedelta(days=1), floor=FLOOR, on_progress=follow)
    with sessions() as session:
        return session.get_one(AnalysisRun, run_id)


def test_what_is_decided_while_the_machine_thinks_is_in_what_it_finds(sessions: Sessions, lab_id) -> None:
    analyse(sessions, lab_id)
    moved = []

    run = run_while(sessions, lab_id, lambda start: start == 1 and moved.append(move_one(sessions, lab_id)))

    [(passage, target)] = moved
    assert (run.status, run.ledger["passages"]) == (RunStatus.SUCCEEDED, 72)
    with sessions() as session:
        state = next(s for s in queries.states_of_run(session, run) if s.theme_id == target)
        assert passage in {m.passage_id for m in state.members if m.main}


def test_an_analysis_that_never_finds_a_quiet_moment_ends_and_leaves_the_themes_as_people_made_them(
    sessions: Sessions, lab_id
) -> None:
    first = analyse(sessions, lab_id)
    moved = []

    run = run_while(sessions, lab_id, lambda _: moved.append(move_one(sessions, lab_id)))

    assert len(moved) == analysis.MOST_STARTS
    assert (run.status, run.message) == (RunStatus.FAILED, analysis.UNSETTLED)
    with sessions() as session:
        assert queries.latest_success(session, lab_id).id == first.id
        held = {m.passage_id for m in queries.latest_state(session, moved[0][1]).members if m.main}
        assert {passage for passage, _ in moved} <= held
        # The night asks for another.
        later = NOW + timedelta(days=3)
        assert [due.lab_id for due in runs.request_due_runs(session, now=later)] == [lab_id]


def test_a_run_whose_worker_was_killed_is_taken_up_again_once_it_is_silent(sessions: Sessions, lab_id) -> None:
    with sessions() as session:
        run = runs.request_run(session, lab_id, until=UNTIL, now=NOW)
        run.status, run.started_at, run.heard_at = RunStatus.RUNNING, NOW, NOW
        run_id = run.id
        session.commit()

    too_soon = analysis.run_waiting(sessions, now=lambda: NOW + timedelta(minutes=29), floor=FLOOR)
    later = analysis.run_waiting(sessions, now=lambda: NOW + timedelta(minutes=31), floor=FLOOR)

    assert (too_soon, later) == (0, 1)
    with sessions() as session:
        assert session.get_one(AnalysisRun, run_id).status is RunStatus.SUCCEEDED
        assert set(labels(session, lab_id).values()) == set(GROUPS)


def test_a_run_that_kills_its_worker_each_time_ends_and_lets_the_others_be_done(sessions: Sessions, lab_id) -> None:
    silent = {"status": RunStatus.RUNNING, "started_at": NOW, "heard_at": NOW}
    with sessions() as session:
        lab = session.get_one(Lab, lab_id)
        deadly = make_run(session, lab, ledger={"starts": analysis.MOST_STARTS}, finished_at=None, **silent)
        next_one = runs.request_run(session, lab_id, until=UNTIL + timedelta(days=1), now=NOW)
        session.commit()

    assert analysis.run_waiting(sessions, now=lambda: NOW + timedelta(minutes=31), floor=FLOOR) == 1

    with sessions() as session:
        ended, done = session.get_one(AnalysisRun, deadly.id), session.get_one(AnalysisRun, next_one.id)
        assert (ended.status, ended.message) == (RunStatus.FAILED, analysis.FAILED)
        assert done.status is RunStatus.SUCCEEDED


def test_a_failure_is_told_and_loses_nothing(sessions: Sessions, lab_id) -> None:
    def fail(share: float) -> None:
        raise RuntimeError("les mots de quelqu’un")

    with sessions() as session:
        run_id = runs.request_run(session, lab_id, until=UNTIL, now=NOW).id
        session.commit()

    analysis.run_waiting(sessions, now=lambda: NOW, floor=FLOOR, on_progress=fail)

    with sessions() as session:
        run = session.get_one(AnalysisRun, run_id)
        assert run.status is RunStatus.FAILED
        assert run.message == analysis.FAILED


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


def by_group(session: Session, lab_id) -> dict[str, Theme]:
    """One theme for each thing people wrote about."""
    return {
        group: session.get_one(Theme, key)
        for key, group in ((uuid.UUID(k), g) for k, g in labels(session, lab_id).items())
    }


@pytest.mark.any_database
def test_a_merge_survives_the_next_analyses_and_is_not_questioned(sessions: Sessions, lab_id) -> None:
    analyse(sessions, lab_id)
    with sessions() as session:
        coordinator = make_person(session, session.scalar(sa.select(Entry)).author.lab)
        themes = by_group(session, lab_id)
        services.merge(session, themes["bus"], themes["crèche"], by=coordinator, now=NOW)
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
        made = services.split(session, theme, part, "Le bus du soir", by=coordinator, now=NOW, today=UNTIL, floor=FLOOR)
        made_id, theme_id, size, whole = made.id, theme.id, len(part), state_size
        session.commit()

    for number in range(1, 4):
        run = analyse(sessions, lab_id, after=number)

    with sessions() as session:
        states = {s.theme_id: s for s in queries.states_of_run(session, run)}
        assert (states[made_id].passages, states[theme_id].passages) == (size, whole - size)
        assert not session.scalars(sa.select(ThemeProposal)).all()
