"""The only place that reads the clock; rules and services are given the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Paris."""
    return datetime.now(PARIS).date()
