"""What a database keeps sealed, read past the application."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal import encryption
from journal.config import Settings
from journal.encryption import INDEX, EncryptedText
from journal.tables import Base

ADDRESS, PHONE, SECRET = "Amina.Canari@exemple.org", "06 12 34 56 78", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FORMER, NEW = "the secret of before, long enough to be one", "the secret of after, long enough to be one"


def held(session: Session) -> str:
    """All that the tables hold, as the database holds it."""
    whole = [sa.text(f'SELECT * FROM "{table.name}"') for table in Base.metadata.sorted_tables]  # noqa: S608
    rows = [row for each in whole for row in session.execute(each)]
    return "\n".join(str(value) for row in rows for value in row)


def with_secret(settings: Settings, secret: str, *former: str) -> None:
    encryption.use(replace(settings, secret_key=secret, former_secrets=former))


def as_before(place: str, text: str) -> str:
    """The first shape of a value, as the version before wrote it."""
    key, nonce = encryption.keyring().present, bytes(12)
    sealed = nonce + key.cipher.encrypt(nonce, text.encode(), place.encode())
    return f"enc1:{key.name}:{urlsafe_b64encode(sealed).decode()}"


def _rewrite(session: Session, write: Callable[[str, str], str]) -> None:
    """Hold each value as an earlier version did, without a blind index."""
    for table in Base.metadata.sorted_tables:
        for column in (column for column in table.columns if isinstance(column.type, EncryptedText)):
            (row,) = session.execute(sa.select(table.c.id, column).where(column.is_not(None))).all()
            text = encryption.keyring().decrypt(row[1], column.type.place, row[0])
            values = f"{column.name} = :value" + (f", {column.info[INDEX]} = NULL" if INDEX in column.info else "")
            written = {"value": write(column.type.place, text)}
            session.execute(sa.text(f"UPDATE {table} SET {values} WHERE {column.name} IS NOT NULL"), written)  # noqa: S608
    session.commit()
    session.expire_all()
