"""A backup is a sound copy of a live database, for its owner's eyes."""

import os
import sqlite3
import threading
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import create_app
from journal.clock import now
from journal.config import Settings
from journal.db import open_database
from journal.entries.models import Entry
from journal.operations import backups, purging, sealing
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


def grow_old(copy: Path, days: float) -> None:
    then = (now() - timedelta(days=days)).timestamp()
    os.utime(copy, (then, then))


def test_backups_are_kept_for_the_days_people_were_told(
    database_file: Path, settings: Settings, tmp_path: Path
) -> None:
    settings = replace(settings, backup_days=9)
    made = [backups.back_up(settings, tmp_path / "elsewhere") for _ in range(3)]
    grow_old(made[0], 9.1)
    grow_old(made[1], 8.9)

    last = backups.back_up(settings, tmp_path / "elsewhere")

    assert backups.listed(tmp_path / "elsewhere") == [made[1], made[2], last]


def test_old_backups_go_with_the_purge_the_last_one_too_as_people_were_told(
    database_file: Path, app: Flask, settings: Settings
) -> None:
    made = [backups.back_up(settings) for _ in range(3)]
    for copy in made[:2]:
        grow_old(copy, 30)

    purging.purge_everything(app.extensions["database"], settings, now=now())
    assert backups.listed(backups.folder(settings)) == [made[2]]

    grow_old(made[2], 30)
    purging.purge_everything(app.extensions["database"], settings, now=now())
    assert backups.listed(backups.folder(settings)) == []


def test_people_are_told_how_long_backups_keep_what_they_erase(database_file: Path, settings: Settings) -> None:
    app = create_app(replace(settings, backup_days=9))

    assert "9\u00a0jours au plus dans les sauvegardes" in unescape(app.test_client().get("/vos-donnees").text)


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

    with pytest.raises(backups.BackupError):
        backups.back_up(settings)

    assert list(backups.folder(settings).iterdir()) == []


class TestTheCommand:
    def test_refuses_a_copy_that_anyone_could_read_and_says_why(
        self, database_file: Path, app: Flask, settings: Settings
    ) -> None:
        told = app.test_cli_runner().invoke(args=["backup"])

        assert told.exit_code == 1
        assert "who asked to be contacted" in told.output
        assert "recit backup-key" in told.output
        assert not backups.folder(settings).exists()

    def test_writes_it_when_it_is_told_to(self, database_file: Path, app: Flask, settings: Settings) -> None:
        told = app.test_cli_runner().invoke(args=["backup", "--unsealed"])

        assert told.exit_code == 0
        assert [made.suffix for made in backups.listed(backups.folder(settings))] == [".db"]

    @pytest.mark.parametrize("asked", [[], ["--unsealed"]])
    def test_seals_it_whatever_it_is_told_when_there_is_someone_to_seal_it_for(
        self, asked: list[str], database_file: Path, app: Flask, settings: Settings
    ) -> None:
        app.extensions["settings"] = replace(settings, backup_recipient=sealing.new_key()[1])

        told = app.test_cli_runner().invoke(args=["backup", *asked])

        assert told.exit_code == 0
        assert [made.suffix for made in backups.listed(backups.folder(settings))] == [sealing.SUFFIX]
