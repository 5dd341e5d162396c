"""What was told about people, stored beside the database, because an older backup does not know it.

A figure moves only when five people at least differ from those it was told of before, in a récit, a file or an open
page; a passage tells in a file what the first file that held it told. All of that is remembered in the database, which
an older backup forgets: the next figure could then differ from the last one by a single person, and tell what they did.
The worker writes this memory down every minute, encrypted: with the database, it tells who stands behind each figure.
"""

import json
import math
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.config import Settings
from journal.counting.published import COUNTED
from journal.db import open_database
from journal.encryption import Undecipherable, keyring
from journal.entries.models import Entry
from journal.narrative.models import PeriodCounts, PublishedFigure
from journal.operations.files import replace_privately
from journal.tables import Base

# The file is no row: what seals it is bound to a place, and to the row of none.
PLACE, NO_ROW = "told", uuid.UUID(int=0)
Rows = list[dict[str, Any]]
Told = Mapping[str, Rows]  # by table
READ: Mapping[type, Callable[[str], object]] = {
    uuid.UUID: uuid.UUID,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}


@dataclass(frozen=True, slots=True)
class Memory:
    """Where a table remembers what was told: in rows of its own, by ``key``, or in a column of existing rows."""

    kind: type[Base]
    column: str  # it only ever grows
    key: tuple[str, ...] = ("id",)
    own: bool = False

    @property
    def table(self) -> sa.Table:
        return self.kind.__table__  # type: ignore[return-value]

    @property
    def columns(self) -> list[sa.Column[Any]]:
        return [each for each in self.table.columns if self.own or each.name in ("id", self.column)]

    @property
    def size(self) -> sa.ColumnElement[int]:
        return sa.func.sum(sa.func.length(sa.cast(self.table.c[self.column], sa.Text)))


FIGURES = Memory(PublishedFigure, "earlier", ("lab_id", "name"), own=True)


def memories() -> Iterator[Memory]:
    """Everywhere that the database remembers what was told."""
    yield FIGURES
    yield Memory(PeriodCounts, "by", own=True)
    yield Memory(Entry, "told_beside")
    for kind, _ in COUNTED:
        yield Memory(kind, "published")  # type: ignore[arg-type]


def file_of(settings: Settings) -> Path:
    return settings.data_dir / "told"


def keep_up(session: Session, settings: Settings) -> None:
    """Write down what was told since; the date of the file says up to when it knows of everything."""
    path = file_of(settings)
    if _fingerprint(session) == _fingerprint_of(path):
        path.touch()
    else:
        export(session, settings)


def export(session: Session, settings: Settings) -> None:
    """Write down what the database remembers.

    One without a Lab remembers nothing, and leaves the file be; so does one put back, until it is brought to today.
    """
    if session.scalar(sa.select(Lab.id).limit(1)) is None or is_behind(session, settings):
        return
    # Taken first: what is told while rows are read is then written down a minute later, rather than taken for known.
    fingerprint = _fingerprint(session)
    told = {memory.table.name: _rows(session, memory) for memory in memories()}
    sealed = keyring().encrypt(json.dumps(told), PLACE, NO_ROW)
    replace_privately(file_of(settings), f"{fingerprint}\n{sealed}\n")


def read(path: Path) -> Told:
    """What a file remembers; nothing when there is none.

    Raises
    ------
    Undecipherable
        When it is under a secret that is not known here.
    """
    if not path.exists():
        return {}
    found: Told = json.loads(keyring().decrypt(path.read_text("ascii").split("\n")[1], PLACE, NO_ROW))
    return found


def read_database(database: Path) -> Told:
    """What an SQLite file remembers, as far as it can be read."""
    opened, found = open_database(f"sqlite:///{database}"), {}
    try:
        for memory in memories():
            with suppress(sa.exc.DatabaseError), opened.read() as session:
                found[memory.table.name] = _rows(session, memory)
    finally:
        opened.close()
    return found


def recall(session: Session, told: Told) -> None:
    """Let a database that was put back remember what was told since, of what it holds."""
    labs = _labs(session)
    for memory in memories():
        ids = {_key(memory, row): row["id"] for row in _rows(session, memory)} if memory.own else {}
        for row in told.get(memory.table.name, ()):
            row_id = ids.get(_key(memory, row)) if memory.own else row["id"]
            if row_id is not None:  # a text that the database does not hold changes nothing
                there = memory.table.c.id == uuid.UUID(row_id)
                session.execute(sa.update(memory.table).where(there).values(_values(memory, row | {"id": row_id})))
            elif row["lab_id"] in labs:
                session.execute(sa.insert(memory.table).values(_values(memory, row)))
    session.expire_all()


def is_behind(session: Session, settings: Settings) -> bool:
    """Whether the file remembers what the database does not: it was put back by another tool."""
    path = file_of(settings)
    if _fingerprint_of(path).split()[:1] != _fingerprint(session).split()[:1]:
        return False  # of other Labs
    with suppress(Undecipherable):  # whoever brings the database to today is told so
        told, labs = read(path), _labs(session)
        return any(_lacks(session, memory, told.get(memory.table.name, ()), labs) for memory in memories())
    return False


def _labs(session: Session) -> set[str]:
    return {str(lab_id) for lab_id in session.scalars(sa.select(Lab.id))}


def _lacks(session: Session, memory: Memory, told: Sequence[Mapping[str, Any]], labs: Collection[str]) -> bool:
    """Whether a table remembers less than was told. A text or a Lab that is gone has nothing to remember."""
    here = {_key(memory, row): len(row[memory.column] or ()) for row in _rows(session, memory, sa.true())}
    gone = -1 if memory.own else math.inf
    kept = [row for row in told if row.get("lab_id") in labs or not memory.own]
    return any(len(row[memory.column]) > here.get(_key(memory, row), gone) for row in kept)


def _rows(session: Session, memory: Memory, which: sa.ColumnElement[bool] | None = None) -> Rows:
    """The rows of a table that remember something, unless told which."""
    if which is None:
        which = memory.table.c[memory.column].is_not(None)
    found = session.execute(sa.select(*memory.columns).where(which).order_by(memory.table.c.id))
    return [{name: _plain(value) for name, value in row._mapping.items()} for row in found]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, uuid.UUID) else value


def _values(memory: Memory, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the database takes it; what it has no column for any more is left out."""
    kinds = {each.name: _kind(each.type) for each in memory.columns if each.name in row}
    return {name: READ[kind](row[name]) if kind in READ else row[name] for name, kind in kinds.items()}


def _kind(of: sa.types.TypeEngine[Any]) -> type:
    """What a column gives, whatever it is kept as."""
    return (of.impl_instance if isinstance(of, sa.TypeDecorator) else of).python_type


def _key(memory: Memory, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in memory.key)


def _fingerprint(session: Session) -> str:
    """The Labs of a database, and how much it remembers."""
    first = session.scalar(sa.select(Lab.id).order_by(Lab.id).limit(1))
    # All entries are too many to look through every minute: what they remember is written with the rest, and by purges.
    sizes = [session.scalar(sa.select(memory.size)) or 0 for memory in memories() if memory.kind is not Entry]
    return " ".join([str(first or "-"), *map(str, sizes)])


def _fingerprint_of(path: Path) -> str:
    return path.read_text("ascii").split("\n")[0] if path.exists() else ""
