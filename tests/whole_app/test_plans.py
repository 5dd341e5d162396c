"""Nothing reads every text of the site to find a few: not a page, nor what the worker does every minute.

The plans of SQLite, which does not look at how many rows there are: those of few rows are those of many.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.conftest import SignIn
from tests.whole_app.routes import ask
from tests.whole_app.walking import addresses
from tests.whole_app.world import World
from tests.worker import sweep

# They grow with what people write.
LARGE = "entry|entry_emotion|next_step|passage|theme_member|theme_arrival"
# « SCAN … USING INDEX » reads the whole of the table too, in another order; a partial index holds a few of its rows.
WHOLE = re.compile(
    rf"SCAN ({LARGE})(_\d+)?( USING (COVERING )?INDEX (?!ix_entry_told_beside|ix_passage_without_vector).*)?"
)


@contextmanager
def reading_whole_tables() -> Iterator[dict[str, str]]:
    """The statements sent meanwhile that read the whole of a large table, each with the step of its plan that does."""
    found: dict[str, str] = {}
    seen: set[str] = set()

    def see(connection: sa.Connection, _: object, statement: str, given: Any, __: object, many: bool) -> None:
        if statement in seen or not statement.startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
            return
        seen.add(statement)
        explained = f"EXPLAIN QUERY PLAN {statement}", given[0] if many else given
        for *_, step in connection.connection.driver_connection.execute(*explained).fetchall():
            if WHOLE.fullmatch(step):
                found[statement] = step

    sa.event.listen(sa.Engine, "before_cursor_execute", see)
    try:
        yield found
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", see)


@pytest.mark.any_database
@pytest.mark.parametrize("role", ["author", "coordinator", "admin", "partner"])
def test_no_page_reads_every_text(app: Flask, sign_in: SignIn, world: World, role: str) -> None:
    client = sign_in(world.people[role]).client

    with reading_whole_tables() as found:
        pages = [path for _, path in addresses(app, world, "GET") if ask(client, path).status_code == 200]

    assert len(pages) > 5
    assert found == {}


@pytest.mark.any_database
def test_the_worker_reads_every_text_at_no_sweep(app: Flask, world: World) -> None:
    with reading_whole_tables() as found:
        sweep(app)

    assert found == {}
