"""Check that leaving a test out of PostgreSQL leaves no statement out: what ``any_database`` marks, others send too.

Run every test once with it, those marked included; it ends with the statements that only these send:

    .venv/bin/python -m pytest -q -p tests.statements --database postgres -m "not browser and not model" tests
"""

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

VALUE = re.compile(r"%\(\w+\)s(::\w+( WITH TIME ZONE)?)?")
# However many values a list holds, and however many rows are written at once, PostgreSQL reads the same statement.
VALUES, ROWS = re.compile(r"\(\?(?:, \?)+\)"), re.compile(r"(\([^()]*\?[^()]*\))(?:, \([^()]*\?[^()]*\))+")
NAMED = re.compile(r"sa_savepoint_\d+")


def shape(statement: str) -> str:
    """A statement without what changes from one test to the next."""
    bare = NAMED.sub("savepoint", VALUE.sub("?", " ".join(statement.split())))
    return ROWS.sub(r"\1", VALUES.sub("(?)", bare))


class Statements:
    """Who sends each statement."""

    def __init__(self) -> None:
        self.test: pytest.Item | None = None
        self.senders: defaultdict[str, set[pytest.Item]] = defaultdict(set)
        sa.event.listen(sa.Engine, "before_cursor_execute", self._note)

    def _note(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        if self.test:
            self.senders[shape(statement)].add(self.test)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.test = item
        try:
            return (yield)
        finally:
            self.test = None

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        tell = terminalreporter.write_line
        alone = {
            statement: min(test.nodeid for test in tests)
            for statement, tests in self.senders.items()
            if all(test.get_closest_marker("any_database") for test in tests)
        }
        tell(f"{len(self.senders)} statements, of which {len(alone)} only by tests marked any_database")
        for statement, test in sorted(alone.items(), key=lambda each: each[1]):
            tell(f"{test}: {statement[:400]}")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Statements())
