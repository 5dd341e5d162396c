from datetime import date
from typing import Any

from journal.months import read_day
from journal.register.actions import Kind


class RegisterForm:
    """The filters of a register, read from its URL: anything invalid filters nothing."""

    def __init__(self, args: Any) -> None:
        self.since, self.until = read_day(args.get("du", "")), read_day(args.get("au", ""))
        kind = args.get("quoi", "")
        self.kind = Kind(kind) if kind in set(Kind) else None
        # Where a page starts; the period stays as it was asked.
        self.before = read_day(args.get("avant", ""))

    @property
    def latest(self) -> date | None:
        """The last day to show."""
        return min((day for day in (self.until, self.before) if day), default=None)

    @property
    def is_narrow(self) -> bool:
        return bool(self.since or self.until or self.kind)

    @property
    def address(self) -> dict[str, str]:
        """The same filters, for the URL of another page."""
        asked = {"du": self.since, "au": self.until, "quoi": self.kind}
        return {name: str(value) for name, value in asked.items() if value}
