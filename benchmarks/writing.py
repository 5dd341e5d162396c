"""How long does saving a text take when many people write at once?

    python -m benchmarks.writing [--people 50] [--seconds 60] [--worker] [--address http://…]

Starts the real site (gunicorn, SQLite) on a folder of its own, opens a journal for each person, then lets them write
with locust: each opens the writing page, has a draft saved twice while they type, and sends the text. ``--worker``
also runs the worker, which masks what arrives on the same processors. Target: a 95th percentile under 300 ms for
sending a text.
"""

import gevent  # isort: skip  # locust patches the standard library: before anything else
import locust  # isort: skip
import locust.env  # isort: skip

import argparse
import os
import re
import secrets
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from journal.accounts.models import Lab, Person, Role
from journal.accounts.passphrases import hash_passphrase
from journal.clock import now
from journal.config import ROOT
from journal.db import make_engine, open_database
from journal.operations import schema
from journal.operations.processes import web_command, worker_command

PASSPHRASE = "quatre mots pour entrer"  # noqa: S105  # of journals thrown away at the end
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
NAME, VALUE = re.compile(r'name="([^"]*)"'), re.compile(r'value="([^"]*)"')
TEXT = (
    "Ce matin j’ai attendu le bus une heure, il n’est pas passé. J’ai appelé le centre de formation pour prévenir, la "
    "personne a été gentille. Demain je pars à pied. "
)
TYPING = (6.0, 10.0)  # seconds: fast for a person; the site refuses faster ones
TARGET = 300.0  # milliseconds
SENT, SAVED, OPENED = "send a text", "save a draft", "open the page"


@dataclass(frozen=True)
class Site:
    """The site while it runs: where it answers, and its processes by what they do."""

    address: str
    processes: dict[str, subprocess.Popen[bytes]]


class Member(locust.HttpUser):
    """Someone who signs in on arriving; what they do then, each kind says."""

    abstract = True
    usernames: Iterator[str]

    def on_start(self) -> None:
        # As through nginx: gunicorn closes idle connections, and a request sent at that moment would be lost.
        self.client.headers["Connection"] = "close"
        fields = hidden(self.client.get("/connexion", name="sign in").text)
        fields |= {"username": next(self.usernames), "passphrase": PASSPHRASE}
        self.client.post("/connexion", fields, name="sign in", allow_redirects=False)


class Writer(Member):
    """Someone who writes one short text after another."""

    wait_time = locust.between(*TYPING)

    @locust.task
    def write(self) -> None:
        fields = hidden(self.client.get("/journal/ecrire?nouveau=1", name=OPENED).text)
        fields["text"] = TEXT + secrets.token_hex(8)
        for _ in range(2):
            self.client.post("/journal/brouillon", fields | {"text": fields["text"][:80]}, name=SAVED).json()
            fields["draft_version"] = str(int(fields.get("draft_version", "0")) + 1)
        with self.client.post(
            "/journal/ecrire", fields, name=SENT, allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code != 303:
                answer.failure(f"{answer.status_code} instead of 303")


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page: the token, and what names this sending."""
    found = {}
    for tag in HIDDEN.findall(page):
        name, value = NAME.search(tag), VALUE.search(tag)
        if name:
            found[name.group(1)] = value.group(1) if value else ""
    return found


def open_journals(folder: Path, people: int) -> list[str]:
    """A Lab in a new database, and its participants' usernames."""
    url = f"sqlite:///{folder / 'journal.db'}"
    schema.upgrade(make_engine(url))
    database, hashed = open_database(url), hash_passphrase(PASSPHRASE)
    with database.write() as session:
        lab = Lab(name="Lab", created_at=now())
        session.add(lab)
        session.flush()
        for number in tqdm(range(people), "Opening journals"):
            session.add(
                Person(
                    lab_id=lab.id,
                    role=Role.PARTICIPANT,
                    username=f"personne-{number}",
                    passphrase_hash=hashed,
                    created_at=now(),
                )
            )
        session.commit()
    database.close()
    return [f"personne-{number}" for number in range(people)]


@contextmanager
def site(folder: Path, *, worker: bool) -> Iterator[Site]:
    """The site on a free port, and the worker when it must share the processors."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = {
        "JOURNAL_DATA_DIR": str(folder),
        "JOURNAL_SECRET_KEY": secrets.token_hex(32),
        "JOURNAL_BASE_URL": address,
        "JOURNAL_INSECURE_HTTP": "1",
    }
    commands = {"web": web_command(host="127.0.0.1", port=port, workers=2, threads=4)}
    commands |= {"worker": worker_command()} if worker else {}
    running = {
        name: subprocess.Popen(command, env=os.environ | settings, cwd=ROOT, start_new_session=True)  # noqa: S603
        for name, command in commands.items()
    }
    try:
        wait_for(port)
        yield Site(address, running)
    finally:
        for process in running.values():
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        gevent.sleep(0.1)
    raise SystemExit("the site did not start")


def measure(address: str, usernames: list[str], seconds: int) -> locust.env.Environment:
    """Let everyone arrive, then write for ``seconds``; what is counted starts once all are signed in."""
    Writer.host, Writer.usernames = address, iter(usernames)
    found = locust.env.Environment(user_classes=[Writer], catch_exceptions=False)
    runner = found.create_local_runner()
    runner.start(len(usernames), spawn_rate=10)
    gevent.sleep(len(usernames) / 10 + TYPING[1])
    found.stats.reset_all()
    for _ in tqdm(range(seconds), "Writing"):
        gevent.sleep(1)
    runner.quit()
    return found


def report(stats: Any) -> bool:
    """Print the table; return whether the target is met."""
    print("| | requests | failed | median | 95 % | 99 % | a second |\n|---|---|---|---|---|---|---|")
    for name in (OPENED, SAVED, SENT):
        method = "GET" if name == OPENED else "POST"
        entry = stats.get(name, method)
        times = [f"{entry.get_response_time_percentile(share):.0f} ms" for share in (0.5, 0.95, 0.99)]
        print(f"| {name} | {entry.num_requests} | {entry.num_failures} | {' | '.join(times)} | {entry.total_rps:.1f} |")
    sent = stats.get(SENT, "POST")
    return sent.num_requests > 0 and not sent.num_failures and sent.get_response_time_percentile(0.95) < TARGET


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--worker", action="store_true", help="mask what arrives meanwhile, on the same processors")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="writing-") as folder:
        usernames = open_journals(Path(folder), chosen.people)
        with site(Path(folder), worker=chosen.worker) as running:
            met = report(measure(running.address, usernames, chosen.seconds).stats)
    print(f"Target, 95 % under {TARGET:.0f} ms with {chosen.people} people: {'met' if met else 'missed'}")
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())
