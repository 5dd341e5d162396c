"""A backup put back shortens the audit log: the log says so for ever, and which part of it is gone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts import audit
from journal.accounts.models import AuditEvent, Person
from journal.clock import now
from journal.config import Settings
from journal.operations import audit_head, backups, restoring
from tests.conftest import SignIn
from tests.factories import NOW, make_person
from tests.tampering import drop_triggers
from tests.unit.journal.operations.restoring.copies import close

FORMER = "the secret of before, as long as another one"


@pytest.fixture
def person(database_file: Path, session: Session) -> Person:
    person = make_person(session)
    session.commit()
    return person


@pytest.fixture
def act(app: Flask, person: Person, sign_in: SignIn) -> Callable[[], str]:
    """Leave one more event; return the head of the log."""

    def act() -> str:
        sign_in(person)
        with app.extensions["database"].read() as session:
            return audit.head(session)

    return act


def looked_at(app: Flask, settings: Settings) -> tuple[list[AuditEvent], str]:
    with app.extensions["database"].read() as session:
        events = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.sequence)).all()
        return list(events), audit_head.problem(session, settings)


def test_its_event_names_the_head_that_is_gone_and_the_check_of_the_night_holds(
    app: Flask, session: Session, settings: Settings, act: Callable[[], str]
) -> None:
    kept = act()
    backup = backups.back_up(settings)
    lost = act()
    close(app, session)

    restoring.restore(settings, backup)

    events, problem = looked_at(app, settings)
    assert [event.action for event in events] == ["sign_in", "restore"]
    assert (events[-1].actor_id, events[-1].detail) == (None, {"lost": [lost], "without_marks": False})
    assert problem == ""
    run = app.test_cli_runner()
    told = run.invoke(args=["audit", "verify", "--head", kept])
    assert told.exit_code == 0
    assert f"a backup was put back. The log lost: {lost}." in told.output
    refused = run.invoke(args=["audit", "verify", "--head", lost])
    assert refused.exit_code == 1
    assert "it went when a backup was put back" in refused.output


def test_heads_of_before_are_kept_from_one_restore_to_the_next(
    app: Flask, session: Session, settings: Settings, act: Callable[[], str]
) -> None:
    backup = backups.back_up(settings)
    act()
    first = act()
    with app.extensions["database"].read() as own:
        audit_head.keep(own, settings)  # as each night
    close(app, session)
    restoring.restore(settings, backup)
    second = act()
    with app.extensions["database"].read() as own:
        audit_head.keep(own, settings)
    app.extensions["database"].close()

    restoring.restore(settings, backup)

    events, problem = looked_at(app, settings)
    assert [event.detail["lost"] for event in events] == [[first, second]]
    assert audit_head.heads(settings)[:-1] == [first, second]
    assert problem == ""


def test_an_event_of_a_restore_cut_off_is_seen(
    app: Flask, session: Session, settings: Settings, act: Callable[[], str]
) -> None:
    backup = backups.back_up(settings)
    act()
    close(app, session)
    restoring.restore(settings, backup)

    drop_triggers(session)
    session.execute(sa.delete(AuditEvent).where(AuditEvent.action == audit.RESTORE))
    session.commit()

    assert "cut off" in looked_at(app, settings)[1]


def test_a_database_put_back_by_another_tool_says_so_too(
    app: Flask, session: Session, settings: Settings, person: Person
) -> None:
    audit_head.write(settings, ["12:abc"])
    close(app, session)

    restoring.replay(settings, lost=restoring.Lost(marks=True))

    (event,), problem = looked_at(app, settings)
    assert event.detail == {"lost": ["12:abc"], "without_marks": True}
    assert now() > event.at
    assert problem == ""


def test_a_backup_of_before_the_secret_changed_leaves_the_log_whole(
    app: Flask, session: Session, settings: Settings, person: Person
) -> None:
    key = replace(settings, secret_key=FORMER).key_for("audit")
    for days in (500, 100):
        event = {"by": None, "on": audit.Subject("lab"), "at": NOW - timedelta(days=days)}
        audit.record(session, "sign_in", key=key, **event)
    assert audit.purge(session, now=NOW, key=key) == 1
    session.commit()
    knowing = replace(settings, former_secrets=(FORMER,))
    backup = backups.back_up(knowing)
    close(app, session)

    restoring.restore(knowing, backup)

    assert looked_at(app, knowing)[1] == ""
