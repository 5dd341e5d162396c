"""A clock that does something while the machine reads."""

from collections.abc import Callable
from datetime import datetime

from tests.factories import NOW


def clock_that(does: Callable[[], None]) -> Callable[[], datetime]:
    """A clock read twice: when the worker takes its turn, then while it works, the moment to do something else."""
    read: list[bool] = []

    def now() -> datetime:
        read.append(True)
        if len(read) == 2:
            does()
        return NOW

    return now
