"""Reading a page changes nothing: whatever is only opened, followed or fetched ahead decides nothing."""

import hashlib

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.entries.models import Entry
from journal.exchange.holding import FILES
from journal.tables import Base
from tests.conftest import SignIn
from tests.pages import Browser
from tests.whole_app.walking import addresses
from tests.whole_app.world import World

# Signing in makes a session, and readings by staff are logged.
MAY_MOVE = frozenset({"web_session", "audit_event", "sign_in_attempt"})
# What a file tells is noted as it leaves, so that the next one holds still.
TOLD_IN_FILES = f"'{FILES}"
TOLD = Entry.__table__.c.told_beside


def everything(session: Session) -> dict[str, str]:
    """A fingerprint of each table."""
    session.rollback()
    marks = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in MAY_MOVE:
            columns = [column for column in table.columns if column is not TOLD]
            rows = sorted(repr(tuple(row)) for row in session.execute(sa.select(*columns)))
            kept = [row for row in rows if TOLD_IN_FILES not in row]
            marks[table.name] = hashlib.sha256("\n".join(kept).encode()).hexdigest()
    session.rollback()
    return marks


@pytest.mark.any_database
@pytest.mark.parametrize("role", ["author", "participant", "coordinator", "admin", "partner", "stranger"])
def test_opening_every_page_changes_nothing(
    app: Flask, session: Session, sign_in: SignIn, world: World, role: str
) -> None:
    browser = Browser(app) if role == "stranger" else sign_in(world.people[role])
    before = everything(session)

    for method in ("HEAD", "GET"):
        opened = 0
        for _, path in addresses(app, world, method):
            answer = browser.client.open(path, method=method)
            answer.close()
            assert answer.status_code in {200, 204, 302, 303, 401, 404}, f"{method} {path}: {answer.status_code}"
            opened += answer.status_code == 200

        assert opened > 5
        assert everything(session) == before, method


def test_the_fingerprint_sees_a_change(session: Session, world: World) -> None:
    before = everything(session)

    session.add(world.theme)
    world.theme.pinned = True
    session.commit()

    # The living récit follows a decision about its themes.
    changed = {name for name, mark in everything(session).items() if mark != before[name]}
    assert changed == {"theme", "narrative"}
