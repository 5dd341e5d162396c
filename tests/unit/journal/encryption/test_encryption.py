"""What links a pseudonym to a person: not readable in the database, nowhere else, and never silently lost."""

import uuid

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from journal.accounts import reopening
from journal.accounts.models import Person, Reopening
from journal.contact.models import ContactRequest
from journal.encryption import EncryptedText, Keyring, Undecipherable
from journal.tables import Base
from tests.factories import NOW, make_person
from tests.unit.journal.encryption.sealed import ADDRESS, FORMER, NEW, PHONE, SECRET, held

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
