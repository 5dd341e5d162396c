"""Every migration can be undone and done again, on tables that hold something, and loses no word of it."""

from collections import Counter
from itertools import pairwise

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from journal.accounts import audit
from journal.accounts.models import Consent
from journal.config import Settings
from journal.db import EVERY_LAB, TELL_LABS
from tests.factories import NOW
from tests.whole_app.test_migrations import REVISIONS, engine, go, shape  # noqa: F401  a fixture
from tests.whole_app.world import World

Columns = Shape = dict[str, list[str]]
# By migration, the tables it changes on purpose.
MEANT = {("0237", "narrative"): "the living récit has to be composed again"}
# Without rows there, the test would say nothing.
FILLED = {"entry", "passage", "consent", "audit_event", "contribution", "theme", "digest_paragraph", "quote", "person"}


@pytest.fixture
def filled(world: World, session: Session, settings: Settings) -> World:
    """A Lab in which everything holds something, with what its people accepted and what was logged of them."""
    session.add(Consent(person_id=world.author.id, text_version="2026-1", at=NOW))
    for action in ("sharing", "export"):
        on, key = audit.Subject("person", world.author.id), settings.key_for("audit")
        audit.record(session, action, by=world.author, on=on, at=NOW, key=key)
    session.commit()
    return world


def columns(of: Shape) -> Columns:
    tables = sorted(of.keys() - {"alembic_version", "sqlite_sequence"})
    return {table: [line.split()[0] for line in of[table] if not line.startswith("index ")] for table in tables}


def rows(of: Engine, wanted: Columns) -> dict[str, Counter[tuple[str, ...]]]:
    """All that these columns hold, whatever the order of the rows."""
    with of.begin() as connection:
        if of.dialect.name == "postgresql":
            connection.execute(TELL_LABS, {"labs": EVERY_LAB})
        return {table: Counter(map(tuple, connection.execute(_as_text(table, wanted[table])))) for table in wanted}


def _as_text(table: str, names: list[str]) -> sa.TextClause:
    cast = ", ".join(f'CAST("{name}" AS TEXT)' for name in names)
    return sa.text(f'SELECT {cast} FROM "{table}"')  # noqa: S608


def test_every_migration_undone_and_done_again_keeps_what_both_schemas_hold(filled: World, engine: Engine) -> None:  # noqa: F811
    there = shape(engine)
    assert {table for table, held in rows(engine, columns(there)).items() if held} >= FILLED

    changed = []
    for revision, before in pairwise(reversed(REVISIONS)):
        newer = columns(there)
        whole = rows(engine, newer)
        go(engine, before)
        below = shape(engine)
        older = columns(below)
        both = {table: [name for name in older[table] if name in newer[table]] for table in older if table in newer}
        undone = rows(engine, both)
        go(engine, revision)
        assert shape(engine) == there, revision
        again = rows(engine, both)
        kept = {table: _narrowed(whole[table], newer[table], both[table]) for table in both}
        changed += [(revision, table) for table in both if not kept[table] == undone[table] == again[table]]
        go(engine, before)
        there = below

    assert changed == list(MEANT)


def _narrowed(held: Counter[tuple[str, ...]], names: list[str], kept: list[str]) -> Counter[tuple[str, ...]]:
    places = [names.index(name) for name in kept]
    return Counter(tuple(row[at] for at in places) for row in held.elements())
