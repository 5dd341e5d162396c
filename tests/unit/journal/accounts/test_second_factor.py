"""A code of the second factor opens once, around its own half minute."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy.orm import Session

from journal.accounts import second_factor as factor
from journal.accounts.models import Person, Role
from tests.factories import make_person

AT = datetime(2026, 11, 25, 9, 0, 10, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def coordinator(session: Session) -> Person:
    return make_person(session, role=Role.COORDINATOR, totp_secret=SECRET)


def code_at(moment: datetime) -> str:
    return pyotp.TOTP(SECRET).at(moment)


@pytest.mark.parametrize("drift", [-30, 0, 30])
def test_a_phone_half_a_minute_off_still_opens(session: Session, coordinator: Person, drift: int) -> None:
    assert factor.accept(session, coordinator, code_at(AT + timedelta(seconds=drift)), now=AT)


@pytest.mark.parametrize("drift", [-90, 90])
def test_a_code_of_another_minute_does_not_open(session: Session, coordinator: Person, drift: int) -> None:
    assert not factor.accept(session, coordinator, code_at(AT + timedelta(seconds=drift)), now=AT)


def test_the_same_code_is_refused_the_second_time(session: Session, coordinator: Person) -> None:
    assert factor.accept(session, coordinator, code_at(AT), now=AT)

    assert not factor.accept(session, coordinator, code_at(AT), now=AT + timedelta(seconds=5))


def test_an_older_code_is_refused_after_a_newer_one(session: Session, coordinator: Person) -> None:
    assert factor.accept(session, coordinator, code_at(AT), now=AT)

    assert not factor.accept(session, coordinator, code_at(AT - timedelta(seconds=30)), now=AT)


def test_the_code_of_the_next_half_minute_opens(session: Session, coordinator: Person) -> None:
    factor.accept(session, coordinator, code_at(AT), now=AT)
    later = AT + timedelta(seconds=30)

    assert factor.accept(session, coordinator, code_at(later), now=later)


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "１２３４５６", "000000000000"])
def test_what_is_not_the_code_does_not_open(session: Session, coordinator: Person, typed: str) -> None:
    assert not factor.accept(session, coordinator, typed, now=AT)


def test_spaces_between_the_digits_do_not_matter(session: Session, coordinator: Person) -> None:
    code = code_at(AT)

    assert factor.accept(session, coordinator, f"{code[:3]} {code[3:]}", now=AT)


def test_without_a_phone_no_code_opens(session: Session) -> None:
    assert not factor.accept(session, make_person(session, role=Role.ADMIN), code_at(AT), now=AT)
