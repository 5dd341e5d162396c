"""The only place that reads the clock; rules and services are given the time."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
# What is passed to work that lasts, and asks more than once what time it is.
Clock = Callable[[], datetime]


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Paris."""
    return day_of(now())


def day_of(moment: datetime | date) -> date:
    """The day a moment falls on in Paris; a day is one already."""
    return moment.astimezone(PARIS).date() if isinstance(moment, datetime) else moment


def midnight(day: date) -> datetime:
    """The moment a day begins in Paris."""
    return datetime.combine(day, time(), PARIS)
