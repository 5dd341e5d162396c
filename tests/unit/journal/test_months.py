"""Months go back and forth without skipping one."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal.clock import day_of
from journal.months import by_week, first_of, last_of, shift, week_of

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@given(DAYS, st.integers(-120, 120))
def test_a_day_some_months_away_is_in_that_month_and_the_same_or_the_last(day: date, months: int) -> None:
    other = shift(day, months)

    assert (other.year - day.year) * 12 + other.month - day.month == months
    assert other.day == day.day or (other.day < day.day and other == last_of(other))


@given(DAYS)
def test_a_month_ends_the_day_before_the_next_begins(day: date) -> None:
    assert last_of(day) + timedelta(days=1) == shift(first_of(day), 1)
    assert first_of(day) <= day <= last_of(day)


@given(DAYS)
def test_a_week_begins_on_the_monday_before_or_on_the_day_itself(day: date) -> None:
    assert week_of(day).isoweekday() == 1
    assert timedelta(0) <= day - week_of(day) < timedelta(days=7)


@dataclass(frozen=True)
class Written:
    at: datetime
    id: uuid.UUID = field(default_factory=uuid.uuid4)


# A Sunday a little before midnight in Paris, then a little after, and the days that follow.
MOMENTS = st.lists(st.integers(0, 3000).map(lambda hour: datetime(2026, 11, 8, 22, tzinfo=UTC) + timedelta(hours=hour)))


@given(MOMENTS, st.randoms())
def test_what_people_wrote_in_a_week_comes_in_an_order_that_does_not_depend_on_when(
    moments: Sequence[datetime], chance: random.Random
) -> None:
    rows = [Written(moment) for moment in moments]
    weeks = [week_of(day_of(row.at)) for row in by_week(rows)]
    moved = [Written(datetime.combine(week_of(day_of(row.at)), time(12), tzinfo=UTC), row.id) for row in rows]
    chance.shuffle(moved)

    assert weeks == sorted(weeks, reverse=True)
    assert [row.id for row in by_week(rows)] == [row.id for row in by_week(moved)]
