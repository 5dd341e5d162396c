"""End the process when a reading lasts too long.

A regular expression that backtracks without end holds the interpreter: no thread of Python, no signal handler would run
again. ``faulthandler`` watches from a thread written in C. What it prints before it ends the process names functions
and lines, and quotes no text.
"""

import faulthandler
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

STDERR = 2
# There is one watch for the whole process, and several threads may read at once: it waits for the first to be late.
_deadlines: dict[object, float] = {}
_changing = threading.Lock()


@contextmanager
def ending_after(longest: timedelta) -> Iterator[None]:
    """End the process, with no way to prevent it, if the block takes longer.

    Parameters
    ----------
    longest
        Counted in time that passes: a block that waits for ever is ended as one that computes for ever.
    """
    block = object()
    with _changing:
        _deadlines[block] = time.monotonic() + longest.total_seconds()
        _watch()
    try:
        yield
    finally:
        with _changing:
            del _deadlines[block]
            _watch()


def _watch() -> None:
    faulthandler.cancel_dump_traceback_later()
    if _deadlines:
        left = min(_deadlines.values()) - time.monotonic()
        faulthandler.dump_traceback_later(max(left, 0.001), exit=True, file=STDERR)
