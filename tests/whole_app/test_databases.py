"""What one test leaves, the next never finds: PostgreSQL keeps one database for all of them."""

import pytest
import sqlalchemy as sa

from tests.databases import Postgres

WRITE = "INSERT INTO site_mark (name, at, well) SELECT 'mark ' || n, now(), true FROM generate_series(1, :many) AS n"


@pytest.fixture
def server(request: pytest.FixtureRequest, database_url: str) -> Postgres:
    if request.config.getoption("--database") == "sqlite":
        pytest.skip("on SQLite each test has a file of its own")
    found: Postgres = request.getfixturevalue("postgres")
    return found


def test_an_emptied_database_holds_nothing_of_the_test_before(server: Postgres) -> None:
    engine = sa.create_engine(server.url)
    for many in (40, 7):
        with engine.begin() as connection:
            assert connection.scalar(sa.text("SELECT count(*) FROM site_mark")) == 0
            connection.execute(sa.text(WRITE), {"many": many})
        server.empty()
    engine.dispose()
