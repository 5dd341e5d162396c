"""Which analysis a month is told from, and what that analysis read of it.

The nightly analysis stops on the day it is done, before dawn: of the last day of a month it knows nothing. One more is
asked for once the month is over.
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

# For so many nights, a month nobody has begun to tell also reads what is shared about it late.
LATE_NIGHTS = 7


def run_for(session: Session, lab_id: uuid.UUID, month: date) -> AnalysisRun | None:
    """The latest analysis that stops inside the month; for the current one, the latest of all."""
    return latest_success(session, lab_id, AnalysisRun.until.between(month, last_of(month)))


def request_month_ends(session: Session, *, now: datetime) -> list[AnalysisRun]:
    """Ask for the analysis of the whole month before, in each Lab that wrote in it since the last one.

    Called every night; safe at any time. A draft that was begun before the month ended may still take that analysis;
    a month that was approved is not read again. The caller commits.
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
    """What of its month a text was written from."""

    until: date
    read_at: datetime  # texts shared after this moment are not in it
    whole: bool  # the month was over
    newer: bool  # a later analysis has read the month


def cover_of(session: Session, digest: Digest) -> Cover | None:
    """What the analysis behind a month read; nothing when that analysis is gone."""
    run = session.get(AnalysisRun, digest.run_id) if digest.run_id else None
    if run is None:
        return None
    read_at = run.started_at or run.requested_at
    whole = run.until == last_of(digest.month) and _is_over(run.until, read_at)
    return Cover(run.until, read_at, whole, newer=run_for(session, digest.lab_id, digest.month) is not run)
