"""The site and its worker live and end together."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from journal.config import ROOT
from journal.operations import processes

POLITE = """
import os, pathlib, signal, sys, time
def end(*_):
    pathlib.Path(sys.argv[1]).write_text("ended well")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
os.write(1, b"ready\\n")
while True:
    time.sleep(0.02)
"""
TOGETHER = """
import os, sys
from journal.operations.processes import run_together
commands = [[sys.executable, "-c", sys.argv[1], path] for path in sys.argv[2:]]
sys.exit(run_together(commands, os.environ))
"""


def test_a_stop_ends_each_process_once_and_well(tmp_path: Path) -> None:
    marks = [tmp_path / "web", tmp_path / "worker"]
    parent = subprocess.Popen(
        [sys.executable, "-c", TOGETHER, POLITE, *map(str, marks)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    assert [parent.stdout.readline(), parent.stdout.readline()] == ["ready\n", "ready\n"]

    parent.send_signal(signal.SIGTERM)
    parent.communicate(timeout=20)

    assert parent.returncode == 0
    assert [mark.read_text() for mark in marks] == ["ended well", "ended well"]


def test_when_one_ends_the_other_is_stopped_and_the_failure_is_told(tmp_path: Path) -> None:
    mark = tmp_path / "web"
    polite = [sys.executable, "-c", POLITE, str(mark)]
    waits_for_it = [sys.executable, "-c", "import time; time.sleep(0.5)"]

    code = processes.run_together([polite, waits_for_it], os.environ)

    assert code == 1
    assert mark.read_text() == "ended well"
