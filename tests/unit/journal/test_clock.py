"""A day is a day in Paris, be it of twenty-three hours or of twenty-five."""

from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.clock import day_of, midnight


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_moment_is_of_the_day_that_began_last_in_paris(day: date) -> None:
    begins = midnight(day).astimezone(UTC)

    assert day_of(begins) == day
    assert day_of(begins - timedelta(microseconds=1)) == day - timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 30), 24)]
)
def test_a_day_when_clocks_change_is_shorter_or_longer(day: date, hours: int) -> None:
    begins, ends = (midnight(each).astimezone(UTC) for each in (day, day + timedelta(days=1)))

    assert ends - begins == timedelta(hours=hours)
