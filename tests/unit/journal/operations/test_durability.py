"""A word acknowledged is a word kept, whatever kills the process."""

import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from journal.config import ROOT, Settings
from journal.db import make_engine
from journal.operations import schema
from journal.operations.schema import SchemaError
from tests.factories import make_person

WRITER = """
import sys, uuid
from datetime import UTC, datetime
from journal.accounts.models import Person
from journal.db import open_database
from journal.entries.services import EntryContent, write_entry
from nlp.emotions import Emotion

database = open_database(sys.argv[1])
now = datetime.now(UTC)
while True:
    with database.write() as session:
        author = session.get(Person, uuid.UUID(sys.argv[2]))
        content = EntryContent("J’ai attendu. " * 40, now.date(), emotions=((Emotion.WORRY, 3),), next_step="rappeler")
        from journal.entries.models import Origin
        entry = write_entry(session, author, content, submission=uuid.uuid4().hex, now=now, origin=Origin.DEMO)
        session.commit()
    print(entry.id.hex, flush=True)
"""


def test_a_process_killed_while_it_writes_loses_no_acknowledged_entry_and_leaves_no_half_one(
    database_file: Path, settings: Settings, session: Session
) -> None:
    author = make_person(session)
    session.commit()
    chance = random.Random(7)
    acknowledged: set[str] = set()
    for _ in range(6):
        acknowledged |= killed_writer(settings.database, author.id.hex, chance.uniform(0.05, 0.25))

    with sqlite3.connect(database_file) as connection:
        kept = {row[0] for row in connection.execute("SELECT id FROM entry")}
        whole = {row[0] for row in connection.execute("SELECT entry_id FROM entry_emotion")}
        whole &= {row[0] for row in connection.execute("SELECT entry_id FROM next_step")}
        (damage,) = connection.execute("PRAGMA integrity_check").fetchone()
    connection.close()

    assert len(acknowledged) > 20
    assert acknowledged <= kept
    assert whole == kept
    assert damage == "ok"


def killed_writer(url: str, author: str, after: float) -> set[str]:
    """What a writing process acknowledged before it was killed."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, url, author], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    first = writer.stdout.readline()
    time.sleep(after)
    writer.send_signal(signal.SIGKILL)
    rest, _ = writer.communicate()
    whole_lines = [line for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]
    return {line.strip() for line in whole_lines}


def test_every_connection_has_the_pragmas_that_keep_the_promises(database_file: Path, session: Session) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "recursive_triggers": 1}
    wanted |= {"trusted_schema": 0, "busy_timeout": 5000}
    asked = session.connection().exec_driver_sql

    assert {name: asked(f"PRAGMA {name}").scalar() for name in wanted} == wanted


def test_the_site_does_not_start_on_a_disk_where_sqlite_keeps_no_log(settings: Settings) -> None:
    in_memory = make_engine("sqlite://")  # there SQLite refuses it too, and says nothing

    with pytest.raises(SchemaError, match="journal_mode did not take"):
        schema.make_ready(in_memory, settings)

    in_memory.dispose()
