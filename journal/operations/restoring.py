"""Restoring a backup, without bringing back what was erased since."""

import shutil
import sqlite3
import uuid
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal import rotation
from journal.accounts import audit
from journal.accounts.models import Lab, WebSession
from journal.accounts.services import end_links
from journal.api.models import ApiToken
from journal.clock import now
from journal.config import Settings
from journal.db import open_database
from journal.encryption import Undecipherable
from journal.home.models import Mark, SiteMark
from journal.home.state import note
from journal.operations import audit_head, backups, purging, put_back, schema, sealing, told, tombstones
from journal.operations.copying import OPENED, CopyError, alone
from journal.operations.files import SIDE_FILES, finish, unfinished
from journal.themes.centroids import update_centroids

NO_MARKS = (
    "does not say what was erased or withdrawn since: it would come back on the site. Put there the copy of this file "
    "that is kept outside the machine. Only if there is none, add --without-marks, then tell people what may be back."
)

NO_TOLD = (
    "does not say what was told of people since: two figures could then differ by one person, and tell what they did. "
    "Put there the copy of this file that is kept outside the machine. Only if there is none, add --without-marks, and "
    "let no file leave the site, nor any month, before many people have written again."
)


class RestoreError(CopyError):
    """The backup was not restored; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What the operator says is lost for good: the marks of erasures and of what was told, the secret."""

    marks: bool = False
    secret: bool = False


NOTHING = Lost()


def restore(settings: Settings, backup: Path, *, key: Path | None = None, lost: Lost = NOTHING) -> int:
    """Replace the SQLite database with a backup; return how many things it held that were erased or withdrawn since.

    Nothing is replaced before the backup is brought to today. The database replaced is kept beside the backups.
    The site must be stopped. ``key`` opens a sealed backup. Without the marks, what was erased since comes back;
    without the secret, the addresses, second factors and requests it encrypted are erased.
    """
    made = backups.copied_at(backup)
    with alone(settings, backups.folder(settings)):
        if backup.suffix != sealing.SUFFIX:
            return _restore(settings, backup, made, lost)
        if key is None:
            raise RestoreError(f"{backup.name} is sealed: give its key with --key.")
        with unfinished(settings.data_dir / OPENED) as opened:
            try:
                sealing.unseal(backup, key, opened)
            except sealing.SealError as error:
                raise RestoreError(str(error)) from None
            return _restore(settings, opened, made, lost)


def _restore(settings: Settings, backup: Path, made: datetime, lost: Lost) -> int:
    url = sa.make_url(settings.database)
    if url.get_backend_name() != "sqlite":
        raise RestoreError("Put the dump back with pg_restore --clean --if-exists, then run: recit restore --replay")
    problem = backups.integrity_problem(backup)
    if problem:
        raise RestoreError(f"{backup.name} is damaged: {problem}")
    target = Path(str(url.database))
    labs = {uuid.UUID(lab) for (lab,) in _read(backup, "SELECT id FROM lab") or ()}
    knows = _knows(target, labs)
    if not (lost.marks or knows):
        _refuse_without_files(settings, labs, made)
    past = _past(settings, lost, target, knows=knows)
    if target.exists():
        _set_aside(target, backups.folder(settings))
    with unfinished(target) as part:
        shutil.copyfile(backup, part)
        left, heads = _bring_to_today(f"sqlite:///{part}", settings, past)
        for suffix in SIDE_FILES:
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        finish(part)
    audit_head.write(settings, heads)
    return left


def replay(settings: Settings, *, lost: Lost = NOTHING) -> int:
    """Bring up to date a database that another tool has restored."""
    if not lost.marks:
        _refuse_unless_files_are_newer(settings)
    left, heads = _bring_to_today(settings.database, settings, _past(settings, lost))
    audit_head.write(settings, heads)
    return left


def _refuse_unless_files_are_newer(settings: Settings) -> None:
    """Refuse when the file of marks, or of what was told, is older than the database says.

    When one knows of what the database does not, it was written after the copy was made: a newer date came since, from
    a command or a start that did not wait for this.
    """
    database = open_database(settings.database)
    try:
        schema.upgrade(database.engine)
        with database.read() as session:
            labs = set(session.scalars(sa.select(Lab.id)))
            newer = bool(put_back.problem(session, settings))
            last = None if newer else session.scalar(sa.select(sa.func.max(SiteMark.at)))
        _refuse_without_files(settings, labs, last)
    finally:
        database.close()


