"""What is taken back or decided while the machine thinks; an analysis that is killed, or fails."""

import uuid
from datetime import timedelta

import sqlalchemy as sa

from journal.accounts.models import Lab
from journal.config import FLOOR
from journal.entries.hiding import hide_for_team
from journal.entries.masks import MaskKind
from journal.entries.models import Entry, Passage, Sharing
from journal.themes import queries, runs
from journal.themes.analysing import analysis
from journal.themes.deciding import services
from journal.themes.deciding.decisions import Signed
from journal.themes.models import (
    AnalysisRun,
    RunStatus,
    ThemeMember,
)
from tests.factories import NOW, make_person
from tests.factories_themes import GROUPS, UNTIL, analyse, make_run
from tests.unit.journal.themes.analysing.analysis.reading import Sessions, by_group, labels


def test_what_is_taken_back_while_the_machine_thinks_is_not_kept(sessions: Sessions, lab_id) -> None:
    taken_back = []

    def take_back(share: float) -> None:
        if share > 0.5 and not taken_back:
            with sessions() as session:
                entry = session.scalar(sa.select(Entry).order_by(Entry.id))
                taken_back.append(entry.passages[0].id)
                entry.sharing = Sharing.PRIVATE
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
        services.move_passage(session, passage, themes["bus"], themes["crèche"], Signed(coordinator, NOW))
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


def test_words_hidden_while_the_machine_thinks_are_in_nothing_it_finds(sessions: Sessions, lab_id) -> None:
    starts = []

    def hide(start: int) -> None:
        starts.append(start)
        if start == 1:
            with sessions() as session:
                passage = session.scalars(sa.select(Passage).order_by(Passage.id)).first()
                hide_for_team(passage, [(0, 1)], MaskKind.OTHER, now=NOW)
                session.commit()

    run = run_while(sessions, lab_id, hide)

    assert (run.status, starts) == (RunStatus.SUCCEEDED, [1, 2])


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
