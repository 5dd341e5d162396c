"""The doctor says what is wrong, and its exit code too."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts import audit
from journal.accounts.models import AuditEvent
from journal.clock import now
from journal.config import Settings
from journal.operations import backups, purging, sealing
from journal.operations.doctor import Health, examine
from tests.conftest import application
from tests.databases import Opening
from tests.factories import make_entry, make_person
from tests.tampering import drop_triggers


def health(app: Flask, settings: Settings) -> dict[str, Health]:
    return {f.name: f.health for f in examine(app.extensions["database"], settings, now=now())}


def test_a_house_in_order_is_all_green(database_file: Path, app: Flask, settings: Settings) -> None:
    settings = replace(settings, backup_recipient=sealing.new_key()[1])
    app.extensions["settings"] = settings
    backups.back_up(settings)
    purging.purge_everything(app.extensions["database"], settings, now=now())

    assert set(health(app, settings).values()) == {Health.GREEN}
    assert app.test_cli_runner().invoke(args=["doctor"]).exit_code == 0


def test_a_pending_migration_is_red(app: Flask, settings: Settings, session: Session) -> None:
    session.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    session.commit()

    assert health(app, settings)["schema"] is Health.RED
    assert app.test_cli_runner().invoke(args=["doctor"]).exit_code == 1


def test_an_entry_that_waits_for_hours_is_red(app: Flask, settings: Settings, session: Session) -> None:
    make_entry(session, make_person(session), masked=False, written_at=now() - timedelta(hours=2))
    session.commit()

    assert health(app, settings)["masking"] is Health.RED


def test_an_altered_audit_log_is_red(app: Flask, settings: Settings, session: Session) -> None:
    key = settings.key_for("audit")
    for action in ("sign_in", "sharing"):
        audit.record(session, action, by=None, on=audit.Subject("entry"), at=now(), key=key)
    session.commit()
    assert health(app, settings)["audit log"] is Health.GREEN
    drop_triggers(session)
    session.execute(sa.update(AuditEvent).where(AuditEvent.sequence == 1).values(action="erase_entry"))
    session.commit()

    assert health(app, settings)["audit log"] is Health.RED


def test_a_purge_that_has_not_run_for_a_day_is_red(app: Flask, settings: Settings) -> None:
    purging.purge_everything(app.extensions["database"], settings, now=now() - timedelta(hours=25))

    assert health(app, settings)["purge"] is Health.RED


def test_a_backup_anyone_can_read_is_a_warning(database_file: Path, app: Flask, settings: Settings) -> None:
    backups.back_up(settings)

    assert health(app, settings)["backup"] is Health.AMBER


def test_no_backup_is_a_warning(app: Flask, settings: Settings) -> None:
    assert health(app, settings)["backup"] is Health.AMBER


def test_a_site_that_answers_to_any_name_is_a_warning(app: Flask, settings: Settings) -> None:
    open_to_all = replace(settings, insecure_http=True, base_url="http://recit.example.org")

    assert health(app, open_to_all)["address"] is Health.AMBER
    assert health(app, replace(open_to_all, trusted_hosts=("recit.example.org",)))["address"] is Health.GREEN
    assert health(app, settings)["address"] is Health.GREEN


def test_a_role_that_no_policy_binds_is_told(app: Flask, settings: Settings, opening: Opening) -> None:
    if settings.database.startswith("sqlite"):
        pytest.skip("about PostgreSQL")
    assert health(app, settings)["role"] is Health.GREEN

    superuser = sa.make_url(settings.database).set(username="postgres").render_as_string(hide_password=False)
    with application(app, replace(settings, database_url=superuser), opening) as free:
        assert health(free, settings)["role"] is Health.AMBER
