"""What links a pseudonym to a person: not readable in the database, nowhere else, and never silently lost."""

import uuid
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from journal import encryption, rotation
from journal.accounts import reopening
from journal.accounts.models import Person, Reopening, Role
from journal.config import ConfigError, Settings
from journal.contact.models import Channel, ContactRequest
from journal.db import Base
from journal.encryption import INDEX, EncryptedText, Keyring, Undecipherable
from journal.messages.models import MessageAnswer, TeamMessage
from journal.rotation import Encryption, examine
from tests.factories import NOW, make_entry, make_person

ADDRESS, PHONE, SECRET = "Amina.Canari@exemple.org", "06 12 34 56 78", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ENCRYPTED = {
    "person.email",
    "person.totp_secret",
    "reopening.address",
    "contact_request.called",
    "contact_request.reach",
    "contact_request.words",
    "message_answer.words",
}
ROW = uuid.UUID(int=1)
FORMER, NEW = "the secret of before, long enough to be one", "the secret of after, long enough to be one"


@pytest.fixture
def amina(session: Session) -> Person:
    person = make_person(session, email=ADDRESS, totp_secret=SECRET)
    session.add(Reopening(person_id=person.id, address=ADDRESS, chosen_at=NOW, confirmed_at=NOW))
    wish = {"called": "Amina Canari", "channel": Channel.PHONE, "reach": PHONE, "words": "Après le canari."}
    session.add(ContactRequest(lab_id=person.lab_id, person_id=person.id, asked_at=NOW, **wish))
    message = TeamMessage(lab_id=person.lab_id, person_id=person.id, entry_id=make_entry(session, person).id)
    message.words, message.signed_name, message.signed_role, message.sent_at = "Un mot.", "Claire", "coordination", NOW
    message.answer = MessageAnswer(words="Je m’appelle Amina Canari.", at=NOW)
    session.add(message)
    session.commit()
    return person


def held(session: Session) -> str:
    """All that the tables hold, as the database holds it."""
    whole = [sa.text(f'SELECT * FROM "{table.name}"') for table in Base.metadata.sorted_tables]  # noqa: S608
    rows = [row for each in whole for row in session.execute(each)]
    return "\n".join(str(value) for row in rows for value in row)


def with_secret(settings: Settings, secret: str, *former: str) -> None:
    encryption.use(replace(settings, secret_key=secret, former_secrets=former))


class TestInTheDatabase:
    def test_nothing_of_a_person_is_read_in_a_dump(self, session: Session, amina: Person) -> None:
        found = held(session)

        assert amina.username in found  # the pseudonym is there: the test reads what it thinks it reads
        for told in ("canari", "exemple.org", "12 34 56", SECRET):
            assert told not in found.lower().replace(SECRET.lower(), SECRET)

    def test_these_columns_are_encrypted_each_for_its_own_place(self) -> None:
        columns = [column for table in Base.metadata.sorted_tables for column in table.columns]
        encrypted = {str(column): column.type for column in columns if isinstance(column.type, EncryptedText)}

        assert set(encrypted) == ENCRYPTED
        assert {name: kind.place for name, kind in encrypted.items()} == {name: name for name in ENCRYPTED}

    def test_they_are_read_as_they_were_written(self, session: Session, amina: Person) -> None:
        session.expire_all()

        assert (amina.email, amina.totp_secret) == (ADDRESS, SECRET)
        assert [request.reach for request in session.scalars(sa.select(ContactRequest))] == [PHONE]

    def test_an_address_is_found_however_it_is_typed(self, session: Session, amina: Person) -> None:
        reopening.ask_at(session, ADDRESS.upper(), now=NOW)

        assert session.scalars(sa.select(Reopening.asked_at)).all() == [NOW]

    def test_a_query_that_compares_one_is_an_error(self) -> None:
        for compare in (
            lambda: Person.email == ADDRESS,
            lambda: Person.email.in_([ADDRESS]),
            lambda: Person.email < "b",
        ):
            with pytest.raises(TypeError, match="blind index"):
                compare()

    def test_a_row_that_holds_one_keeps_its_id_without_which_it_would_not_open(
        self, session: Session, amina: Person
    ) -> None:
        session.expire_all()

        with pytest.raises(ValueError, match="the id of a Person never changes"):
            amina.id = uuid.uuid4()
        amina.id = amina.id
        assert amina.email == ADDRESS
        with pytest.raises(ValueError, match="the id of a Person never changes"):
            Person(email=ADDRESS, id=uuid.uuid4())  # sealed for the id it was given first

    def test_a_row_that_holds_none_may_take_another(self, session: Session, amina: Person) -> None:
        amina.email = amina.totp_secret = None
        amina.id = ROW

        assert amina.id == ROW

    def test_an_empty_address_is_none(self, session: Session, amina: Person) -> None:
        amina.email = ""

        assert (amina.email, amina.email_index) == (None, None)