def _refuse_without_files(settings: Settings, labs: Collection[uuid.UUID], made: datetime | None) -> None:
    """Refuse when the files may not know what these Labs erased since, or what was told about people."""
    marks = tombstones.file_of(settings)
    _refuse_old(marks, made, NO_MARKS)
    if not {tombstones.of_lab(lab) for lab in labs} <= tombstones.read_file(marks):
        raise RestoreError(f"{marks} is of another installation, and {NO_MARKS}")
    if labs:
        _refuse_old(told.file_of(settings), made, NO_TOLD)


def _refuse_old(path: Path, made: datetime | None, why: str) -> None:
    written = tombstones.written_at(path)
    if written is None:
        raise RestoreError(f"{path} {why}")
    if made is not None and written < made:
        raise RestoreError(f"{path} is older than what is put back, and {why}")


def _knows(database: Path, labs: Collection[uuid.UUID]) -> bool:
    """Whether the database to replace is readable and has the same Labs: it then knows what they erased.

    A database just made on another machine knows nothing of it.
    """
    known = _read(database, "SELECT id FROM lab")
    marks = _read(database, "SELECT digest FROM tombstone")
    return known is not None and marks is not None and {lab.hex for lab in labs} <= {lab for (lab,) in known}


@dataclass(frozen=True, slots=True)
class Past:
    """What a restored database cannot know: what was erased and told since, and where its audit log had come to."""

    marks: set[str]
    told: told.Told
    heads: list[str]
    lost: Lost


def _past(settings: Settings, lost: Lost, replaced: Path | None = None, *, knows: bool = False) -> Past:
    """What the files beside the database, and the database to replace if readable, say about it."""
    marks, heads = tombstones.read_file(tombstones.file_of(settings)), audit_head.heads(settings)
    if replaced is not None:
        marks |= {digest for (digest,) in _read(replaced, "SELECT digest FROM tombstone") or ()}
        newest = "SELECT sequence, mac FROM audit_event ORDER BY sequence DESC LIMIT 1"
        heads += [f"{sequence}:{mac}" for sequence, mac in _read(replaced, newest) or ()]
    try:
        remembered = told.read(told.file_of(settings))
    except Undecipherable:
        if not (lost.secret or lost.marks or knows):
            raise RestoreError(f"{told.file_of(settings)} is under another secret, so it {NO_TOLD}") from None
        remembered = {}
    if replaced is not None and knows:
        remembered = {**remembered, **told.read_database(replaced)}
    return Past(marks, remembered, heads, lost)


def _bring_to_today(url: str, settings: Settings, past: Past) -> tuple[int, list[str]]:
    """Bring a restored database up to date: schema, withdrawals since, no session or link left open.

    Return how many things came back and left, and the heads of its audit log.
    """
    database = open_database(url)
    try:
        schema.upgrade(database.engine)
        with database.write() as session:
            _open_what_is_encrypted(session, settings, past.lost)
            left = tombstones.replay(session, past.marks)
            update_centroids(session)
            told.recall(session, past.told)
            session.execute(sa.delete(WebSession))
            # One revoked since the backup would open again; a link would serve twice.
            session.execute(sa.delete(ApiToken))
            end_links(session)
            heads = audit_head.tell_restored(session, settings, past.heads, now=now(), without_marks=past.lost.marks)
            note(session, Mark.PURGE, well=True, now=now())  # its files are cleaned below, or it is not put back
            tombstones.export(session, settings)
            told.export(session, settings)
            session.commit()
        if not purging.clean_files(database.engine):
            raise RestoreError("The restored database is in use: stop the site first.")
    finally:
        database.close()
    return left, heads


def _open_what_is_encrypted(session: Session, settings: Settings, lost: Lost) -> None:
    """Encrypt what an older backup holds in clear; refuse a secret that is neither known nor lost."""
    if lost.secret:
        audit.give_up_foreign(session, settings.keys_for("audit"), at=now())
    schema.refuse_unless_log_is_known(session, settings)
    schema.seal_once(session, settings)
    if lost.secret:
        rotation.forget_unusable(session)
    schema.refuse_unless_keys_are_known(session)


def _read(database: Path, statement: str) -> list[tuple[str, ...]] | None:
    """The result of a query on an SQLite file; None when it cannot be read."""
    if not database.exists():
        return None
    try:
        with closing(sqlite3.connect(database)) as connection:
            return connection.execute(statement).fetchall()
    except sqlite3.DatabaseError:
        return None


def _set_aside(target: Path, folder: Path) -> None:
    """Refuse to replace a database in use, then keep it, in case this is the wrong backup."""
    try:
        with closing(sqlite3.connect(target, isolation_level=None, timeout=0.5)) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        raise RestoreError("The database is in use: stop the site first.") from None
    except sqlite3.DatabaseError:
        pass  # damaged: what it holds is kept as it is
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with unfinished(folder / backups.REPLACED) as copy:
        shutil.copyfile(target, copy)
        finish(copy)
