"""Which keys the encrypted columns of a database are under, and encrypting them again under the key of today.

Works on tables, not on models: a value that no key opens must not stop the others from being read.
"""

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.encryption import INDEX, PREFIX_LENGTH, SHAPE, EncryptedText, Undecipherable, keyring
from journal.tables import Base


@dataclass(frozen=True, slots=True)
class Encryption:
    """How many values are under the key of today, a former one, an unknown one, or none."""

    present: int = 0
    former: int = 0
    unbound: int = 0  # under a known key, in the shape of before, which any row of the column could hold
    unknown: int = 0
    clear: int = 0


def examine(session: Session) -> Encryption:
    """Count the values of the encrypted columns by the key they are under."""
    found: Counter[str] = Counter()
    for column in _columns():
        prefix = sa.func.substr(sa.type_coerce(column, sa.Text()), 1, PREFIX_LENGTH)
        rows = session.execute(sa.select(prefix, sa.func.count()).where(column.is_not(None)).group_by(prefix))
        for start, many in rows:
            found[_state_of(start)] += many
    return Encryption(**found)


# The fields of ``Encryption`` that are encrypted again: once in the life of a database, then when the secret changes.
UNSEALED = frozenset({"clear", "unbound"})
FORMER = frozenset({"former"})


def encrypt(session: Session, states: frozenset[str] = UNSEALED) -> int:
    """Encrypt again the values in these states, index what has no blind index; return how many rows changed.

    All in the caller's transaction: interrupted, it leaves nothing half done, and may be run again. What no known key
    opens is left as it is.
    """
    return sum(changed for _, changed in encrypt_in_batches(session, states))


def encrypt_in_batches(session: Session, states: frozenset[str] = UNSEALED) -> Iterator[tuple[int, int]]:
    """Do the same, and say after each batch how many rows were read and how many changed.

    The caller may commit between batches: stopped there and run again, it finds what was done as it should be.
    """
    for table in _tables():
        for rows in _batches(session, table):
            yield len(rows), sum(_encrypt_row(session, table, row, states) for row in rows)


def count_rows(session: Session) -> int:
    """How many rows ``encrypt_in_batches`` will read."""
    return sum(session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in _tables())


def forget_unusable(session: Session) -> int:
    """Empty the values that no known key opens, and those written past the seal; return how many.

    Comes after what an earlier version left unsealed is sealed. A column that cannot be empty takes its row with it.
    """
    gone = 0
    for table in _tables():
        for row in (row for rows in _batches(session, table) for row in rows):
            lost = [column for column in _columns_of(table) if _is_unusable(row, column)]
            if any(not column.nullable for column in lost):
                session.execute(sa.delete(table).where(table.c.id == _id(row)))
            elif lost:
                emptied = {name: None for column in lost for name in (column.name, column.info.get(INDEX)) if name}
                session.execute(sa.update(table).where(table.c.id == _id(row)).values(emptied))
            gone += len(lost)
    return gone


UNKNOWN = object()
UNBOUND = "enc1"
BATCH = 500


def _encrypt_row(session: Session, table: sa.Table, row: sa.RowMapping, states: frozenset[str]) -> bool:
    values: dict[str, str] = {}
    for column in _columns_of(table):
        text, index = _text(row, column), column.info.get(INDEX)
        if not isinstance(text, str):
            continue
        state = _state_of(row[column.name])
        unindexed = state not in UNSEALED and index and row[index] not in keyring().indexes(text)
        if state in states or unindexed:
            values[column.name] = keyring().encrypt(text, _type(column).place, _id(row))
            values |= {index: keyring().index(text)} if index else {}
    if values:
        session.execute(sa.update(table).where(table.c.id == _id(row)).values(values))
    return bool(values)


def _is_unusable(row: sa.RowMapping, column: sa.Column[str]) -> bool:
    value = row[column.name]
    return value is not None and (_state_of(value) in UNSEALED or _text(row, column) is UNKNOWN)


def _text(row: sa.RowMapping, column: sa.Column[str]) -> object:
    """What a row holds, plain; ``UNKNOWN`` when no key opens it."""
    value: str | None = row[column.name]
    if value is None or not SHAPE.fullmatch(value):
        return value
    try:
        return keyring().decrypt(value, _type(column).place, None if value.startswith(UNBOUND) else _id(row))
    except Undecipherable:
        return UNKNOWN


def _state_of(value: str) -> str:
    """The field of ``Encryption`` that counts a value; its first characters are enough."""
    kind, _, rest = value.partition(":")
    name, end = rest[:8], rest[8:9]
    if kind not in ("enc1", "enc2") or end != ":":
        return "clear"
    if name not in keyring().names:
        return "unknown"
    if kind == UNBOUND:
        return "unbound"
    return "present" if name == keyring().present.name else "former"


def _batches(session: Session, table: sa.Table) -> Iterator[Sequence[sa.RowMapping]]:
    """The rows of a table, in the order of their ids: those of one batch at a time are in memory.

    They are held: what a web process left running changes meanwhile would be written over with what was read here.
    """
    indexes = [table.c[column.info[INDEX]] for column in _columns_of(table) if INDEX in column.info]
    wanted = sa.select(table.c.id, *indexes, *_columns_of(table)).order_by(table.c.id).limit(BATCH).with_for_update()
    rows = session.execute(wanted).mappings().all()
    while rows:
        yield rows
        rows = session.execute(wanted.where(table.c.id > _id(rows[-1]))).mappings().all()


def _id(row: sa.RowMapping) -> uuid.UUID:
    found: uuid.UUID = row["id"]
    return found


def _type(column: sa.Column[str]) -> EncryptedText:
    assert isinstance(column.type, EncryptedText)  # noqa: S101  what makes a column one of these
    return column.type


def _columns_of(table: sa.Table) -> list[sa.Column[str]]:
    return [column for column in table.columns if isinstance(column.type, EncryptedText)]


def _columns() -> Iterator[sa.Column[str]]:
    for table in _tables():
        yield from _columns_of(table)


def _tables() -> list[sa.Table]:
    return [table for table in Base.metadata.sorted_tables if _columns_of(table)]
