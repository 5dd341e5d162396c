"""Whatever stops a backup or a restore, no readable copy of the database stays behind, nor half a backup."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal.clock import now
from journal.config import ROOT, Settings
from journal.operations import backups, purging, restoring, sealing
from journal.operations.copying import CopyError, alone
from tests.factories import make_entry, make_person
from tests.unit.journal.operations.restoring.copies import close

# A process that may not write files larger than so many bytes: the kernel kills it at that byte, or the write fails.
LIMITED = """
import resource, signal, sys
from pathlib import Path
from journal.config import Settings
from journal.operations import backups, restoring

secret, folder, recipient, bytes_, how, what, *paths = sys.argv[1:]
settings = Settings(secret_key=secret, data_dir=Path(folder), backup_recipient=recipient, testing=True)
signal.signal(signal.SIGXFSZ, signal.SIG_DFL if how == "killed" else signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(bytes_), int(bytes_)))
if what == "back up":
    backups.back_up(settings)
else:
    restoring.restore(settings, Path(paths[0]), key=Path(paths[1]))
"""
STOPS = ("killed", "full")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key.txt"
    path.write_text("\n# ".join(sealing.new_key()))
    return path


@pytest.fixture
def sealed(settings: Settings, key: Path) -> Settings:
    return replace(settings, backup_recipient=key.read_text().split("# ")[1])


@pytest.fixture
def canary(database_file: Path, app: Flask, session: Session) -> None:
    make_entry(session, make_person(session), "CANARI")
    session.commit()
    close(app, session)


def stopped(settings: Settings, how: str, *what: str, at: float) -> None:
    """Have another process stopped when a file it writes reaches that size."""
    given = (settings.secret_key, str(settings.data_dir), settings.backup_recipient, str(int(at)), how)
    done = subprocess.run([sys.executable, "-c", LIMITED, *given, *what], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == (-signal.SIGXFSZ if how == "killed" else 1), done.stderr.decode()


def copies(folder: Path) -> set[str]:
    """The files that hold what someone wrote, the database's own left out."""
    own = ("journal.db", "journal.db-wal")
    return {p.name for p in folder.rglob("*") if p.is_file() and p.name not in own and b"CANARI" in p.read_bytes()}


@pytest.mark.usefixtures("canary")
class TestABackup:
    @pytest.fixture
    def size(self, sealed: Settings) -> float:
        """How large a copy is, before it is sealed."""
        made = backups.back_up(replace(sealed, backup_recipient=""))
        found = made.stat().st_size
        made.unlink()
        return found

    @pytest.mark.parametrize("how", STOPS)
    @pytest.mark.parametrize("moment", [0.9, 1], ids=["copied", "sealed"])
    def test_stopped_leaves_no_backup_and_the_next_purge_finds_nothing_to_read(
        self, app: Flask, sealed: Settings, size: float, moment: float, how: str
    ) -> None:
        stopped(sealed, how, "back up", at=size * moment)

        assert backups.listed(backups.folder(sealed)) == []
        if how == "full":
            assert list(backups.folder(sealed).iterdir()) == []
        purging.purge_everything(app.extensions["database"], sealed, now=now())
        assert list(backups.folder(sealed).iterdir()) == []

    def test_clears_what_was_left_of_the_one_before(self, sealed: Settings, size: float) -> None:
        stopped(sealed, "killed", "back up", at=size * 0.9)
        assert list(backups.folder(sealed).iterdir())

        made = backups.back_up(sealed)

        assert list(backups.folder(sealed).iterdir()) == [made]

    def test_is_refused_while_another_is_made_whose_files_stay(self, app: Flask, settings: Settings) -> None:
        folder = backups.folder(settings)
        folder.mkdir()
        with alone(settings, folder):
            (folder / "journal-1.db.part").touch()

            with pytest.raises(CopyError, match="under way"):
                backups.back_up(settings)
            purging.purge_everything(app.extensions["database"], settings, now=now())

            assert [path.name for path in folder.iterdir()] == ["journal-1.db.part"]

    def test_is_refused_when_it_would_leave_no_room_to_erase(self, app: Flask, settings: Settings) -> None:
        app.extensions["settings"] = replace(settings, disk_reserve_mb=10**12)

        told = app.test_cli_runner().invoke(args=["backup", "--unsealed"])

        assert told.exit_code == 1
        assert "make room" in told.output
        assert list(backups.folder(settings).iterdir()) == []


@pytest.mark.usefixtures("canary")
@pytest.mark.parametrize("how", STOPS)
def test_a_restore_stopped_leaves_no_readable_copy(
    app: Flask, sealed: Settings, key: Path, database_file: Path, how: str
) -> None:
    backup = backups.back_up(sealed)
    stopped(sealed, how, "restore", str(backup), str(key), at=backup.stat().st_size * 0.9)

    if how == "full":
        assert copies(sealed.data_dir) == set()
    purging.purge_everything(app.extensions["database"], sealed, now=now())

    assert copies(sealed.data_dir) == set()
    assert list(sealed.data_dir.glob(f"{restoring.OPENED}*")) == []


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root mounts a small disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_dump_that_does_not_fit_says_so_and_leaves_nothing(
    settings: Settings, tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\nhead -c 4000000 /dev/zero > "$3" || exit 1\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    elsewhere = replace(settings, database_url="postgresql://nobody@nowhere/journal")

    with pytest.raises(CopyError, match=f"did not fit on the disk of {small}"):
        backups.back_up(elsewhere, small)

    assert list(small.iterdir()) == []


def test_a_dump_larger_than_what_is_free_is_not_begun(
    settings: Settings, tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    elsewhere = replace(settings, database_url="postgresql://nobody@nowhere/journal")
    last = small / "journal-20261129-021500-000000.dump"
    last.write_bytes(b"x" * 1_200_000)

    with pytest.raises(CopyError, match="A copy takes 1 MB: make room for 1 MB more"):
        backups.back_up(elsewhere, small)

    assert list(small.iterdir()) == [last]


def test_half_a_dump_of_postgresql_is_no_backup(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\nprintf "half a du" > "$3"\nls "$(dirname "$3")" >&2\nexit 1\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    elsewhere = replace(settings, database_url="postgresql://nobody@nowhere/journal")

    with pytest.raises(CopyError) as refused:
        backups.back_up(elsewhere)

    # What a process killed at that moment would leave bears no backup's name; what has failed leaves nothing.
    assert str(refused.value).endswith(".dump.part")
    assert list(backups.folder(elsewhere).iterdir()) == []


def test_a_dump_asks_of_the_server_the_proof_that_the_site_does(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\necho "$PGSSLMODE $PGSSLROOTCERT" > "$3"\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    address = "postgresql://nobody@nowhere/journal?sslmode=verify-full&sslrootcert=/etc/recit/ca.pem"

    made = backups.back_up(replace(settings, database_url=address))

    assert made.read_text().strip() == "verify-full /etc/recit/ca.pem"
