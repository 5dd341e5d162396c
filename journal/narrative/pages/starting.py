"""Which months a Lab may start telling, and when: on the first day of a month, the one before comes first."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from journal.months import first_of, last_of, shift
from journal.narrative.making.covering import run_for

# How far back a month that nobody prepared may still be: whoever was away comes back to it.
MOST_BACK = 7
# A month is worth starting once it is nearly over: authors then have time to answer.
LAST_DAYS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Starting:
    """Months that nobody started and that an analysis has read, and where the current one stands if nobody did."""

    over: date | None  # the one before this
    skipped: list[date]  # older ones, the last first
    running: date | None
    is_read: bool  # an analysis has read the running month
    is_nearly_over: bool


def to_start(session: Session, lab_id: uuid.UUID, started: Collection[date], today: date) -> Starting:
    """The months to start in a Lab, besides those it started."""
    this_month = first_of(today)
    missing = [month for month in (shift(this_month, -n) for n in range(MOST_BACK)) if month not in started]
    told = [month for month in missing if run_for(session, lab_id, month)]
    last_month = shift(this_month, -1)
    return Starting(
        over=last_month if last_month in told else None,
        skipped=[month for month in told if month < last_month],
        running=this_month if this_month in missing else None,
        is_read=this_month in told,
        is_nearly_over=is_nearly_over(today),
    )


def is_nearly_over(today: date) -> bool:
    """Whether this is one of the last days of a month."""
    return last_of(today) - today < LAST_DAYS
