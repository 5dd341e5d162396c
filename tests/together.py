"""Two transactions at the same moment: the second starts while the first has written and not committed."""

import threading
from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.db import Database, open_database

Work = Callable[[Session], object]
WAITING = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


def do_together(url: str, work: Work) -> list[Exception]:
    """Do the same work in two transactions that overlap; return what went wrong in either."""
    database, failures = open_database(url), []

    def second() -> None:
        try:
            with database.write() as session:
                work(session)
                session.commit()
        except Exception as error:
            failures.append(error)

    follower = threading.Thread(target=second)
    with database.write() as session:
        work(session)
        follower.start()
        _wait_until_it_waits(database, follower)
        session.commit()
    follower.join()
    database.close()
    return failures


def _wait_until_it_waits(database: Database, follower: threading.Thread) -> None:
    """Until PostgreSQL says that the second one waits for the first; SQLite lets only one begin."""
    if database.engine.dialect.name == "sqlite":
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while follower.is_alive() and not connection.scalar(WAITING):
            follower.join(timeout=0.01)
