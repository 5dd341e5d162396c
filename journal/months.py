"""Days, weeks and months: a week or a month is known by its first day. Pure."""

import uuid
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from journal.clock import day_of


class Dated(Protocol):
    """What somebody wrote at some moment."""

    @property
    def id(self) -> uuid.UUID: ...

    @property
    def at(self) -> datetime: ...


D = TypeVar("D", bound=Dated)


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


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def by_week(rows: Iterable[D]) -> list[D]:
    """What people wrote, the last week first; within one, in an order that does not say who wrote before whom."""
    return sorted(rows, key=lambda row: (-week_of(day_of(row.at)).toordinal(), str(row.id)))
