"""The site and its worker as one service: they start and stop together, and the site outlives its worker."""

import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence

from journal.config import ROOT

log = logging.getLogger(__name__)
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 30.0
LOOK = 0.5
# Between two lives of the worker, in seconds: twice as long each time, unless it lived for a while.
FIRST_PAUSE, LONGEST_PAUSE, LIVED = 1.0, 60.0, 300.0


def web_command(*, host: str, port: int, workers: int, threads: int) -> list[str]:
    """Gunicorn with threads. No access log: it would keep addresses."""
    return [
        *(sys.executable, "-m", "gunicorn", "wsgi:app", "--chdir", str(ROOT)),
        *("--bind", f"{host}:{port}", "--workers", str(workers), "--threads", str(threads)),
        *("--worker-class", "gthread", "--graceful-timeout", "20", "--no-control-socket", "--log-level", "warning"),
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "journal", "worker"]


class Revived:
    """A process restarted each time it ends, after a pause that grows while it keeps failing."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self.command, self.environ = command, environ
        self.pause = self.due = 0.0
        self.born = time.monotonic()
        self.process: subprocess.Popen[bytes] | None = _start(command, environ)

    def look(self) -> None:
        """See whether it ended, and restart it once its pause is over."""
        now = time.monotonic()
        if self.process is not None and (ended := self.process.poll()) is not None:
            lived = now - self.born >= LIVED
            self.pause = FIRST_PAUSE if lived else max(FIRST_PAUSE, min(2 * self.pause, LONGEST_PAUSE))
            self.process, self.due = None, now + self.pause
            log.error("the background work ended (%s), it starts again in %s s", ended, round(self.pause))
        if self.process is None and now >= self.due:
            self.process, self.born = _start(self.command, self.environ), now


def run_together(site: Sequence[str], worker: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run the site and its worker until a signal or the end of the site; return 0 only for a signal.

    Without its worker the site still serves: a worker that dies is started again. Each child leads its own process
    group: a Ctrl-C reaches this process alone, which then stops each child once.
    """
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in STOPS}
    serving, beside = _start(site, environ), Revived(worker, environ)
    try:
        while not stop.wait(LOOK) and serving.poll() is None:
            beside.look()
    finally:
        asked = stop.is_set()
        _stop([process for process in (serving, beside.process) if process is not None])
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0 if asked else 1


def _start(command: Sequence[str], environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, env=dict(environ), process_group=0)  # noqa: S603


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
