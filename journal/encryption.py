"""Columns that tell who someone is, encrypted with a key that is not in the database.

An address, a phone number or a second factor links a pseudonym to a person: whoever holds a dump alone must not read
it. The keys come from ``JOURNAL_SECRET_KEY``; each value names its key, so that values under a former secret still
open while ``recit keys rotate`` encrypts them again. See docs/decisions/0012-encrypted-columns.md.

A value is bound to its column and to its row: copied onto someone else, it does not open. A column type knows no row:
the column holds the sealed value, and ``Opened``, beside it in the model, seals and opens it.
"""

import hmac
import re
import secrets
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import InstrumentedAttribute, Mapper
from sqlalchemy.sql import operators

from journal.config import Settings, derive_key
from journal.errors import DomainError

# The first shape was bound to its column alone: it only opens to be sealed again (``journal/rotation.py``).
SHAPE = re.compile(r"enc[12]:([0-9a-f]{8}):([A-Za-z0-9_-]+={0,2})")
# How many characters of a value tell which key it is under: its shape and the name of the key.
PREFIX_LENGTH = len("enc2:01234567:")
NONCE_LENGTH = 12
# What a column says of the one where its blind index is kept.
INDEX = "blind_index"


class Undecipherable(DomainError):
    """A value is under a key that is not known here, or was altered. Nothing is shown, and nothing is written over."""

    status = 503
    title = "Une clé du site manque"

    def __init__(self) -> None:
        super().__init__(
            "Le site ne peut pas lire une adresse ou un numéro qu’il garde chiffré. Rien n’est perdu\u00a0: "
            "dites-le à la personne qui tient le serveur."
        )


@dataclass(frozen=True, slots=True)
class Key:
    """What one secret encrypts and indexes with."""

    name: str
    cipher: AESGCM
    index: bytes

    @classmethod
    def of(cls, secret: str) -> "Key":
        name, encrypting, index = (derive_key(secret, f"column {use}") for use in ("name", "encryption", "index"))
        return cls(name[:8], AESGCM(bytes.fromhex(encrypting)), bytes.fromhex(index))


class Keyring:
    """The key of today, which encrypts, and the former ones, which still open."""

    def __init__(self, secret: str, former: tuple[str, ...] = ()) -> None:
        self.present = Key.of(secret)
        self._keys = {key.name: key for key in (self.present, *map(Key.of, former))}

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._keys)

    def encrypt(self, text: str, place: str, row: uuid.UUID) -> str:
        """A text under the key of today, for one column (``place``) of one row: copied elsewhere, it does not open."""
        nonce = secrets.token_bytes(NONCE_LENGTH)
        sealed = nonce + self.present.cipher.encrypt(nonce, text.encode(), _bound(place, row))
        return f"enc2:{self.present.name}:{urlsafe_b64encode(sealed).decode()}"

    def decrypt(self, value: str, place: str, row: uuid.UUID | None) -> str:
        """The text of an encrypted value. Without a row, one of the first shape, which was bound to none.

        Raises
        ------
        Undecipherable
            When it is not encrypted, is under an unknown key, or was altered or moved.
        """
        found = SHAPE.fullmatch(value)
        key = self._keys.get(found[1]) if found else None
        if found is None or key is None:
            raise Undecipherable
        try:
            sealed = urlsafe_b64decode(found[2])
            return key.cipher.decrypt(sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:], _bound(place, row)).decode()
        except (InvalidTag, ValueError):
            raise Undecipherable from None

    def index(self, text: str) -> str:
        """The blind index of a text: it finds the same one again, however its letters are typed."""
        return _index(text, self.present)

    def indexes(self, text: str) -> list[str]:
        """Every blind index a text may have been kept with: rows not encrypted again yet are found too."""
        return [_index(text, key) for key in self._keys.values()]


def _bound(place: str, row: uuid.UUID | None) -> bytes:
    return (f"{place}:{row.hex}" if row else place).encode()


def _index(text: str, key: Key) -> str:
    return hmac.new(key.index, text.casefold().encode(), "sha256").hexdigest()


# One keyring a process: column types belong to the tables, which belong to no application.
_keyring: Keyring | None = None


def use(settings: Settings) -> None:
    """Encrypt and decrypt with the keys of these settings from now on."""
    global _keyring
    _keyring = Keyring(settings.secret_key, settings.former_secrets)


def keyring() -> Keyring:
    if _keyring is None:
        raise RuntimeError("encryption.use(settings) comes before any encrypted column is read or written")
    return _keyring


class EncryptedText(sa.TypeDecorator[str]):
    """The column of an encrypted text, as it is sealed: models read and write it through ``Opened``.

    Two values of the same text differ: a query that compares them is an error, not an empty answer. Look through the
    blind index instead. A clear text is refused, so that none is written past ``Opened``.
    """

    impl = sa.Text
    cache_ok = True

    class Comparator(sa.TypeDecorator.Comparator[str]):
        def operate(self, op: operators.OperatorType, *other: Any, **kwargs: Any) -> sa.ColumnElement[Any]:
            if op not in (operators.is_, operators.is_not):
                raise TypeError("an encrypted column cannot be compared: look for its blind index")
            return super().operate(op, *other, **kwargs)

        reverse_operate = operate

    # SQLAlchemy makes this one from those of the decorated type, which would compare.
    comparator_factory = Comparator

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is not None and not SHAPE.fullmatch(value):
            raise ValueError(f"{self.place} is written sealed: set the attribute that opens it")
        return value


Text = TypeVar("Text", str, str | None)


class Opened(Generic[Text]):
    """The plain text of an encrypted column, sealed for its row when it is set and opened when it is read.

    Parameters
    ----------
    sealed
        The attribute of the column. Its blind index, if it has one, is kept up to date; where the column may be empty,
        an empty text is none. On the class, it is that attribute: a query asks whether there is a value, nothing more.
    """

    def __init__(self, sealed: str) -> None:
        self.sealed = sealed

    @overload
    def __get__(self, row: None, model: type[Any]) -> InstrumentedAttribute[Text]: ...
    @overload
    def __get__(self, row: Any, model: type[Any]) -> Text: ...
    def __get__(self, row: Any, model: type[Any]) -> Any:
        if row is None:
            return getattr(model, self.sealed)
        value = getattr(row, self.sealed)
        return None if value is None else keyring().decrypt(value, self._column(row).type.place, row.id)

    def __set__(self, row: Any, text: Text) -> None:
        column = self._column(row)
        if row.id is None:
            row.id = uuid.uuid4()  # it is otherwise given when the row is written: too late to bind to it
        absent = text is None or (column.nullable and not text)
        setattr(row, self.sealed, None if absent else keyring().encrypt(str(text), column.type.place, row.id))
        if index := column.info.get(INDEX):
            setattr(row, index, None if absent else keyring().index(str(text)))

    def _column(self, row: Any) -> Any:
        return sa.inspect(type(row)).column_attrs[self.sealed].columns[0]


@sa.event.listens_for(Mapper, "mapper_configured")
def _hold_ids(mapper: Mapper[Any], model: type[Any]) -> None:
    """Refuse another id to a row that holds sealed values: they would never open again."""
    sealed = [each.key for each in mapper.column_attrs if isinstance(each.columns[0].type, EncryptedText)]

    def refuse(row: Any, new: uuid.UUID, before: Any, _event: object) -> None:
        if isinstance(before, uuid.UUID) and new != before and any(getattr(row, name) for name in sealed):
            raise ValueError(f"the id of a {model.__name__} never changes: its encrypted values are bound to it")

    if sealed:
        sa.event.listen(model.id, "set", refuse)
