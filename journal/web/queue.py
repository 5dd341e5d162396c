"""How a request asks for background work: by name, after its commit.

The work to do is always in rows first. If the queue is down, the request still succeeds, and the next sweep does the
work.
"""

import logging

from flask import current_app

log = logging.getLogger(__name__)


def enqueue(task: str) -> None:
    """Ask the worker to run ``task`` soon; never fail the request for it."""
    try:
        current_app.extensions["tasks"][task]()
    except Exception:
        log.warning("queue unavailable, %s waits for the sweep", task)
