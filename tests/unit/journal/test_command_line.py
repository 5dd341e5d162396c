"""The ``recit`` command says in one sentence what to do before it can work."""

import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from journal.cli import main
from journal.db import SQLITE_PRAGMAS

pytestmark = pytest.mark.any_database


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JOURNAL_DATABASE", raising=False)
    monkeypatch.setenv("JOURNAL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("JOURNAL_INSECURE_HTTP", "1")
    monkeypatch.setenv("JOURNAL_SECRET_KEY", "k" * 40)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    return int(stopped.value.code or 0)


def test_a_database_without_tables_is_to_be_migrated_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("labs", "create", "Lab du port") == 2
    told = capsys.readouterr().err
    assert told.startswith("The database is at revision None")
    assert told.endswith("is needed. Run: recit migrate\n")

    assert run("migrate") == 0
    assert run("labs", "create", "Lab du port") == 0
    assert "Lab du port" in capsys.readouterr().out
    assert run("labs", "cohort", "Lab du port", "Marseille") == 0

    for again in (("create", "Lab du port"), ("cohort", "Lab du port", "Marseille"), ("create", " ")):
        assert run("labs", *again) == 1
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_database_that_does_not_answer_is_named_and_not_its_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JOURNAL_DATABASE_URL", "postgresql://recit:secret@127.0.0.1:1/recit")

    for command in ("doctor", "migrate", "serve", "worker"):
        assert run(command) == 2
        told = capsys.readouterr().err
        assert told.startswith("The database does not answer: ")
        assert "port 1" in told
        assert "secret" not in told


def test_a_database_that_another_process_holds_is_to_be_tried_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("migrate")
    monkeypatch.setitem(SQLITE_PRAGMAS, "busy_timeout", 1)
    with closing(sqlite3.connect(tmp_path / "journal.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert run("labs", "create", "Lab du port") == 2

    told = capsys.readouterr().err.splitlines()
    assert told == ["Another process holds the database, to migrate or to write in it: try again in a minute."]
    assert run("labs", "create", "Lab du port") == 0


def test_a_full_disk_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("migrate")
    (tmp_path / "queue.db").unlink()
    (tmp_path / "queue.db").mkdir()  # SQLite cannot open it
    with pytest.raises(sqlite3.OperationalError):
        main(("doctor",))
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=900_000))

    assert run("doctor") == 2
    assert capsys.readouterr().err.splitlines() == [
        f"The disk is full: free some of it under {tmp_path}. Nothing is lost."
    ]


def test_a_code_for_the_team_is_never_said_to_serve_twice(capsys: pytest.CaptureFixture[str]) -> None:
    run("migrate")
    run("labs", "create", "Lab du port")
    capsys.readouterr()

    assert run("labs", "invite", "Lab du port", "coordinator", "--uses", "2") == 2
    told = capsys.readouterr()
    assert "serves once" in told.err
    assert "Invitation" not in told.out
    assert run("labs", "invite", "Lab du port", "coordinator") == 0
    assert run("labs", "invite", "Lab du port", "participant", "--uses", "28") == 0
    assert capsys.readouterr().out.count("Invitation") == 2


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("JOURNAL_LAB_THRESHOLD", "2")
    assert run("migrate") == 2
    assert "JOURNAL_LAB_THRESHOLD" in capsys.readouterr().err
