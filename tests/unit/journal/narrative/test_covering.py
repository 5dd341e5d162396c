"""A month is told from an analysis that read it to its last day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.entries.models import Sharing
from journal.entries.services import share
from journal.narrative.making import services
from journal.narrative.making.covering import LATE_NIGHTS, Cover, cover_of, request_month_ends, run_for
from journal.themes import runs
from journal.themes.models import AnalysisRun, RunStatus
from tests.factories import make_entry, make_person
from tests.factories_themes import make_run
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES

LAST_DAY = date(2026, 10, 31)
LAST_NIGHT = datetime(2026, 10, 31, 3, 10, tzinfo=UTC)
FIRST_NIGHT = LAST_NIGHT + timedelta(days=1)


@pytest.fixture
def author(session: Session) -> Person:
    """Whose Lab was analysed as every night, on the last day of the month before dawn."""
    author = make_person(session)
    when = {"requested_at": LAST_NIGHT, "finished_at": LAST_NIGHT}
    make_run(session, author.lab, until=LAST_DAY, ledger={"passages": 0}, **when)
    return author


def write(session: Session, author: Person, on: date, at: datetime, sharing: Sharing = Sharing.THEMES) -> None:
    make_entry(session, author, happened_on=on, masked_at=at, sharing=sharing)


def done(session: Session, asked: list[AnalysisRun], *, passages: int) -> None:
    for run in asked:
        run.status, run.finished_at, run.ledger = RunStatus.SUCCEEDED, run.requested_at, {"passages": passages}
        run.settings = {"min_participants": 5}
    session.flush()


def test_what_is_written_on_the_last_day_is_read_the_night_after(author: Person, session: Session) -> None:
    write(session, author, LAST_DAY, LAST_NIGHT + timedelta(hours=15))

    asked = request_month_ends(session, now=FIRST_NIGHT)
    done(session, asked, passages=1)

    assert [(run.lab_id, run.until, run.requested_at) for run in asked] == [(author.lab_id, LAST_DAY, FIRST_NIGHT)]
    assert run_for(session, author.lab_id, LAST_DAY.replace(day=1)) is asked[0]


def test_a_month_ends_at_midnight_in_paris(author: Person, session: Session) -> None:
    write(session, author, LAST_DAY, LAST_NIGHT + timedelta(hours=15))
    # 31 October, 23:30 in Paris, then 0:30 on the first of November, which is still the 31st in UTC.
    assert request_month_ends(session, now=datetime(2026, 10, 31, 22, 30, tzinfo=UTC)) == []
    assert len(request_month_ends(session, now=datetime(2026, 10, 31, 23, 30, tzinfo=UTC))) == 1


def test_a_month_read_whole_already_and_texts_of_the_next_ask_for_nothing(author: Person, session: Session) -> None:
    write(session, author, FIRST_NIGHT.date(), FIRST_NIGHT - timedelta(hours=1))
    assert request_month_ends(session, now=FIRST_NIGHT) == []


def test_the_nightly_analysis_of_the_first_is_asked_for_too_and_reads_the_first(
    author: Person, session: Session
) -> None:
    write(session, author, FIRST_NIGHT.date(), FIRST_NIGHT - timedelta(hours=1))
    write(session, author, LAST_DAY, LAST_NIGHT + timedelta(hours=15))

    nightly = runs.request_due_runs(session, now=FIRST_NIGHT)
    asked = request_month_ends(session, now=FIRST_NIGHT)

    assert [run.until for run in [*nightly, *asked]] == [FIRST_NIGHT.date(), LAST_DAY]
    done(session, nightly, passages=2)
    done(session, asked, passages=1)
    assert runs.request_due_runs(session, now=FIRST_NIGHT + timedelta(days=1)) == []


def test_a_text_of_the_first_that_only_the_month_before_was_analysed_after_is_read_the_next_night(
    author: Person, session: Session
) -> None:
    make_run(session, author.lab, until=LAST_DAY, requested_at=FIRST_NIGHT, ledger={"passages": 0})
    write(session, author, FIRST_NIGHT.date(), FIRST_NIGHT - timedelta(hours=1))
    assert len(runs.request_due_runs(session, now=FIRST_NIGHT + timedelta(days=1))) == 1


@pytest.mark.parametrize(("nights", "read"), [(2, True), (LATE_NIGHTS - 1, True), (LATE_NIGHTS, False)])
def test_what_is_shared_late_is_read_for_a_week(nights: int, read: bool, author: Person, session: Session) -> None:
    entry = make_entry(session, author, happened_on=LAST_DAY, masked_at=LAST_NIGHT - timedelta(hours=1))
    make_run(session, author.lab, until=LAST_DAY, requested_at=FIRST_NIGHT, ledger={"passages": 0})
    share(session, entry, Sharing.THEMES, now=FIRST_NIGHT + timedelta(hours=9))

    assert bool(request_month_ends(session, now=FIRST_NIGHT + timedelta(days=nights))) is read


def test_a_draft_begun_before_the_month_ended_is_told_from_all_of_it_once_composed_again(session: Session) -> None:
    scene = scenes.make_scene(session)
    digest = services.draft_digest(session, scene.lab, scenes.NOVEMBER, by=scene.first, now=scenes.NOW, **FIGURES)
    begun = Cover(scene.run.until, scene.run.requested_at, whole=False, newer=False)
    assert cover_of(session, digest) == begun
    late = make_entry(
        session,
        make_person(session, scene.lab),
        "Le dernier car du mois est passé sans s’arrêter, devant nous tous qui attendions.",
        sharing=Sharing.QUOTABLE,
        happened_on=date(2026, 11, 30),
        masked_at=datetime(2026, 11, 30, 18, tzinfo=UTC),
    )
    night = datetime(2026, 12, 1, 3, 10, tzinfo=UTC)
    (run,) = request_month_ends(session, now=night)
    done(session, [run], passages=14)
    scenes.see(session, run, scene.theme, [late, *scene.entries])
    assert cover_of(session, digest) == replace(begun, newer=True)

    services.take_latest_run(session, digest, floor=5, now=night)
    services.recompose(session, digest, now=night, **FIGURES)

    assert digest.run_id == run.id
    assert cover_of(session, digest) == Cover(date(2026, 11, 30), night, whole=True, newer=False)
    assert request_month_ends(session, now=night + timedelta(days=1)) == []
