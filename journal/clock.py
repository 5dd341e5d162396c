"""The only module that reads the clock; rules and services are passed the time."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
# Passed to long-running work, which needs the time more than once.
Clock = Callable[[], datetime]


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """Today's date in Paris."""
    return day_of(now())


def day_of(moment: datetime | date) -> date:
    """The date of a moment in Paris; a date is returned as it is."""
    return moment.astimezone(PARIS).date() if isinstance(moment, datetime) else moment


def midnight(day: date) -> datetime:
    """The moment when a day begins in Paris."""
    return datetime.combine(day, time(), PARIS)
