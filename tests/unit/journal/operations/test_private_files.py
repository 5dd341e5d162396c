"""What people wrote is read by the owner of the site alone, however it was installed."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from journal.clock import now
from journal.config import ROOT, Settings
from journal.operations.doctor import Finding, Health, examine

# As the README says, then as a web server on another machine starts it.
STARTS = {
    "migrate": [sys.executable, "-m", "journal", "migrate"],
    "wsgi": [sys.executable, "-c", "import wsgi"],  # which goes no further than an empty database
}
# What a process that dies may write of its memory, said as it ends.
LIMIT = "import atexit, resource; atexit.register(lambda: print(*resource.getrlimit(resource.RLIMIT_CORE)))"
ENDS = {"command": "from journal.cli import main; main(['--help'])", "wsgi": "import wsgi"}


def settings_of(folder: Path) -> dict[str, str]:
    return {
        "JOURNAL_SECRET_KEY": "a secret of the tests, long enough to be accepted",
        "JOURNAL_BASE_URL": "https://recit.example.org",
        "JOURNAL_DATA_DIR": str(folder),
    }


@pytest.mark.parametrize("start", STARTS)
def test_a_database_made_in_a_folder_open_to_others_is_not(start: str, tmp_path: Path) -> None:
    folder = tmp_path / "srv"
    folder.mkdir()
    folder.chmod(0o755)

    environ = os.environ | settings_of(folder)
    subprocess.run(STARTS[start], cwd=ROOT, env=environ, umask=0o022, check=False, capture_output=True)

    made = {path.name: path.stat().st_mode & 0o077 for path in folder.iterdir()}
    assert "journal.db" in made
    assert set(made.values()) == {0}


@pytest.mark.skipif(resource.getrlimit(resource.RLIMIT_CORE)[1] == 0, reason="this machine writes no memory at all")
@pytest.mark.parametrize("start", ENDS)
def test_a_process_that_dies_leaves_nothing_of_its_memory(start: str, tmp_path: Path) -> None:
    program = [sys.executable, "-c", f"{LIMIT}; {ENDS[start]}"]
    environ = os.environ | settings_of(tmp_path)
    ended = subprocess.run(program, cwd=ROOT, env=environ, check=False, capture_output=True, text=True)

    assert ended.stdout.splitlines()[-1] == "0 0"


def examined(app: Flask, settings: Settings) -> Finding:
    return next(f for f in examine(app.extensions["database"], settings, now=now()) if f.name == "privacy")


def test_the_doctor_sees_what_others_of_the_machine_may_read(
    app: Flask, settings: Settings, database_file: Path
) -> None:
    assert examined(app, settings).health is Health.GREEN  # nobody else enters the folder

    settings.data_dir.chmod(0o755)
    database_file.chmod(0o640)
    found = examined(app, settings)
    assert found.health is Health.RED
    assert "journal.db" in found.sentence

    for path in settings.data_dir.iterdir():
        path.chmod(0o600)
    assert examined(app, settings).health is Health.GREEN
