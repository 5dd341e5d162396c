"""Removing erased data from the disk with what was computed from it, and deleting what is kept only for a time."""

import logging
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from journal.accounts import audit, sessions
from journal.accounts.models import SignInAttempt, Tombstone
from journal.accounts.throttle import PER_PLACE
from journal.api.models import ApiToken
from journal.config import Settings
from journal.contact.services import forget_closed
from journal.db import Database, changed
from journal.entries.attempts import forget
from journal.home.models import Mark, SiteMark
from journal.home.state import note
from journal.messages.services import forget_old
from journal.operations import backups, copying, told, tombstones
from journal.tables import Base
from journal.themes.centroids import update_centroids

log = logging.getLogger(__name__)
REPLACED_KEPT = timedelta(days=7)
# A table in use longer than this is left for the next night: everybody would wait behind the one who waits for it.
PATIENCE = "5s"
OVERLAP = timedelta(hours=1)  # what was erased just before may have been committed after


def purge_everything(database: Database, settings: Settings, *, now: datetime) -> None:
    """Delete what has expired, then clean the files. Only counts are logged."""
    with database.write() as session:
        update_centroids(session)
        session.commit()  # nobody who moves passages waits for the rest
    with database.write() as session:
        closed = sessions.purge(session, now)
        attempts = changed(session, sa.delete(SignInAttempt).where(SignInAttempt.at < now - PER_PLACE[1]))
        tokens = changed(session, sa.delete(ApiToken).where(ApiToken.expires_at < now - audit.KEPT))
        events = audit.purge(session, now=now, key=settings.key_for("audit"))
        contacts = forget_closed(session, now=now)
        messages = forget_old(session, now=now)
        forget(session, now=now)
        marks = tombstones.export(session, settings)
        told.export(session, settings)
        if session.get(SiteMark, Mark.PURGE) is None:
            note(session, Mark.PURGE, well=False, now=now)
        session.commit()
    copying.clear(settings, backups.folder(settings))
    _drop_replaced(settings, now)
    backups.drop_old(backups.folder(settings), days=settings.backup_days, now=now)
    if clean_files(database.engine):
        with database.write() as session:
            note(session, Mark.PURGE, well=True, now=now)
            session.commit()
    log.info(
        "purge: %s sessions, %s sign-in attempts, %s tokens, %s audit events, %s contact requests, %s messages, "
        "%s marks of erasure",
        *(closed, attempts, tokens, events, contacts, messages, marks),
    )


def _drop_replaced(settings: Settings, now: datetime) -> None:
    replaced = backups.folder(settings) / backups.REPLACED
    kept = min(REPLACED_KEPT, timedelta(days=settings.backup_days))
    if replaced.exists() and now - backups.made_at(replaced) > kept:
        replaced.unlink()


def clean_files(engine: Engine) -> bool:
    """Remove erased pages from SQLite's files, or PostgreSQL's tables; return whether nothing is left to clean."""
    if engine.dialect.name != "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM")
        return True
    with closing(sqlite3.connect(str(engine.url.database), isolation_level=None)) as connection:
        connection.execute("PRAGMA busy_timeout=5000")
        # secure_delete has overwritten the pages; the log still holds what they were.
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        log.warning("purge: the database was busy, its log is cleaned next time")
    return not busy


def rewrite_after_erasures(database: Database, *, now: datetime) -> None:
    """Rewrite PostgreSQL's tables if something was erased or withdrawn since they last were.

    ``VACUUM`` makes room in their pages for what comes next, and leaves there, until then, the bytes of what is gone.
    """
    if database.engine.dialect.name == "sqlite":
        return
    with database.read() as session:
        erased, last = session.scalar(sa.select(sa.func.max(Tombstone.at))), session.get(SiteMark, Mark.REWRITE)
    if erased is None or (last is not None and erased < last.at - OVERLAP):
        return
    if left := _rewrite(database.engine):
        log.warning("purge: tables written anew another night: %s", ", ".join(left))
        return
    with database.write() as session:
        note(session, Mark.REWRITE, well=True, now=now)
        session.commit()


def _rewrite(engine: Engine) -> list[str]:
    """Rewrite each table; return those that were not and why: in use, or no room on the disk."""
    left = []
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.detach()  # its patience is its own
        connection.exec_driver_sql(f"SET lock_timeout = '{PATIENCE}'")
        for table in Base.metadata.sorted_tables:
            try:
                connection.exec_driver_sql(f'VACUUM FULL "{table.name}"')
            except sa.exc.OperationalError as error:
                left.append(f"{table.name} ({type(error.orig).__name__})")
    return left
