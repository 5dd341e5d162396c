"""A sealed backup is read by the holder of its key alone, wherever it is copied."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal.config import ConfigError, Settings
from journal.operations import backups, restoring, sealing
from journal.operations.copying import OPENED
from journal.operations.restoring import RestoreError
from tests.factories import make_entry, make_person
from tests.unit.journal.operations.restoring.copies import close, texts


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The file that opens the backups, as the command prints it."""
    identity, recipient = sealing.new_key()
    path = tmp_path / "key.txt"
    path.write_text(f"# kept elsewhere\n{identity}\n# {recipient}\n")
    return path


@pytest.fixture
def sealed(settings: Settings, key: Path) -> Settings:
    return replace(settings, backup_recipient=key.read_text().split("# ")[-1].strip())


@pytest.fixture
def backup(database_file: Path, app: Flask, session: Session, sealed: Settings) -> Path:
    make_entry(session, make_person(session), "CANARI")
    session.commit()
    close(app, session)
    return backups.back_up(sealed)


def test_nothing_of_it_is_read_without_the_key_and_no_readable_copy_stays(backup: Path, settings: Settings) -> None:
    assert backup.suffix == ".age"
    assert backup.stat().st_mode & 0o777 == 0o600
    for path in backup.parent.iterdir():
        assert b"CANARI" not in path.read_bytes()
        assert b"SQLite" not in path.read_bytes()
    assert backups.listed(backup.parent) == [backup]


def test_the_key_brings_everything_back_and_leaves_no_readable_copy(
    backup: Path, key: Path, settings: Settings, database_file: Path
) -> None:
    database_file.unlink()

    restoring.restore(settings, backup, key=key, lost=restoring.Lost(marks=True))

    assert texts(settings) == {"CANARI"}
    assert list(settings.data_dir.glob(f"{OPENED}*")) == []


@pytest.mark.parametrize("given", ["none", "another", "nonsense"])
def test_without_its_key_nothing_is_replaced(
    backup: Path, tmp_path: Path, settings: Settings, database_file: Path, given: str
) -> None:
    other = tmp_path / "other.txt"
    other.write_text(sealing.new_key()[0] if given == "another" else "not a key")
    before = database_file.read_bytes()

    with pytest.raises(RestoreError):
        restoring.restore(settings, backup, key=None if given == "none" else other)

    assert database_file.read_bytes() == before
    assert list(settings.data_dir.glob(f"{OPENED}*")) == []


def test_the_command_makes_a_key_the_settings_accept(app: Flask, settings: Settings) -> None:
    printed = app.test_cli_runner().invoke(args=["backup-key"]).output

    recipient = printed.split("JOURNAL_BACKUP_RECIPIENT=")[1].strip()
    assert replace(settings, backup_recipient=recipient).backup_recipient == recipient
    assert "AGE-SECRET-KEY-1" in printed


@pytest.mark.parametrize("wrong", ["age1", "age1qqqq", "ssh-ed25519 AAAA", "\u00e9"])
def test_a_recipient_that_is_not_one_stops_the_start(settings: Settings, wrong: str) -> None:
    with pytest.raises(ConfigError, match="BACKUP_RECIPIENT"):
        replace(settings, backup_recipient=wrong)


def test_it_is_opened_beside_itself_for_another_tool_and_for_its_owner_alone(
    backup: Path, key: Path, app: Flask, tmp_path: Path
) -> None:
    opened, run = backup.with_suffix(""), app.test_cli_runner().invoke
    wrong = tmp_path / "wrong.txt"
    wrong.write_text(sealing.new_key()[0])

    refused = run(args=["unseal", "--key", str(wrong), str(backup)])
    assert (refused.exit_code, opened.exists()) == (1, False)
    assert "does not open" in refused.output

    told = run(args=["unseal", "--key", str(key), str(backup)])
    assert told.exit_code == 0, told.output
    assert str(opened) in told.output
    assert backups.integrity_problem(opened) == ""
    assert opened.stat().st_mode & 0o077 == 0
    assert run(args=["unseal", "--key", str(key), str(opened)]).exit_code == 1
