"""Requesting an analysis, by hand or because something was shared or withdrawn. The worker does it."""

import uuid
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.clock import day_of
from journal.entries.models import Entry, Passage, Sharing, SharingChange
from journal.entries.queries import counted, has_text
from journal.themes.models import AnalysisRun, RunStatus

# Between two automatic analyses: themes that changed with each text would reveal when someone writes.
PAUSE = timedelta(hours=20)
# An analysis reads one year of entries: what is older is no longer news.
WINDOW = timedelta(days=366)


def request_run(
    session: Session, lab_id: uuid.UUID, *, until: date, now: datetime, by_id: uuid.UUID | None = None
) -> AnalysisRun:
    """Request an analysis, unless the same one is already waiting; return it."""
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
    """Request an analysis up to today for each Lab that needs one (``labs_to_analyse``). The caller commits.

    Called every night; safe to call at any time.
    """
    until = day_of(now)
    return [request_run(session, lab_id, until=until, now=now) for lab_id in labs_to_analyse(session, now)]


def labs_to_analyse(session: Session, moment: datetime) -> list[uuid.UUID]:
    """Labs where something was shared or withdrawn since their last analysis, and whose pause is over."""
    due = []
    for lab_id in session.scalars(sa.select(Lab.id).order_by(Lab.id)):
        last = latest_request(session, lab_id)
        resting = last is not None and last.requested_at > moment - PAUSE
        if not resting and has_changed(session, lab_id, last, until=day_of(moment)):
            due.append(lab_id)
    return due


def latest_request(session: Session, lab_id: uuid.UUID, *, until: date | None = None) -> AnalysisRun | None:
    """The last analysis requested, whatever its status; with ``until``, the last that stops on that day or before."""
    asked = sa.select(AnalysisRun).where(AnalysisRun.lab_id == lab_id)
    if until is not None:
        asked = asked.where(AnalysisRun.until <= until)
    latest_first = (AnalysisRun.requested_at.desc(), AnalysisRun.until.desc(), AnalysisRun.id)
    return session.scalar(asked.order_by(*latest_first).limit(1))


def has_changed(session: Session, lab_id: uuid.UUID, last: AnalysisRun | None, *, until: date) -> bool:
    """Whether an analysis stopping on a day would read anything different from the last one."""

    def some(*conditions: sa.ColumnElement[bool]) -> bool:
        statement = sa.select(Entry.id).where(*in_window(lab_id, until), has_text(), *conditions).limit(1)
        return session.scalar(statement) is not None

    if last is None:
        return some(counted())
    shared = sa.exists().where(SharingChange.entry_id == Entry.id, SharingChange.at > last.requested_at)
    masked = sa.or_(Entry.masked_at > last.requested_at, Entry.masked_further_at > last.requested_at)
    # Erased passages leave no row, but there are fewer of them.
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
    """Entries that a run could not read: masked, shared or dated after it."""
    moment = run.started_at or run.requested_at
    shared = sa.select(SharingChange.entry_id).where(SharingChange.at >= moment, SharingChange.old == Sharing.PRIVATE)
    return sa.and_(
        Entry.happened_on > run.until - WINDOW,
        sa.or_(Entry.masked_at >= moment, Entry.happened_on > run.until, Entry.id.in_(shared)),
    )
