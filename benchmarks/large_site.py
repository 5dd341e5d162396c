"""How long do the pages, and what the worker does every minute, take with a hundred thousand texts?

    python -m benchmarks.large_site FOLDER [--texts 100000]

FOLDER is a copy of the data folder of a demonstration (``recit demo``): its people, with their texts, passages and
places in themes, are repeated there until there are enough. Then each page is asked three times, in this process, and
the middle one counts; each file and each task is done once. Target: each page under half a second. What is counted is
the time of the processor: others may use the machine meanwhile.
"""

import argparse
import os
import re
import sqlite3
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa
from flask import Flask
from tqdm import tqdm

from journal import create_app, jobs
from journal.demo.environment import give_address, give_settings
from journal.themes.models import ThemeState

TIMES = 3
TARGET = 0.5  # seconds
# What is repeated: each table, with the columns that name a repeated row, or that must differ.
REPEATED = {
    "person": ("id", "username"),
    "entry": ("id", "author_id"),
    "entry_emotion": ("entry_id",),
    "passage": ("id", "entry_id"),
    "theme_member": ("passage_id",),
}
# Sealed for one row, or of one account.
DROPPED = {"email", "email_index", "totp_secret", "recovery_hash"}
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
COORDINATOR = ("coordination", "le mistral se leve demain")
PARTICIPANT = ("arbousier-7", "des cerises sur le balcon")


def repeat(path: Path, wanted: int) -> None:
    """Repeat what people wrote until there are as many texts."""
    with closing(sqlite3.connect(path)) as database:
        held = database.execute("SELECT count(*) FROM entry").fetchone()[0]
        for table in REPEATED:
            database.execute(f"CREATE TEMP TABLE of_{table} AS SELECT * FROM {table}")  # noqa: S608
        for turn in tqdm(range(1, -(-wanted // held)), "Repeating"):
            database.create_function("again", 1, lambda old, turn=turn: uuid.uuid5(uuid.UUID(int=turn), old).hex)
            for table, own in REPEATED.items():
                names = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
                given = [f"again({n})" if n in own else "NULL" if n in DROPPED else n for n in names]
                rows = f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(given)} FROM temp.of_{table}"  # noqa: S608
                database.execute(rows + (" WHERE role = 'participant'" if table == "person" else ""))
            database.commit()


def signed_in(app: Flask, username: str, passphrase: str) -> Any:
    client = app.test_client()
    found = TOKEN.search(client.get("/connexion").text)
    fields = {"csrf_token": found[1] if found else "", "username": username, "passphrase": passphrase}
    if client.post("/connexion", data=fields).status_code != 303:
        raise SystemExit(f"{username} could not sign in: is this the folder of a demonstration?")
    return client


def took(work: Callable[[], object], times: int = 1) -> float:
    """The middle of several tries, in seconds of the processor."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return median(found)


def told(kind: str, name: str, seconds: float) -> float:
    print(f"{kind}  {seconds:7.3f} s  {name}", flush=True)
    return seconds


def page(client: Any, path: str) -> Callable[[], None]:
    def read() -> None:
        with client.get(path) as answer:
            answer.get_data()
            if answer.status_code != 200:
                raise SystemExit(f"{path}: {answer.status_code}")

    return read


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", type=int, default=100_000)
    options = parser.parse_args()
    os.environ["JOURNAL_DATA_DIR"] = str(options.folder)
    give_settings(os.environ)
    give_address(os.environ, "127.0.0.1", 8000)
    repeat(options.folder / "journal.db", options.texts)
    app = create_app()
    site = jobs.Site(app.extensions["database"], app.extensions["settings"])
    with site.database.read() as session:
        theme = session.scalar(sa.select(ThemeState.theme_id).order_by(ThemeState.participants.desc()).limit(1))
    team, author = signed_in(app, *COORDINATOR), signed_in(app, *PARTICIPANT)
    pages = {
        author: ("/journal/", "/journal/parcours", "/recit", "/mes-droits/"),
        team: (
            "/themes/semaine",
            "/themes/",
            f"/themes/{theme}",
            "/themes/carte",
            "/themes/mois",
            "/recit",
            "/exports",
        ),
    }
    lists = {
        path: told("page", path, took(page(client, path), TIMES)) for client, paths in pages.items() for path in paths
    }
    for work in [*jobs.SWEEPS, jobs.purge]:
        told("task", work.__name__, took(partial(work, site)))
    for name in ("themes.csv", "passages.csv"):
        told("file", name, took(page(team, f"/exports/{name}")))
    late = [path for path, seconds in lists.items() if seconds > TARGET]
    print("Met" if not late else f"Missed: {', '.join(late)}")
    return 1 if late else 0


if __name__ == "__main__":
    raise SystemExit(main())
