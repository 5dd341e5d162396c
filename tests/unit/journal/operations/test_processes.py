"""The site and its worker start and stop together; the site outlives its worker."""

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
pathlib.Path(sys.argv[1] + ".ready").touch()
os.write(1, b"ready\\n")
while True:
    time.sleep(0.02)
"""
UNTIL_READY = """
import pathlib, sys, time
while not pathlib.Path(sys.argv[1]).exists():
    time.sleep(0.02)
"""
TOGETHER = """
import os, sys
from journal.operations.processes import run_together
commands = [[sys.executable, "-c", sys.argv[1], path] for path in sys.argv[2:]]
sys.exit(run_together(*commands, os.environ))
"""
TOGETHER_WITH = """
import os, sys
from journal.operations.processes import run_together
site, worker = [sys.executable, "-c", *sys.argv[1:3]], [sys.executable, "-c", sys.argv[3]]
sys.exit(run_together(site, worker, os.environ))
"""
ONE_LIFE = """
import os, signal
os.write(1, b"alive\\n")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_stop_ends_each_process_once_and_well(tmp_path: Path) -> None:
    marks = [tmp_path / "web", tmp_path / "worker"]
    parent = subprocess.Popen(
        [sys.executable, "-c", TOGETHER, POLITE, *map(str, marks)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    assert [parent.stdout.readline(), parent.stdout.readline()] == ["ready\n", "ready\n"]

    parent.send_signal(signal.SIGTERM)
    parent.communicate(timeout=120)

    assert parent.returncode == 0
    assert [mark.read_text() for mark in marks] == ["ended well", "ended well"]


def test_when_the_site_ends_its_worker_is_stopped_and_the_failure_is_told(tmp_path: Path) -> None:
    mark = tmp_path / "worker"
    worker = [sys.executable, "-c", POLITE, str(mark)]
    waits_for_it = [sys.executable, "-c", UNTIL_READY, f"{mark}.ready"]

    code = processes.run_together(waits_for_it, worker, os.environ)

    assert code == 1
    assert mark.read_text() == "ended well"


def test_a_worker_that_is_killed_is_started_again_and_the_site_goes_on(tmp_path: Path) -> None:
    mark = tmp_path / "site"
    program = [sys.executable, "-c", TOGETHER_WITH, POLITE, str(mark), ONE_LIFE]
    parent = subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    told = [parent.stdout.readline() for _ in range(3)]

    parent.send_signal(signal.SIGTERM)
    _, complaints = parent.communicate(timeout=120)

    assert sorted(told) == ["alive\n", "alive\n", "ready\n"]
    assert parent.returncode == 0
    assert mark.read_text() == "ended well"
    assert "the background work ended (-9)" in complaints


def test_the_pause_before_a_worker_starts_again_grows_up_to_a_minute() -> None:
    worker = processes.Revived([sys.executable, "-c", "pass"], os.environ)
    pauses = []
    for _ in range(8):
        assert worker.process is not None
        worker.process.wait()
        worker.look()
        assert worker.process is None, "not before its pause"
        pauses.append(worker.pause)
        worker.due = 0
        worker.look()

    assert worker.process is not None
    worker.process.wait()
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
