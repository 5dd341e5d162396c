"""The log of what was done cannot be rewritten, and shows it when someone tries."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from journal.accounts import audit
from journal.accounts.models import AuditAnchor, AuditEvent
from tests.tampering import drop_triggers
from tests.unit.journal.accounts.audit.chained import KEY, START, sequences

COPY = (
    "INSERT OR REPLACE INTO audit_event (sequence, at, actor_role, action, subject, detail, mac) "
    "SELECT sequence, at, actor_role, 'other', subject, detail, mac FROM audit_event"
)


@pytest.mark.parametrize(
    ("statement", "dialects"),
    [
        ("UPDATE audit_event SET action = 'other'", {"sqlite", "postgresql"}),
        ("DELETE FROM audit_event", {"sqlite", "postgresql"}),
        (COPY, {"sqlite"}),
        ("TRUNCATE audit_event", {"postgresql"}),
    ],
)
def test_the_database_refuses_to_rewrite_the_log(log: Session, statement: str, dialects: set[str]) -> None:
    if log.get_bind().dialect.name not in dialects:
        return
    with pytest.raises(DBAPIError):
        log.execute(sa.text(statement))


def test_a_log_nobody_touched_is_whole(log: Session) -> None:
    assert audit.first_broken(log, (KEY,)) is None


@pytest.mark.parametrize(
    "change",
    [
        {"action": "erase"},
        {"subject_id": uuid.UUID(int=9)},
        {"at": START},
        {"detail": {"number": 8}},
        {"actor_role": "admin"},
        {"actor_id": uuid.UUID(int=9)},
        {"lab_id": uuid.UUID(int=9)},
        {"subject": "entry"},
        {"mac": "0" * 64},
    ],
)
def test_one_altered_value_shows(log: Session, change: dict[str, object]) -> None:
    third = sequences(log)[2]
    drop_triggers(log)
    log.execute(sa.update(AuditEvent).where(AuditEvent.sequence == third).values(**change))
    log.commit()
    log.expire_all()

    assert audit.first_broken(log, (KEY,)) == third


def test_one_missing_event_shows(log: Session) -> None:
    third, fourth = sequences(log)[2:4]
    drop_triggers(log)
    log.execute(sa.delete(AuditEvent).where(AuditEvent.sequence == third))

    assert audit.first_broken(log, (KEY,)) == fourth


def test_a_cut_end_shows_against_a_head_kept_elsewhere(log: Session) -> None:
    head = audit.head(log)
    drop_triggers(log)
    log.execute(sa.delete(AuditEvent).where(AuditEvent.sequence >= sequences(log)[4]))

    assert audit.first_broken(log, (KEY,)) is None
    assert not audit.holds(log, head)


def test_a_head_is_held_as_the_log_grows(log: Session) -> None:
    head = audit.head(log)
    audit.record(log, "sign_out", by=None, on=audit.Subject("person"), at=START, key=KEY)

    assert audit.holds(log, head)


@pytest.mark.parametrize("head", ["", "abc", "0:abc", "99:abc", "-1:"])
def test_an_invented_head_is_not_held(log: Session, head: str) -> None:
    assert not audit.holds(log, head)


def test_another_key_opens_nothing(log: Session) -> None:
    assert audit.first_broken(log, ("another key",)) == sequences(log)[0]


def test_events_older_than_a_year_go_and_the_rest_still_holds(log: Session) -> None:
    before, head = sequences(log), audit.head(log)

    gone = audit.purge(log, now=START + timedelta(days=600), key=KEY)

    assert gone == 3
    assert sequences(log) == before[3:]
    assert audit.first_broken(log, (KEY,)) is None
    assert audit.holds(log, head)


def test_purging_twice_and_writing_after_keeps_one_chain(log: Session) -> None:
    audit.purge(log, now=START + timedelta(days=600), key=KEY)
    audit.record(log, "sign_in", by=None, on=audit.Subject("person"), at=START + timedelta(days=610), key=KEY)
    audit.purge(log, now=START + timedelta(days=700), key=KEY)

    assert len(sequences(log)) == 3
    assert audit.first_broken(log, (KEY,)) is None


def test_the_newest_event_stays_however_old(log: Session) -> None:
    audit.purge(log, now=START + timedelta(days=9_999), key=KEY)

    assert len(sequences(log)) == 1
    assert audit.first_broken(log, (KEY,)) is None


def test_nothing_old_means_nothing_purged(log: Session) -> None:
    assert audit.purge(log, now=START + timedelta(days=10), key=KEY) == 0
    assert log.scalar(sa.select(sa.func.count()).select_from(AuditAnchor)) == 0


def test_a_forged_anchor_lets_events_go_but_shows(log: Session) -> None:
    newest = sequences(log)[-1]
    log.add(AuditAnchor(up_to=newest - 1, at=START, mac="0" * 64, signature="0" * 64))
    log.flush()
    log.execute(sa.delete(AuditEvent).where(AuditEvent.sequence < newest))

    assert audit.first_broken(log, (KEY,)) == newest - 1


def test_an_anchor_never_changes(log: Session) -> None:
    audit.purge(log, now=START + timedelta(days=600), key=KEY)

    with pytest.raises(DBAPIError):
        log.execute(sa.text("UPDATE audit_anchor SET up_to = 9999"))
