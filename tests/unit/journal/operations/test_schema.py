"""Before it serves, the application looks at the schema it finds."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.config import Settings
from journal.db import make_engine, open_database
from journal.operations import backups, schema
from journal.operations.schema import SchemaError


def test_an_empty_sqlite_database_is_made_without_a_backup(database_file: Path, settings: Settings) -> None:
    database_file.unlink()
    engine = make_engine(settings.database)

    schema.make_ready(engine, settings)

    assert schema.current(engine) == schema.newest()
    assert backups.listed(backups.folder(settings)) == []
    engine.dispose()


def test_an_older_sqlite_database_is_backed_up_then_upgraded(database_file: Path, settings: Settings) -> None:
    engine = make_engine(settings.database)
    downgrade(engine)

    schema.make_ready(engine, settings)

    assert schema.current(engine) == schema.newest()
    (backup,) = backups.listed(backups.folder(settings))
    copy = make_engine(f"sqlite:///{backup}")
    assert schema.current(copy) == "0001"
    copy.dispose()
    engine.dispose()


def test_a_current_database_is_left_alone(database_file: Path, settings: Settings) -> None:
    engine = make_engine(settings.database)
    before = database_file.stat().st_mtime_ns

    schema.make_ready(engine, settings)

    assert database_file.stat().st_mtime_ns == before
    engine.dispose()


@pytest.mark.postgres
def test_postgresql_refuses_to_serve_a_pending_migration_and_says_what_to_run(
    request: pytest.FixtureRequest, settings: Settings
) -> None:
    if settings.database.startswith("sqlite"):
        pytest.skip("about PostgreSQL")
    engine = make_engine(settings.database)
    downgrade(engine)

    with pytest.raises(SchemaError, match="recit migrate"):
        schema.make_ready(engine, settings)

    schema.make_ready(engine, settings, upgrade_shared=True)
    assert schema.current(engine) == schema.newest()
    engine.dispose()


def test_a_database_of_a_newer_version_is_not_touched(session: Session, settings: Settings) -> None:
    session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    session.commit()
    database = open_database(settings.database)

    # Nor copied: a supervisor that starts it again and again would fill the disk.
    for start in (
        lambda: schema.upgrade(database.engine),
        lambda: schema.make_ready(database.engine, settings, upgrade_shared=True),
        lambda: schema.check_keys(database, settings),
    ):
        with pytest.raises(SchemaError, match="a newer one made it"):
            start()
    assert backups.listed(backups.folder(settings)) == []
    assert "recit migrate" not in schema.problem("9999")
    database.close()


def test_nothing_works_on_a_schema_that_waits_to_be_migrated(session: Session, settings: Settings) -> None:
    session.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    session.commit()
    database = open_database(settings.database)

    with pytest.raises(SchemaError, match=r"0001.*recit migrate"):
        schema.check_keys(database, settings)
    database.close()


def downgrade(engine: sa.Engine) -> None:
    from alembic import command

    config = schema.alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
