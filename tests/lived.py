"""The demonstration as it stands once loaded: stopped half way, taken up again, its seven months lived. Made once."""

import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from journal import create_app
from journal.accounts.models import Lab
from journal.clock import now, today
from journal.config import Settings
from journal.db import Database
from journal.demo import actors, calls, common_good, history, loading, neighbour, replies
from journal.demo.dates import DemoDates
from journal.entries import services
from journal.entries.models import Entry, MaskingState, Sharing
from journal.themes.models import RunStatus
from journal.themes.runs import request_run

# A test opens a copy of this database with its own settings: what is encrypted in it asks for the same secret.
SECRET = "a secret of the tests, long enough to be accepted"


@dataclass(frozen=True, slots=True)
class Lived:
    """A database to be copied, and what happened while it was loaded."""

    path: Path
    clock: loading.Clock
    masked_before_it_stopped: int
    withdrawn_meanwhile: uuid.UUID


@contextmanager
def silent(items: Iterable[Any], label: str) -> Iterator[Iterable[Any]]:
    yield items


@contextmanager
def stopped(items: Iterable[Any], label: str) -> Iterator[Iterable[Any]]:
    """Someone presses Ctrl-C after the first batch."""

    def first_only() -> Iterator[Any]:
        for number, item in enumerate(items):
            if number == 1:
                raise KeyboardInterrupt
            yield item

    yield first_only()


def bring_into_one_file(engine: sa.Engine) -> None:
    """Write what SQLite's log still holds into the file, which can then be copied alone."""
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")


@pytest.fixture(scope="session")
def lived_demonstration(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    folder = tmp_path_factory.mktemp("demonstration")
    shutil.copy(sqlite_template, folder / "journal.db")
    settings = Settings(secret_key=SECRET, data_dir=folder, testing=True)
    database = create_app(settings).extensions["database"]
    clock = loading.Clock(DemoDates(today()), now())
    with database.write() as session:
        lab = loading.write_everything(session, clock)
        session.commit()
    masked, withdrawn = _stop_half_way(database, lab, clock)
    loading.mask_everything(database, lab, clock, silent)
    _stop_an_analysis(database, lab, clock)
    for _ in range(2):  # the second time, there is nothing left to do
        history.play_past_months(database, settings, lab, clock, silent)
    with database.write() as session:
        actors.play_alliances(session, lab, clock)
        common_good.play_common_good(session, lab, clock)
        calls.play_calls(session, lab, clock)
        replies.play_replies(session, lab, clock)
        neighbour.play_neighbour(session, lab, history.team_of(session, lab).first, clock)
        session.commit()
    bring_into_one_file(database.engine)
    database.close()
    return Lived(folder / "journal.db", clock, masked, withdrawn)


def _stop_half_way(database: Database, lab: Lab, clock: loading.Clock) -> tuple[int, uuid.UUID]:
    with pytest.raises(KeyboardInterrupt):
        loading.mask_everything(database, lab, clock, stopped)
    with database.write() as visitor:
        masked = Entry.masking_state == MaskingState.MASKED
        count = visitor.scalar(sa.select(sa.func.count()).select_from(Entry).where(masked)) or 0
        entry = visitor.scalars(sa.select(Entry).where(Entry.sharing == Sharing.QUOTABLE)).first()
        assert entry is not None
        services.share(visitor, entry, Sharing.PRIVATE, now=clock.now)
        visitor.commit()
        return count, entry.id


def _stop_an_analysis(database: Database, lab: Lab, clock: loading.Clock) -> None:
    """The loading was killed while it analysed the first month: the row still says that it runs."""
    with database.write() as session:
        run = request_run(session, lab.id, until=clock.dates.last_of(history.FIRST_MONTH), now=clock.now)
        run.status, run.started_at, run.heard_at = RunStatus.RUNNING, clock.now, clock.now
        session.commit()
