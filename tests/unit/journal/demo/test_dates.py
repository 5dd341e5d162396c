"""The demonstration's dates slide with today's."""

from datetime import UTC, date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from journal.demo.dates import DemoDates

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


def test_the_last_month_is_the_one_being_lived_from_the_twentieth_on() -> None:
    assert DemoDates(date(2026, 11, 20)).last_month == date(2026, 11, 1)


def test_before_the_twentieth_the_last_month_is_the_one_that_just_ended() -> None:
    assert DemoDates(date(2026, 11, 19)).last_month == date(2026, 10, 1)


def test_six_months_before_march_is_september_of_the_year_before() -> None:
    assert DemoDates(date(2026, 3, 28)).first_of(-6) == date(2025, 9, 1)


@given(DAYS, st.integers(-6, 0), st.integers(1, 28))
def test_no_day_is_in_the_future_and_each_stays_in_its_month(today: date, month: int, day: int) -> None:
    dates = DemoDates(today)

    made = dates.day(month, day)

    assert made <= dates.last_of(month) <= today
    assert made.replace(day=1) == dates.first_of(month)


@given(DAYS, st.lists(st.integers(1, 28), min_size=2, max_size=2))
def test_what_came_first_still_comes_first_in_the_month_being_lived(today: date, days: list[int]) -> None:
    dates = DemoDates(today)
    earlier, later = sorted(days)

    assert dates.day(0, earlier) <= dates.day(0, later)


@given(DAYS, st.integers(1, 28), st.text(min_size=1))
def test_an_entry_was_always_written_before_now(today: date, day: int, seed: str) -> None:
    now = datetime.combine(today, time(6), UTC)
    dates = DemoDates(today)

    written = dates.moment(dates.day(0, day), seed, before=now)

    assert written < now
    assert written == dates.moment(dates.day(0, day), seed, before=now)