class TestAValue:
    @given(st.text())
    def test_any_text_comes_back(self, text: str) -> None:
        ring = Keyring(NEW)

        assert ring.decrypt(ring.encrypt(text, "person.email", ROW), "person.email", ROW) == text

    def test_the_same_text_is_never_written_twice_alike(self) -> None:
        ring = Keyring(NEW)

        assert ring.encrypt(ADDRESS, "person.email", ROW) != ring.encrypt(ADDRESS, "person.email", ROW)

    def test_it_opens_only_where_it_was_put(self) -> None:
        ring = Keyring(NEW)

        with pytest.raises(Undecipherable):
            ring.decrypt(ring.encrypt(ADDRESS, "contact_request.reach", ROW), "person.email", ROW)
        with pytest.raises(Undecipherable):
            ring.decrypt(ring.encrypt(ADDRESS, "person.email", ROW), "person.email", uuid.UUID(int=2))

    def test_altered_it_does_not_open(self) -> None:
        ring = Keyring(NEW)
        value = ring.encrypt(ADDRESS, "person.email", ROW)
        middle = len(value) // 2

        with pytest.raises(Undecipherable):
            ring.decrypt(
                f"{value[:middle]}{'A' if value[middle] != 'A' else 'B'}{value[middle + 1 :]}", "person.email", ROW
            )

    def test_a_clear_one_is_not_taken_for_good(self) -> None:
        with pytest.raises(Undecipherable):
            Keyring(NEW).decrypt(ADDRESS, "person.email", ROW)

    def test_another_secret_finds_another_index(self) -> None:
        assert Keyring(NEW).index(ADDRESS) != Keyring(FORMER).index(ADDRESS)
        assert Keyring(NEW, (FORMER,)).indexes(ADDRESS) == [Keyring(each).index(ADDRESS) for each in (NEW, FORMER)]


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


class TestCopiedOntoSomeoneElse:
    """By who can write in the database: what opens for one person alone opens for nobody else."""

    def test_an_address_does_not_open(self, session: Session, amina: Person) -> None:
        other = make_person(session, amina.lab, email="autre@exemple.org")
        session.commit()
        copied = "UPDATE person SET email = (SELECT email FROM person WHERE username = :from) WHERE username = :to"
        session.execute(sa.text(copied), {"from": amina.username, "to": other.username})
        session.expire_all()

        with pytest.raises(Undecipherable):
            _ = other.email
        assert amina.email == ADDRESS

    def test_no_clear_text_is_written_past_what_seals_it(self, session: Session, amina: Person) -> None:
        amina.email_sealed = ADDRESS

        with pytest.raises(StatementError, match=r"person\.email is written sealed"):
            session.flush()


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


def as_before(place: str, text: str) -> str:
    """The first shape of a value, as the version before wrote it."""
    key, nonce = encryption.keyring().present, bytes(12)
    sealed = nonce + key.cipher.encrypt(nonce, text.encode(), place.encode())
    return f"enc1:{key.name}:{urlsafe_b64encode(sealed).decode()}"


def _rewrite(session: Session, write: Callable[[str, str], str]) -> None:
    """Hold each value as an earlier version did, without a blind index."""
    for table in Base.metadata.sorted_tables:
        for column in (column for column in table.columns if isinstance(column.type, EncryptedText)):
            (row,) = session.execute(sa.select(table.c.id, column).where(column.is_not(None))).all()
            text = encryption.keyring().decrypt(row[1], column.type.place, row[0])
            values = f"{column.name} = :value" + (f", {column.info[INDEX]} = NULL" if INDEX in column.info else "")
            written = {"value": write(column.type.place, text)}
            session.execute(sa.text(f"UPDATE {table} SET {values} WHERE {column.name} IS NOT NULL"), written)  # noqa: S608
    session.commit()
    session.expire_all()
