"""Which keys the encrypted columns of a database are under, and encrypting them again under the key of today.

Works on tables, not on models: a value that no key opens must not stop the others from being read.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.db import Base
from journal.encryption import INDEX, PREFIX_LENGTH, SHAPE, EncryptedText, Undecipherable, keyring


@dataclass(frozen=True, slots=True)
class Encryption:
    """How many values are under the key of today, a former one, an unknown one, or none."""

    present: int = 0
    former: int = 0
    unknown: int = 0
    clear: int = 0


def examine(session: Session) -> Encryption:
    """Count the values of the encrypted columns by the key they are under."""
    found: Counter[str] = Counter()
    for column in _columns():
        prefix = sa.func.substr(_raw(column), 1, PREFIX_LENGTH)
        rows = session.execute(sa.select(prefix, sa.func.count()).where(column.is_not(None)).group_by(prefix))
        for start, many in rows:
            found[_state_of(start)] += many
    return Encryption(**found)


def encrypt(session: Session, *, former: bool = False) -> int:
    """Encrypt what is clear, and index what has no blind index; return how many rows changed.

    ``former`` does again what is under a former key. All in the caller's transaction: interrupted, it leaves nothing
    half done, and may be run again. What no known key opens is left as it is.
    """
    return sum(_encrypt_row(session, table, row, former) for table in _tables() for row in _rows(session, table))


def forget_undecipherable(session: Session) -> int:
    """Empty the values that no known key opens; return how many.

    A column that cannot be empty takes its row with it.
    """
    gone = 0
    for table in _tables():
        for row in _rows(session, table):
            lost = [column for column in _columns_of(table) if _text(row, column) is UNKNOWN]
            if any(not column.nullable for column in lost):
                session.execute(sa.delete(table).where(*_same(table, row)))
            elif lost:
                emptied = {name: None for column in lost for name in (column.name, column.info.get(INDEX)) if name}
                session.execute(sa.update(table).where(*_same(table, row)).values(emptied))
            gone += len(lost)
    return gone


UNKNOWN = object()


def _encrypt_row(session: Session, table: sa.Table, row: sa.RowMapping, former: bool) -> bool:
    values: dict[str, str] = {}
    for column in _columns_of(table):
        text, index = _text(row, column), column.info.get(INDEX)
        if not isinstance(text, str):
            continue
        wrong = _state_of(row[column.name]) in ({"clear", "former"} if former else {"clear"})
        if wrong or (index and row[index] not in keyring().indexes(text)):
            values |= {column.name: text} | ({index: keyring().index(text)} if index else {})
    if values:
        session.execute(sa.update(table).where(*_same(table, row)).values(values))
    return bool(values)


def _text(row: sa.RowMapping, column: sa.Column[str]) -> object:
    """What a row holds, plain; ``UNKNOWN`` when no key opens it."""
    value: str | None = row[column.name]
    if value is None or not SHAPE.fullmatch(value):
        return value
    try:
        return keyring().decrypt(value, _type(column).place)
    except Undecipherable:
        return UNKNOWN


def _state_of(value: str) -> str:
    """The field of ``Encryption`` that counts a value; its first characters are enough."""
    kind, _, rest = value.partition(":")
    name, end = rest[:8], rest[8:9]
    if kind != "enc1" or end != ":":
        return "clear"
    if name == keyring().present.name:
        return "present"
    return "former" if name in keyring().names else "unknown"


def _rows(session: Session, table: sa.Table) -> list[sa.RowMapping]:
    indexes = [table.c[column.info[INDEX]] for column in _columns_of(table) if INDEX in column.info]
    raw = [_raw(column).label(column.name) for column in _columns_of(table)]
    return list(session.execute(sa.select(*table.primary_key, *indexes, *raw)).mappings())


def _same(table: sa.Table, row: sa.RowMapping) -> list[sa.ColumnElement[bool]]:
    return [column == row[column.name] for column in table.primary_key]


def _raw(column: sa.Column[str]) -> sa.ColumnElement[str]:
    """A column as the database holds it."""
    return sa.type_coerce(column, sa.Text())


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
