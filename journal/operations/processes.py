"""Several processes run as one: they start together, and when one ends or a stop is asked they all end."""

import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence

from journal.config import ROOT

log = logging.getLogger(__name__)
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 30.0
LOOK = 0.5


def web_command(*, host: str, port: int, workers: int, threads: int) -> list[str]:
    """Gunicorn with threads. No access log: it would keep addresses."""
    return [
        *(sys.executable, "-m", "gunicorn", "wsgi:app", "--chdir", str(ROOT)),
        *("--bind", f"{host}:{port}", "--workers", str(workers), "--threads", str(threads)),
        *("--worker-class", "gthread", "--graceful-timeout", "20", "--no-control-socket", "--log-level", "warning"),
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "journal", "worker"]


def run_together(commands: Sequence[Sequence[str]], environ: Mapping[str, str]) -> int:
    """Run commands until a signal asks to stop or one of them ends; return 0 only when the stop was asked.

    Each child leads its own process group: a Ctrl-C reaches this process alone, which then stops each child once.
    """
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in STOPS}
    running = [subprocess.Popen(command, env=dict(environ), process_group=0) for command in commands]  # noqa: S603
    try:
        while not stop.wait(LOOK) and all(process.poll() is None for process in running):
            pass
    finally:
        asked = stop.is_set()
        _stop(running)
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0 if asked else 1


def _stop(running: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for process in running:
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            log.warning("process %s did not end in time and was killed", process.pid)
            process.kill()
            process.wait()
