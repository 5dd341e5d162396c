"""When an analysis is asked for without anyone asking."""

from datetime import timedelta

from sqlalchemy.orm import Session

from journal.entries.models import Sharing
from journal.entries.services import erase_entry, share
from journal.themes import runs
from journal.themes.models import RunStatus
from tests.factories import NOW, make_entry, make_lab, make_person
from tests.factories_themes import UNTIL, make_run

LONG_AGO = NOW - timedelta(days=3)


def test_a_lab_where_something_was_shared_is_due_once(session: Session) -> None:
    author = make_person(session)
    make_entry(session, author, sharing=Sharing.THEMES)

    first = runs.request_due_runs(session, now=NOW)
    again = runs.request_due_runs(session, now=NOW)

    assert [(run.lab_id, run.until, run.status) for run in first] == [(author.lab_id, UNTIL, RunStatus.REQUESTED)]
    assert again == []


def test_a_lab_that_shares_nothing_is_not_due(session: Session) -> None:
    make_entry(session, make_person(session))
    make_lab(session)

    assert runs.request_due_runs(session, now=NOW) == []


def test_what_was_felt_without_a_text_makes_no_analysis_due(session: Session) -> None:
    make_entry(session, make_person(session), "", sharing=Sharing.THEMES)

    assert runs.request_due_runs(session, now=NOW) == []


def test_an_entry_masked_before_an_analysis_and_shared_after_it_makes_one_due(session: Session) -> None:
    author = make_person(session)
    entry = make_entry(session, author, masked_at=LONG_AGO - timedelta(hours=1))
    make_run(session, author.lab, requested_at=LONG_AGO, ledger={"passages": 0})
    assert runs.request_due_runs(session, now=NOW) == []

    share(session, entry, Sharing.THEMES, now=LONG_AGO + timedelta(hours=1))

    assert len(runs.request_due_runs(session, now=NOW)) == 1


def test_what_is_erased_makes_an_analysis_due(session: Session) -> None:
    author = make_person(session)
    entry = make_entry(session, author, sharing=Sharing.THEMES, masked_at=LONG_AGO - timedelta(hours=1))
    make_run(session, author.lab, requested_at=LONG_AGO, ledger={"passages": 1})
    assert runs.request_due_runs(session, now=NOW) == []

    erase_entry(session, entry)

    assert len(runs.request_due_runs(session, now=NOW)) == 1


def test_themes_never_move_twice_in_a_day_on_their_own(session: Session) -> None:
    author = make_person(session)
    make_run(session, author.lab, requested_at=NOW - timedelta(hours=19), ledger={"passages": 0})
    make_entry(session, author, sharing=Sharing.THEMES)

    assert runs.request_due_runs(session, now=NOW) == []
    assert len(runs.request_due_runs(session, now=NOW + timedelta(hours=2))) == 1
