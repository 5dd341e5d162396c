"""Columns are encrypted again under another secret, or for the row they are in, and never silently lost."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal import rotation
from journal.accounts import reopening
from journal.accounts.models import Person, Reopening, Role
from journal.config import ConfigError, Settings
from journal.contact.models import ContactRequest
from journal.encryption import Undecipherable
from journal.rotation import Encryption, examine
from tests.factories import NOW, make_person
from tests.unit.journal.encryption.sealed import ADDRESS, FORMER, NEW, SECRET, _rewrite, as_before, held, with_secret


class TestChangingTheSecret:
    @pytest.fixture(autouse=True)
    def _before(self, settings: Settings) -> None:
        with_secret(settings, FORMER)

    def test_what_was_encrypted_before_still_opens_and_is_found(
        self, session: Session, settings: Settings, amina: Person
    ) -> None:
        with_secret(settings, NEW, FORMER)
        session.expire_all()

        assert amina.email == ADDRESS
        reopening.ask_at(session, ADDRESS, now=NOW)
        assert session.scalars(sa.select(Reopening.asked_at)).all() == [NOW]
        assert examine(session) == Encryption(former=7)

    def test_once_rotated_the_former_secret_may_go(self, session: Session, settings: Settings, amina: Person) -> None:
        with_secret(settings, NEW, FORMER)
        assert rotation.encrypt(session, rotation.FORMER) == 4  # an account, a choice, a request

        with_secret(settings, NEW)
        session.expire_all()

        assert (amina.email, amina.totp_secret) == (ADDRESS, SECRET)
        assert examine(session) == Encryption(present=7)
        reopening.ask_at(session, ADDRESS, now=NOW)
        assert session.scalars(sa.select(Reopening.asked_at)).all() == [NOW]
        assert rotation.encrypt(session, rotation.FORMER) == 0

    def test_without_it_nothing_is_shown_and_nothing_is_written_over(
        self, session: Session, settings: Settings, amina: Person
    ) -> None:
        before = held(session)
        with_secret(settings, NEW)
        session.expire_all()

        with pytest.raises(Undecipherable):
            _ = amina.email
        assert rotation.encrypt(session, rotation.FORMER) == 0
        assert held(session) == before
        assert examine(session) == Encryption(unknown=7)

    def test_what_nothing_opens_is_forgotten_only_when_told_to(
        self, session: Session, settings: Settings, amina: Person
    ) -> None:
        with_secret(settings, NEW)
        readable = make_person(session, amina.lab, Role.COORDINATOR, email="lisible@exemple.org")
        session.commit()

        assert rotation.forget_unusable(session) == 7

        session.expire_all()
        assert (amina.email, amina.email_index, amina.totp_secret) == (None, None, None)
        assert session.scalars(sa.select(Reopening)).all() == session.scalars(sa.select(ContactRequest)).all() == []
        assert readable.email == "lisible@exemple.org"

    def test_every_batch_is_rotated(
        self, session: Session, settings: Settings, amina: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rotation, "BATCH", 2)
        for _ in range(9):
            make_person(session, amina.lab, email=ADDRESS)
        with_secret(settings, NEW, FORMER)
        assert rotation.encrypt(session, rotation.FORMER) == 4 + 9

    def test_a_former_secret_is_as_long_as_another(self, settings: Settings) -> None:
        with pytest.raises(ConfigError, match="JOURNAL_FORMER_SECRETS"):
            replace(settings, former_secrets=("court",))


def test_what_an_earlier_version_left_clear_is_encrypted_and_indexed(session: Session, amina: Person) -> None:
    _rewrite(session, lambda _place, text: text)
    assert ADDRESS in held(session)
    assert examine(session) == Encryption(clear=7)

    assert rotation.encrypt(session) == 4

    session.expire_all()
    assert ADDRESS not in held(session)
    assert (amina.email, amina.totp_secret) == (ADDRESS, SECRET)
    reopening.ask_at(session, ADDRESS, now=NOW)
    assert session.scalars(sa.select(Reopening.asked_at)).all() == [NOW]


class TestWhatAnEarlierVersionBoundToNoRow:
    @pytest.fixture(autouse=True)
    def _unbound(self, session: Session, amina: Person) -> None:
        _rewrite(session, as_before)

    def test_is_counted_and_does_not_open(self, session: Session, amina: Person) -> None:
        assert examine(session) == Encryption(unbound=7)
        with pytest.raises(Undecipherable):
            _ = amina.email

    def test_is_bound_once_made_ready(self, session: Session, amina: Person) -> None:
        assert rotation.encrypt(session) == 4

        assert examine(session) == Encryption(present=7)
        session.expire_all()
        assert amina.email == ADDRESS

    def test_stopped_between_batches_it_goes_on_where_it_was(
        self, session: Session, amina: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rotation, "BATCH", 1)
        whole = rotation.count_rows(session)
        batches = rotation.encrypt_in_batches(session)
        assert next(batches) == (1, 1)
        session.commit()
        batches.close()  # as a process that is stopped there

        again = list(rotation.encrypt_in_batches(session))

        assert (sum(read for read, _ in again), sum(changed for _, changed in again)) == (whole, 3)
        assert examine(session) == Encryption(present=7)
