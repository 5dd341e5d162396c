"""What tables are made of: the base of every model, and the types of columns."""

import uuid
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Self

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class AwareDateTime(sa.TypeDecorator[datetime]):
    """UTC in the database, aware in Python, refused when naive."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime: give it a timezone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Labelled(StrEnum):
    """An enumeration whose members have a stored value and a French label: ``MAIL = "mail", "Par mail"``."""

    _value_: str
    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        # Without a default, type checkers refuse ``Channel("mail")``: they take the look-up of a member for its making.
        if not label:
            raise TypeError(f"{value!r} has no label")
        member = str.__new__(cls, value)
        member._value_, member.label = value, label
        return member


class EnumValue(sa.TypeDecorator[StrEnum]):
    """A StrEnum stored as its value in plain text, so that adding a member needs no migration."""

    impl = sa.String(40)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)


# Random keys: a URL reveals neither the number of rows nor their order.
Key = Annotated[uuid.UUID, mapped_column(sa.Uuid, primary_key=True, default=uuid.uuid4)]
JSON = dict[str, Any]


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {
        str: sa.Text,
        datetime: AwareDateTime,
        uuid.UUID: sa.Uuid,
        dict[str, Any]: sa.JSON,
        list[Any]: sa.JSON,
        bytes: sa.LargeBinary,
    }

    def __repr__(self) -> str:
        # Never the columns: they hold people's words.
        return f"<{type(self).__name__} {getattr(self, 'id', '?')}>"


def enum_column(kind: type[StrEnum], **options: Any) -> Any:
    """A mapped column that stores ``kind`` by value."""
    return mapped_column(EnumValue(kind), **options)
