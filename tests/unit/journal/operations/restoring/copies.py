"""A database closed, and what a copy of it holds."""

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.config import Settings
from journal.db import open_database
from journal.entries.models import Entry


def texts(settings: Settings) -> set[str]:
    database = open_database(settings.database)
    with database.read() as session:
        found = set(session.scalars(sa.select(Entry.text)))
    database.close()
    return found


def close(app: Flask, session: Session) -> None:
    session.close()
    session.get_bind().dispose()  # type: ignore[union-attr]
    app.extensions["database"].close()
