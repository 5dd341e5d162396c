"""Does the site leak when it runs for long?

    python -m benchmarks.soak [--minutes 30] [--writers 40] [--readers 20]

Starts the real site and its worker (gunicorn, SQLite) on a folder of their own, under a steady load: some write, some
read. Every ten seconds the memory and the file descriptors of both are noted, and the size of SQLite's log. The first
third warms up (models load, caches fill); what grows is told from the medians of the second third and of the last.
Targets: memory grows by less than 10 %, no descriptor more than a few, SQLite's log under 64 MiB, no request fails.
"""

from benchmarks.writing import SENT, Member, Site, Writer, open_journals, site  # isort: skip  # locust comes first

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import gevent
import locust
import locust.env
import psutil
from tqdm import tqdm

EVERY = 10.0  # seconds between two looks
TEXTS_EACH = 25  # under what the site accepts of one person in a day
PAGES = ("/", "/journal/", "/recit", "/bien-commun", "/experimentations", "/appels", "/compte")
GROWTH, MORE_DESCRIPTORS, LOG = 0.10, 5, 64.0
MIB = 2**20


class Steady(Writer):
    """Writes one text, then waits, so as to reach the end of the run within what a person may write in a day."""

    minutes: int

    def wait_time(self) -> float:
        pause: float = locust.between(0.85, 1.15)(self) * self.minutes * 60 / TEXTS_EACH
        return pause


class Reader(Member):
    """Someone who goes from page to page."""

    wait_time = locust.between(2, 4)

    @locust.task
    def read(self) -> None:
        for page in PAGES:
            self.client.get(page)
            self.wait()


@dataclass(frozen=True)
class Look:
    """What the processes hold at one moment, by what they do."""

    memory: dict[str, float]  # MiB; shared pages are counted once a process
    descriptors: dict[str, int]
    log: float  # MiB of SQLite's log


def look(running: Site, folder: Path) -> Look:
    memory, descriptors = {}, {}
    for name, process in running.processes.items():
        parent = psutil.Process(process.pid)
        family = [parent, *parent.children(recursive=True)]
        memory[name] = sum(each.memory_info().rss for each in family) / MIB
        descriptors[name] = sum(each.num_fds() for each in family)
    log = folder / "journal.db-wal"
    return Look(memory, descriptors, log.stat().st_size / MIB if log.exists() else 0.0)


def soak(running: Site, folder: Path, usernames: list[str], *, readers: int, minutes: int) -> tuple[list[Look], Any]:
    """Let everyone arrive, then note what the processes hold until the end; return that, and what was answered."""
    Member.usernames, Member.host, Steady.minutes = iter(usernames), running.address, minutes
    Reader.fixed_count, Steady.fixed_count = readers, len(usernames) - readers
    found = locust.env.Environment(user_classes=[Reader, Steady], catch_exceptions=False)
    runner = found.create_local_runner()
    runner.start(len(usernames), spawn_rate=2)
    looks = []
    for _ in tqdm(range(int(minutes * 60 / EVERY)), "Soaking"):
        gevent.sleep(EVERY)
        looks.append(look(running, folder))
    runner.quit()
    return looks, found.stats


def report(looks: list[Look], stats: Any) -> bool:
    """Print the tables; return whether the targets are met."""
    third = len(looks) // 3
    before, after = looks[third : 2 * third], looks[-third:]
    met = True
    print("| | memory, second third | last third | grows by | descriptors, second third | last third |")
    print("|---|---|---|---|---|---|")
    for name in looks[0].memory:
        was, grown = (median(each.memory[name] for each in part) for part in (before, after))
        held, holds = (median(each.descriptors[name] for each in part) for part in (before, after))
        met = met and grown / was - 1 < GROWTH and holds - held <= MORE_DESCRIPTORS
        print(f"| {name} | {was:.0f} MiB | {grown:.0f} MiB | {grown / was - 1:+.1%} | {held:.0f} | {holds:.0f} |")
    log = max(each.log for each in looks)
    print(f"\nSQLite's log at most: {log:.1f} MiB")
    return answered(stats) and met and log < LOG


def answered(stats: Any) -> bool:
    """Print how many requests were answered, and how fast; return whether all were."""
    total = stats.total
    print(f"Requests: {total.num_requests}, of which {total.num_failures} failed")
    for error in stats.errors.values():
        print(f"- {error.method} {error.name}: {error.error}, {error.occurrences} times")
    for name, method in ((SENT, "POST"), *((page, "GET") for page in PAGES)):
        entry = stats.get(name, method)
        print(f"{name}: {entry.num_requests}, 95 % under {entry.get_response_time_percentile(0.95):.0f} ms")
    return bool(total.num_requests > 0 and total.num_failures == 0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--writers", type=int, default=40)
    parser.add_argument("--readers", type=int, default=20)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        usernames = open_journals(folder, chosen.writers + chosen.readers)
        with site(folder, worker=True) as running:
            met = report(*soak(running, folder, usernames, readers=chosen.readers, minutes=chosen.minutes))
    print(f"Targets over {chosen.minutes} minutes: {'met' if met else 'missed'}")
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())
