"""Asking for an analysis, by hand or because something was shared or taken back. The worker does it."""

import uuid
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.clock import day_of
from journal.entries.models import Entry, Passage, Sharing, SharingChange
from journal.entries.queries import counted, has_text
from journal.themes.models import AnalysisRun, RunStatus

# Between two analyses nobody asked for: themes that move at each text would tell when somebody writes.
PAUSE = timedelta(hours=20)
# A theme nobody has fed for a year is history, not news.
WINDOW = timedelta(days=366)


def request_run(
    session: Session, lab_id: uuid.UUID, *, until: date, now: datetime, by_id: uuid.UUID | None = None
) -> AnalysisRun:
    """Ask for an analysis; one that is already waiting serves."""
    waiting = session.scalar(
        sa.select(AnalysisRun).where(
            AnalysisRun.lab_id == lab_id, AnalysisRun.until == until, AnalysisRun.status == RunStatus.REQUESTED
        )
    )
    if waiting is not None:
        return waiting
    run = AnalysisRun(id=uuid.uuid4(), lab_id=lab_id, until=until, requested_by_id=by_id, requested_at=now)
    session.add(run)
    session.flush()
    return run


def request_due_runs(session: Session, *, now: datetime) -> list[AnalysisRun]:
    """Ask for the analysis of each Lab that needs one, up to today in Paris. Called every night; safe at any time.

    See ``labs_to_analyse`` for what makes one needed. The caller commits.
    """
    until = day_of(now)
    return [request_run(session, lab_id, until=until, now=now) for lab_id in labs_to_analyse(session, now)]


def labs_to_analyse(session: Session, moment: datetime) -> list[uuid.UUID]:
    """Labs where something was shared or taken back since their last analysis, and whose pause is over."""
    due = []
    for lab_id in session.scalars(sa.select(Lab.id).order_by(Lab.id)):
        last = latest_request(session, lab_id)
        resting = last is not None and last.requested_at > moment - PAUSE
        if not resting and has_changed(session, lab_id, last, until=day_of(moment)):
            due.append(lab_id)
    return due


def latest_request(session: Session, lab_id: uuid.UUID, *, until: date | None = None) -> AnalysisRun | None:
    """The last analysis asked for, whatever became of it; ``until`` a day, of those that stop on it or before."""
    asked = sa.select(AnalysisRun).where(AnalysisRun.lab_id == lab_id)
    if until is not None:
        asked = asked.where(AnalysisRun.until <= until)
    latest_first = (AnalysisRun.requested_at.desc(), AnalysisRun.until.desc(), AnalysisRun.id)
    return session.scalar(asked.order_by(*latest_first).limit(1))


def has_changed(session: Session, lab_id: uuid.UUID, last: AnalysisRun | None, *, until: date) -> bool:
    """Whether an analysis stopping on a day would read something else than the last one did."""

    def some(*conditions: sa.ColumnElement[bool]) -> bool:
        statement = sa.select(Entry.id).where(*in_window(lab_id, until), has_text(), *conditions).limit(1)
        return session.scalar(statement) is not None

    if last is None:
        return some(counted())
    shared = sa.exists().where(SharingChange.entry_id == Entry.id, SharingChange.at > last.requested_at)
    masked = sa.or_(Entry.masked_at > last.requested_at, Entry.masked_further_at > last.requested_at)
    # What was erased leaves no row: the number of passages tells that some are gone.
    return (
        some(counted(), sa.or_(masked, Entry.happened_on > last.until))
        or some(shared)
        or _passages(session, last) != last.ledger.get("passages", 0)
    )


def _passages(session: Session, run: AnalysisRun) -> int:
    statement = sa.select(sa.func.count()).select_from(Passage).join(Passage.entry)
    return session.scalar(statement.where(*in_window(run.lab_id, run.until), counted(), Passage.counts)) or 0


def in_window(lab_id: uuid.UUID, until: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The entries of a Lab that an analysis stopping on a day may read."""
    return (Entry.lab_id == lab_id, Entry.happened_on <= until, Entry.happened_on > until - WINDOW)


def came_since(run: AnalysisRun) -> sa.ColumnElement[bool]:
    """Entries that were not there, or not shared, or about a later day, when a run read the others."""
    moment = run.started_at or run.requested_at
    shared = sa.select(SharingChange.entry_id).where(SharingChange.at >= moment, SharingChange.old == Sharing.PRIVATE)
    return sa.and_(
        Entry.happened_on > run.until - WINDOW,
        sa.or_(Entry.masked_at >= moment, Entry.happened_on > run.until, Entry.id.in_(shared)),
    )
