"""The only place that reads the clock; rules and services are given the time."""

from datetime import UTC, date, datetime

from journal.web.typography import PARIS


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Paris."""
    return datetime.now(PARIS).date()
