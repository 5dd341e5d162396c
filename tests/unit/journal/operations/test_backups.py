"""A backup is a sound copy of a live database, for its owner's eyes."""

import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.config import Settings
from journal.db import open_database
from journal.entries.models import Entry
from journal.operations import backups
from tests.factories import make_entry, make_person


def test_copies_made_while_people_write_are_all_sound_and_hold_whole_entries(
    database_file: Path, settings: Settings, session: Session
) -> None:
    author = make_person(session)
    session.commit()
    stop = threading.Event()
    errors: list[Exception] = []

    def write() -> None:
        database = open_database(settings.database)
        try:
            while not stop.is_set():
                with database.write() as own:
                    make_entry(own, author)
                    own.commit()
        except Exception as error:
            errors.append(error)
        finally:
            database.close()

    writer = threading.Thread(target=write)
    writer.start()
    made = [backups.back_up(settings) for _ in range(8)]
    stop.set()
    writer.join()

    assert not errors
    for copy in made:
        with sqlite3.connect(copy) as connection:
            (damage,) = connection.execute("PRAGMA integrity_check").fetchone()
            (torn,) = connection.execute(
                "SELECT count(*) FROM entry WHERE id NOT IN (SELECT entry_id FROM passage)"
            ).fetchone()
        connection.close()
        assert (damage, torn) == ("ok", 0)


def test_a_backup_is_readable_by_its_owner_alone(database_file: Path, settings: Settings) -> None:
    made = backups.back_up(settings)

    assert made.stat().st_mode & 0o777 == 0o600
    assert made.parent.stat().st_mode & 0o777 == 0o700


def test_only_the_newest_backups_are_kept(database_file: Path, settings: Settings, tmp_path: Path) -> None:
    made = [backups.back_up(settings, tmp_path / "elsewhere", keep=2) for _ in range(3)]

    assert backups.listed(tmp_path / "elsewhere") == made[1:]


def test_what_was_deleted_is_not_in_the_copy(database_file: Path, settings: Settings, session: Session) -> None:
    entry = make_entry(session, make_person(session), "CANARI bleu")
    session.commit()
    session.execute(sa.delete(Entry).where(Entry.id == entry.id))
    session.commit()

    made = backups.back_up(settings)

    assert b"CANARI" not in made.read_bytes()


def test_a_damaged_database_gives_no_backup(database_file: Path, settings: Settings) -> None:
    content = bytearray(database_file.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    database_file.write_bytes(content)

    with pytest.raises((backups.BackupError, sqlite3.DatabaseError)):
        backups.back_up(settings)

    assert backups.listed(backups.folder(settings)) == []
