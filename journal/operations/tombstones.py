"""The marks of what people erased: accounts, entries, requests to be contacted, so that a restored
backup does not bring them back.

A mark is a hash of a random identifier: it holds nothing of the person. Marks also live in a file beside the
database, because a restored database only knows those of its own day.
"""

import hashlib
import os
import uuid
from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Tombstone
from journal.clock import now
from journal.config import Settings
from journal.contact.models import ContactRequest
from journal.entries.models import Entry
from journal.narrative import withdrawals

Marked = type[Person] | type[Entry] | type[ContactRequest]
MARKED: dict[Marked, str] = {Person: "person", Entry: "entry", ContactRequest: "contact_request"}
CHUNK = 500


def mark(kind: str, subject_id: uuid.UUID) -> str:
    return hashlib.sha256(f"tombstone:{kind}:{subject_id}".encode()).hexdigest()


def init_app(app: Flask) -> None:
    """Mark whatever is erased, from any feature, in the transaction that erases it."""
    event.listen(app.extensions["database"].write, "before_flush", _bury)


def _bury(session: Session, *_: object) -> None:
    for erased in session.deleted:
        kind = MARKED.get(type(erased))
        if kind is not None:
            session.merge(Tombstone(digest=mark(kind, erased.id), at=now()))


def file_of(settings: Settings) -> Path:
    return settings.data_dir / "tombstones.txt"


def export(session: Session, settings: Settings) -> int:
    """Add the marks of the database to the file; return how many the file holds."""
    marks = read_file(file_of(settings)) | set(session.scalars(sa.select(Tombstone.digest)))
    part = file_of(settings).with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(f"{digest}\n" for digest in sorted(marks))
        file.flush()
        os.fsync(file.fileno())
    part.replace(file_of(settings))
    return len(marks)


def read_file(path: Path) -> set[str]:
    return set(path.read_text("ascii").split()) if path.exists() else set()


def replay(session: Session, marks: Iterable[str]) -> int:
    """Erase again whatever bears a mark; return how many came back and left."""
    wanted, erased = set(marks), 0
    for model, kind in MARKED.items():
        ids = [row_id for row_id in session.scalars(sa.select(model.id)) if mark(kind, row_id) in wanted]
        for start in range(0, len(ids), CHUNK):
            _erase(session, model, ids[start : start + CHUNK])
        erased += len(ids)
    for digest in wanted:
        session.merge(Tombstone(digest=digest, at=now()))
    session.flush()
    return erased


def _erase(session: Session, model: Marked, ids: list[uuid.UUID]) -> None:
    column = {Person: Entry.author_id, Entry: Entry.id}.get(model)
    entries = sa.select(Entry.id).where(column.in_(ids)) if column is not None else None
    for entry_id in session.scalars(entries).all() if entries is not None else ():
        withdrawals.withdraw_all_of(session, entry_id, now=now())
    session.flush()
    # The database erases what belongs to them with them.
    session.execute(sa.delete(model).where(model.id.in_(ids)))
