"""Months go back and forth without skipping one."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal.months import first_of, last_of, shift

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
