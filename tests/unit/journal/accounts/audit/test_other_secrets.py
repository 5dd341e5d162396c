"""The log holds under the secret it was written with, whatever comes after: changed, or not given."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts import audit, chain
from journal.accounts.models import AuditAnchor, AuditEvent
from tests.tampering import drop_triggers
from tests.unit.journal.accounts.audit.chained import KEY, START, sequences


class TestAfterTheSecretHasChanged:
    NEW = "the key of the new secret"

    @pytest.fixture
    def rotated(self, log: Session) -> Session:
        """The oldest events purged under the former key, then two events under the new one."""
        audit.purge(log, now=START + timedelta(days=600), key=KEY)
        self.note(log, self.NEW, "rotate_keys")
        self.note(log, self.NEW, "sign_in")
        log.commit()
        return log

    def note(self, log: Session, key: str, action: str, **detail: object) -> AuditEvent:
        return audit.record(log, action, by=None, on=audit.Subject("database"), at=START, key=key, **detail)

    def test_the_events_of_before_are_still_checked(self, rotated: Session) -> None:
        assert audit.first_broken(rotated, (self.NEW, KEY)) is None
        assert audit.first_broken(rotated, (self.NEW, "an older key", KEY)) is None

    def test_without_the_former_key_they_are_not(self, rotated: Session) -> None:
        assert audit.first_broken(rotated, (self.NEW,)) is not None

    def test_an_altered_one_shows(self, rotated: Session) -> None:
        first = sequences(rotated)[0]
        drop_triggers(rotated)
        rotated.execute(sa.update(AuditEvent).where(AuditEvent.sequence == first).values(action="erase"))
        rotated.commit()
        rotated.expire_all()

        assert audit.first_broken(rotated, (self.NEW, KEY)) == first

    def test_who_learnt_the_former_key_adds_nothing(self, rotated: Session) -> None:
        forged = self.note(rotated, KEY, "sign_in")

        assert audit.first_broken(rotated, (self.NEW, KEY)) == forged.sequence

    def test_who_learnt_the_former_key_rewrites_nothing(self, rotated: Session) -> None:
        *_, last, rotation, _ = sequences(rotated)
        drop_triggers(rotated)
        kept = rotated.scalars(sa.select(AuditEvent.mac).where(AuditEvent.sequence < last)).all()[-1]
        event = rotated.get_one(AuditEvent, last)
        event.action = "erase"
        event.mac = chain.mark_of(event, kept, KEY)
        rotated.flush()

        assert audit.first_broken(rotated, (self.NEW, KEY)) == rotation

    def test_who_learnt_the_former_key_cuts_off_no_beginning(self, rotated: Session) -> None:
        first = rotated.get_one(AuditEvent, sequences(rotated)[0])
        anchor = AuditAnchor(up_to=first.sequence, at=START, mac=first.mac, signature="")
        anchor.signature = chain.signature_of(anchor, KEY)
        rotated.add(anchor)
        rotated.flush()
        rotated.execute(sa.delete(AuditEvent).where(AuditEvent.sequence == first.sequence))

        assert audit.first_broken(rotated, (self.NEW, KEY)) == anchor.up_to

    def test_the_next_purge_signs_with_the_new_key(self, rotated: Session) -> None:
        assert audit.purge(rotated, now=START + timedelta(days=800), key=self.NEW) == 2
        assert audit.first_broken(rotated, (self.NEW, KEY)) is None

    def test_started_under_the_new_secret_without_rotating_the_log_still_holds(self, log: Session) -> None:
        audit.purge(log, now=START + timedelta(days=600), key=KEY)
        self.note(log, self.NEW, "sign_in")
        self.note(log, self.NEW, "sign_in")

        assert audit.first_broken(log, (self.NEW, KEY)) is None
        assert audit.foreign(log, (self.NEW, KEY)) is None

    def test_an_event_written_by_an_earlier_version_names_no_key_and_is_checked_with_each(self, log: Session) -> None:
        drop_triggers(log)
        previous = ""
        for event in log.scalars(sa.select(AuditEvent).order_by(AuditEvent.sequence)):
            previous = event.mac = chain.mark_of(event, previous, KEY).rpartition(":")[2]
        log.commit()
        self.note(log, self.NEW, "sign_in")

        assert audit.first_broken(log, (self.NEW, KEY)) is None
        assert audit.first_broken(log, (self.NEW,)) == sequences(log)[0]


class TestASecretThatIsNotGiven:
    NEW = "the key of the new secret"

    def test_is_named_and_told_from_an_altered_event(self, log: Session) -> None:
        found = audit.foreign(log, (self.NEW,))

        assert found == audit.Foreign(sequences(log)[-1], chain.name_of(KEY), is_newest=True)
        assert audit.foreign(log, (self.NEW, KEY)) is None

    def give_up(self, log: Session) -> None:
        audit.give_up_foreign(log, (self.NEW,), at=START)

    def test_given_up_the_log_holds_from_there_and_says_so_once(self, log: Session) -> None:
        audit.purge(log, now=START + timedelta(days=600), key=KEY)
        last = sequences(log)[-1]

        self.give_up(log)
        self.give_up(log)

        told = log.scalars(sa.select(AuditEvent.detail).where(AuditEvent.action == audit.GIVE_UP)).all()
        assert [each[chain.UNCHECKED] for each in told] == [last]
        assert audit.first_broken(log, (self.NEW,)) is None
        assert audit.foreign(log, (self.NEW,)) is None

    def test_it_is_given_up_even_once_something_was_written_after_it(self, log: Session) -> None:
        audit.record(log, "sign_in", by=None, on=audit.Subject("person"), at=START, key=self.NEW)
        assert audit.first_broken(log, (self.NEW,)) == sequences(log)[0]

        self.give_up(log)

        assert audit.first_broken(log, (self.NEW,)) is None

    def test_only_the_beginning_of_a_log_may_be_given_up(self, log: Session) -> None:
        self.give_up(log)
        forged = audit.record(log, "erase", by=None, on=audit.Subject("person"), at=START, key="no one knows it")
        audit.record(
            log,
            audit.GIVE_UP,
            by=None,
            on=audit.Subject("database"),
            at=START,
            key=self.NEW,
            unchecked_up_to=forged.sequence,
        )

        assert audit.first_broken(log, (self.NEW,)) == forged.sequence

    def test_who_knows_no_key_gives_nothing_up(self, log: Session) -> None:
        """Someone who writes in the database signs over its beginning with a key of their own, and names it."""
        audit.record(log, "sign_in", by=None, on=audit.Subject("person"), at=START, key=KEY)
        drop_triggers(log)
        first = log.get_one(AuditEvent, sequences(log)[0])
        first.mac = chain.mark_of(first, "", "a key of their own")
        log.flush()

        assert audit.first_broken(log, (KEY,)) == sequences(log)[1]

    def test_a_forged_event_that_gives_up_nothing_is_named_and_stops_no_check(self, log: Session) -> None:
        theirs = "a key of their own"
        forged = audit.record(log, audit.GIVE_UP, by=None, on=audit.Subject("database"), at=START, key=theirs)

        assert audit.foreign(log, (KEY,)) == audit.Foreign(forged.sequence, chain.name_of(theirs), is_newest=True)
        assert audit.first_broken(log, (KEY,)) == forged.sequence

    def test_an_anchor_under_a_key_of_their_own_shows(self, log: Session) -> None:
        last, newest = sequences(log)[-2:]
        mac = log.get_one(AuditEvent, last).mac
        anchor = AuditAnchor(up_to=last, at=START, mac=mac, signature="")
        anchor.signature = chain.signature_of(anchor, "a key of their own")
        log.add(anchor)
        log.flush()
        log.execute(sa.delete(AuditEvent).where(AuditEvent.sequence <= last))

        assert sequences(log) == [newest]
        assert audit.first_broken(log, (KEY,)) == last
        assert audit.first_broken(log, (self.NEW, KEY)) == last  # before anything is under the new one
