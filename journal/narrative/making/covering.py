"""Which analysis a month is based on, and which days of the month that analysis covers.

The nightly analysis runs before dawn, so it misses the last day of the month. One more is requested once the month is
over.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.clock import day_of, midnight
from journal.months import first_of, last_of
from journal.narrative.models import Digest, DigestStatus
from journal.themes import runs
from journal.themes.models import AnalysisRun
from journal.themes.queries import latest_success

# For this many nights, a month without a draft is analysed again to include texts shared late.
LATE_NIGHTS = 7


def run_for(session: Session, lab_id: uuid.UUID, month: date) -> AnalysisRun | None:
    """The last successful analysis that stops within the month."""
    return latest_success(session, lab_id, AnalysisRun.until.between(month, last_of(month)))


def request_month_ends(session: Session, *, now: datetime) -> list[AnalysisRun]:
    """Request an analysis of the whole previous month, in each Lab where texts about it were shared since the last one.

    Called every night; safe to call at any time. A draft started before the month ended may still use that analysis; an
    approved month is not analysed again. The caller commits.
    """
    last_day = first_of(day_of(now)) - timedelta(days=1)
    labs = session.scalars(sa.select(Lab.id).order_by(Lab.id)).all()
    needed = [lab_id for lab_id in labs if _is_to_read(session, lab_id, last_day, day_of(now))]
    return [runs.request_run(session, lab_id, until=last_day, now=now) for lab_id in needed]


def _is_to_read(session: Session, lab_id: uuid.UUID, last_day: date, today: date) -> bool:
    digest = session.scalar(sa.select(Digest).where(Digest.lab_id == lab_id, Digest.month == first_of(last_day)))
    if digest is not None and digest.status is not DigestStatus.DRAFT:
        return False
    last = runs.latest_request(session, lab_id, until=last_day)
    read_whole = last is not None and last.until == last_day and _is_over(last_day, last.requested_at)
    if read_whole and (digest is not None or today.day > LATE_NIGHTS):
        return False
    return runs.has_changed(session, lab_id, last, until=last_day)


def _is_over(day: date, moment: datetime) -> bool:
    return moment >= midnight(day + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Cover:
    """Which part of its month a text is based on."""

    until: date
    read_at: datetime  # texts shared after this moment are not in it
    whole: bool  # the month was over
    newer: bool  # a later analysis has read the month


def cover_of(session: Session, digest: Digest) -> Cover | None:
    """What the analysis behind a month covers; None when that analysis no longer exists."""
    run = session.get(AnalysisRun, digest.run_id) if digest.run_id else None
    if run is None:
        return None
    read_at = run.started_at or run.requested_at
    whole = run.until == last_of(digest.month) and _is_over(run.until, read_at)
    return Cover(run.until, read_at, whole, newer=run_for(session, digest.lab_id, digest.month) is not run)
