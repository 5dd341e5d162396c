"""Days and months: a month is known by its first day. Pure."""

from calendar import monthrange
from datetime import date


def read_day(text: str) -> date | None:
    """The date in a URL, such as « 2026-11-30 »; None when it is not one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def first_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def last_of(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def shift(day: date, months: int) -> date:
    """The same day some months later (earlier if negative), or the last day of that month if it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, last_of(first).day))
