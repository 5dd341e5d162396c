"""Background work: each task opens a session, calls a feature's service, commits.

The queue only wakes the worker. What is left to do is read from the rows, so a lost queue loses nothing: the sweep,
every minute, does whatever no task has done.
"""

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask
from huey import RedisHuey, SqliteHuey, crontab
from huey.api import Huey

from journal.config import Settings

log = logging.getLogger(__name__)
# Names requests may enqueue, each to a function of the application and the arguments given.
TASKS: dict[str, Callable[..., None]] = {}
# What the sweep runs, in order.
SWEEPS: list[Callable[[Flask], None]] = []


def build_queue(settings: Settings) -> Huey:
    """Redis when several machines share the work, a file beside the database otherwise."""
    if settings.redis_url:
        return RedisHuey("journal", url=settings.redis_url, immediate=False)
    return SqliteHuey("journal", filename=str(settings.data_dir / "queue.db"), immediate=False)


def init_app(app: Flask) -> None:
    queue = build_queue(app.extensions["settings"])
    app.extensions["queue"] = queue
    app.extensions["tasks"] = {name: queue.task(name=name)(_bound(app, work)) for name, work in TASKS.items()}
    queue.periodic_task(crontab(minute="*"), name="sweep")(lambda: sweep(app))


def _bound(app: Flask, work: Callable[..., None]) -> Callable[..., None]:
    def run(*arguments: Any) -> None:
        with app.app_context():
            work(app, *arguments)

    run.__name__ = work.__name__
    return run


def sweep(app: Flask) -> None:
    """Do what is left to do. One failure does not stop the next."""
    with app.app_context():
        for work in SWEEPS:
            try:
                work(app)
            except Exception as error:
                log.error("sweep: %s failed (%s)", work.__name__, type(error).__name__)
