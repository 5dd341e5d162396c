"""The checks of an installation: each is green, amber or red, with a sentence."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal import rotation
from journal.config import PRIVATE, Settings
from journal.db import Database, count
from journal.entries import queries
from journal.entries.models import Entry, MaskingState
from journal.home.models import Mark, SiteMark
from journal.home.state import BACKUP_OLD, LONG_WAIT, PURGE_LATE
from journal.operations import audit_head, backups, put_back, schema
from journal.web import reserve

HERE = ("127.0.0.1", "::1", "localhost")


class Health(StrEnum):
    GREEN = "ok"
    AMBER = "warning"
    RED = "PROBLEM"


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    health: Health
    sentence: str


def examine(database: Database, settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Every check, in order; those that read tables only run on a current schema."""
    current = schema.current(database.engine)
    yield _schema(current)
    yield _address(settings)
    yield _privacy(settings)
    yield from _files(database, settings)
    if current == schema.newest():
        with database.read() as session:
            yield _encryption(session)
            yield _erased(session, settings)
            yield _audit(session, settings)
            yield _waiting(session, now)
            yield _failed(session)
            yield _masked_again(session)
            yield _purge(session, now)
    yield _backup(settings, now)


def _finding(name: str, bad: bool, good_sentence: str, bad_sentence: str, worst: Health = Health.RED) -> Finding:
    return Finding(name, worst, bad_sentence) if bad else Finding(name, Health.GREEN, good_sentence)


def _schema(current: str | None) -> Finding:
    problem = schema.problem(current)
    return _finding("schema", bool(problem), f"at revision {current}", problem)


def _address(settings: Settings) -> Finding:
    answers_any = not settings.hosts and urlsplit(settings.base_url).hostname not in HERE
    return _finding(
        "address",
        answers_any,
        f"answers to {', '.join(settings.hosts) or 'this machine alone'}",
        "any name the request gives is answered: set JOURNAL_TRUSTED_HOSTS",
        Health.AMBER,
    )


def _privacy(settings: Settings) -> Finding:
    kept = [settings.data_dir, *settings.data_dir.rglob("*")]
    url = sa.make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        kept.append(Path(str(url.database)))
    exposed = sorted({path.name for path in kept if _is_open(path) and _is_open(path.parent) and path.is_file()})
    return _finding(
        "privacy",
        bool(exposed),
        "nobody else of this machine reads its files",
        f"others of this machine may read {', '.join(exposed)}: chmod -R go-rwx {settings.data_dir}",
    )


def _is_open(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & PRIVATE)


def _files(database: Database, settings: Settings) -> Iterator[Finding]:
    if database.engine.dialect.name != "sqlite":
        yield _role(database)
        return
    path = str(database.engine.url.database)
    with closing(sqlite3.connect(path)) as connection:
        damage = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
        orphans = len(connection.execute("PRAGMA foreign_key_check").fetchall())
    yield _finding("integrity", damage != "ok", "the file is sound", f"{damage}: restore a backup")
    yield _finding("references", orphans > 0, "every row has its parent", f"{orphans} rows have lost their parent")
    lost = ", ".join(schema.lost_pragmas(database.engine))
    yield _finding("pragmas", bool(lost), "journal and erasure are safe", f"{lost} {schema.NOT_TAKEN}")
    free = reserve.free_megabytes(settings.data_dir)
    yield _finding(
        "disk",
        free < settings.disk_reserve_mb,
        f"{free} MB free",
        f"{free} MB free, under the reserve of {settings.disk_reserve_mb}: new entries are refused",
    )


def _encryption(session: Session) -> Finding:
    found = rotation.examine(session)
    if found.unknown:
        return Finding("encryption", Health.RED, f"{found.unknown} {schema.UNKNOWN_KEY}")
    if unsealed := schema.unsealed_values(session, found):
        return Finding("encryption", Health.RED, unsealed)
    return _finding(
        "encryption",
        found.former > 0,
        f"{found.present} addresses, second factors and words of requests, under the secret of today",
        f"{found.former} values are still under a former secret: recit keys rotate",
        Health.AMBER,
    )


def _erased(session: Session, settings: Settings) -> Finding:
    problem = put_back.problem(session, settings)
    return _finding("erasures", bool(problem), "nothing that was erased came back with a backup", problem)


def _role(database: Database) -> Finding:
    """Whether the policies that keep a request to its Lab apply to the database role of the site."""
    with database.engine.connect() as opened:
        free = opened.scalar(sa.text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"))
    return _finding(
        "role",
        bool(free),
        "a request sees the rows of its Lab alone",
        "the site connects as a superuser, or with BYPASSRLS: give it a role that row-level security binds",
        Health.AMBER,
    )


def _audit(session: Session, settings: Settings) -> Finding:
    problem = audit_head.problem(session, settings)
    return _finding("audit log", bool(problem), "its chain holds", problem)


def _waiting(session: Session, now: datetime) -> Finding:
    waiting = Entry.masking_state == MaskingState.RECEIVED
    left = count(session, Entry, waiting)
    oldest = session.scalar(sa.select(sa.func.min(Entry.written_at)).where(waiting))
    late = oldest is not None and now - oldest > LONG_WAIT
    return _finding(
        "masking", late, f"{left} entries wait", f"{left} entries wait, one for hours: is the worker running?"
    )


def _failed(session: Session) -> Finding:
    failed = count(session, Entry, Entry.masking_state == MaskingState.FAILED)
    return _finding(
        "masking failures", failed > 0, "none", f"{failed} entries could not be masked and stay private", Health.AMBER
    )


def _masked_again(session: Session) -> Finding:
    waiting = count(session, Entry, queries.masked_by_an_older())
    refused = count(session, Entry, queries.refused_by_the_present())
    return _finding(
        "older masks",
        refused > 0,
        f"{waiting} texts wait to be masked again" if waiting else "none",
        f"the present masker failed on {refused} texts, which keep older masks",
        Health.AMBER,
    )


def _backup(settings: Settings, now: datetime) -> Finding:
    made = backups.listed(backups.folder(settings))
    if not made:
        return Finding("backup", Health.AMBER, f"none in {backups.folder(settings)}: recit backup")
    if not settings.backup_recipient:
        return Finding("backup", Health.AMBER, f"{made[-1].name} is not sealed: recit backup-key")
    age = now - backups.made_at(made[-1])
    return _finding("backup", age > BACKUP_OLD, f"{made[-1].name}", f"the last is {age.days} days old", Health.AMBER)


def _purge(session: Session, now: datetime) -> Finding:
    last = session.get(SiteMark, Mark.PURGE)
    if last is None:
        return Finding("purge", Health.AMBER, "never ran: is the worker running?")
    ran = f"ran at {last.at:%Y-%m-%d %H:%M}" if last.well else f"first tried at {last.at:%Y-%m-%d %H:%M}"
    return _finding("purge", now - last.at > PURGE_LATE, ran, "has not run for a day: erased words may remain")
