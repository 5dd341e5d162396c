"""The demonstration's dates, which move with today's so that its last month is the current one. Pure."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from journal.clock import PARIS
from journal.months import first_of, last_of, shift

LAST_DAY = 28
# Before this day a month has too little behind it: the one before is the demonstration's last.
ENOUGH = 20


@dataclass(frozen=True, slots=True)
class DemoDates:
    """Months counted from the last one, which is 0; days from 1 to 28."""

    today: date

    @property
    def last_month(self) -> date:
        """The first day of month 0."""
        first = first_of(self.today)
        return first if self.today.day >= ENOUGH else shift(first, -1)

    def first_of(self, month: int) -> date:
        return shift(self.last_month, month)

    def last_of(self, month: int) -> date:
        """The last day of a month, today at the latest."""
        return min(self.today, last_of(self.first_of(month)))

    def day(self, month: int, day: int) -> date:
        """A day that is never in the future: the days of the current month are compressed."""
        first = self.first_of(month)
        if first == first_of(self.today):
            day = max(1, day * min(self.today.day, LAST_DAY) // LAST_DAY)
        return first.replace(day=day)

    def moment(self, on: date, seed: str, *, before: datetime) -> datetime:
        """A time of that day between 7:00 and 22:00, the same for the same seed, always before ``before``."""
        minutes = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big") % (15 * 60)
        made = datetime.combine(on, time(7), PARIS) + timedelta(minutes=minutes)
        return min(made, before - timedelta(minutes=1 + minutes % 30))
