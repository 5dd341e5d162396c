"""Regaining access by email when passphrase and recovery code are lost: choosing it, confirming, asking, using.

Only participants may choose it, and nobody has it by default. Staff and partners must ask an administrator: a mailbox
alone must not open what they can read.
"""

import hmac
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts import codes, services, throttle
from journal.accounts.models import Person, Reopening, Role
from journal.clock import day_of
from journal.db import changed, holding
from journal.encryption import keyring

LIFE = timedelta(minutes=30)
# A mailbox is not filled by whoever knows its address.
BETWEEN_MAILS, MOST_MAILS = timedelta(minutes=10), 5  # in a day
# The account is still a participant's, open, and at the address that was chosen.
STILL_HOLDS = sa.exists().where(
    Person.id == Reopening.person_id,
    Person.email_index == Reopening.address_index,
    Person.role == Role.PARTICIPANT,
    Person.disabled_at.is_(None),
    Person.passphrase_hash.is_not(None),
)
CONFIRMED = Reopening.confirmed_at.is_not(None)


def choice_of(session: Session, person: Person) -> Reopening | None:
    """A person's choice, confirmed or not, for their current address."""
    if person.email_index is None:
        return None
    mine = (Reopening.person_id == person.id, Reopening.address_index == person.email_index)
    return session.scalar(sa.select(Reopening).where(*mine))


def choose(session: Session, person: Person, address: str, *, now: datetime) -> Reopening:
    """Choose to regain access by email; a code is sent to the address, and nothing opens until it is confirmed."""
    give_up(session, person)
    person.email = address
    row = Reopening(person_id=person.id, address=address, chosen_at=now, asked_at=now)
    session.add(row)
    session.flush()
    return row


def give_up(session: Session, person: Person) -> None:
    """End this choice, whatever address it was made for."""
    row = session.scalar(sa.select(Reopening).where(Reopening.person_id == person.id))
    if row is not None:
        session.delete(row)
        session.flush()


def change_address(session: Session, person: Person, address: str | None) -> bool:
    """Change or remove the address; return whether a choice made for the former one ends."""
    ends = address != person.email and choice_of(session, person) is not None
    if address != person.email:
        give_up(session, person)
    person.email = address
    return ends


def confirm(session: Session, person: Person, code: str, tried: throttle.Keys, *, now: datetime) -> bool:
    """Confirm an address with the code sent to it; a wrong code is counted."""
    throttle.check(session, tried, now=now)
    row = choice_of(session, person)
    sent = row is not None and row.secret_hash and row.expires_at and row.expires_at > now and not row.confirmed_at
    if row is None or not sent or not hmac.compare_digest(row.secret_hash or "-", codes.hash_code(code)):
        throttle.count_failure(session, tried, now=now)
        return False
    row.confirmed_at = now
    row.secret_hash = row.expires_at = row.asked_at = None
    row.times_that_day = 0  # codes are not links
    session.flush()
    return True


def ask(session: Session, *whose: sa.ColumnElement[bool], now: datetime) -> bool:
    """Request a message with a new secret, unless one was just sent or too many today; return whether one will be.

    One statement, whether it concerns someone or nobody: the answer takes the same time.
    """
    lately = sa.and_(Reopening.asked_at.is_not(None), Reopening.asked_at > now - BETWEEN_MAILS)
    again = Reopening.asked_on.is_not_distinct_from(day_of(now))
    enough = sa.and_(again, Reopening.times_that_day >= MOST_MAILS)
    times = sa.case((again, Reopening.times_that_day + 1), else_=1)
    kept = {"asked_at": now, "asked_on": day_of(now), "times_that_day": times, "tried_at": None, "sent_at": None}
    asked = sa.update(Reopening).where(*whose, STILL_HOLDS, ~lately, ~enough).values(kept)
    return changed(session, asked.execution_options(synchronize_session=False)) > 0


def ask_at(session: Session, address: str, *, now: datetime) -> None:
    """Request a link for each journal whose owner confirmed this address, whatever the case it is typed in."""
    ask(session, Reopening.address_index.in_(keyring().indexes(address)), CONFIRMED, now=now)


def who_holds(session: Session, secret_hash: str, *, now: datetime) -> Person | None:
    """Whose journal a link opens; None once it is used, or expired."""
    found = session.scalar(_alive(secret_hash, now))
    return session.get_one(Person, found.person_id) if found else None


def reopen(session: Session, secret_hash: str, passphrase: str, *, now: datetime) -> tuple[Person, str] | None:
    """Open a journal by its link, once: every session ends; return the person and a new recovery code."""
    # Read again under the lock: of two requests at the same moment, one opens.
    row = session.scalar(holding(_alive(secret_hash, now)))
    if row is None:
        return None
    person = session.get_one(Person, row.person_id)
    row.reopened_at = now
    services.came_back(person, now)
    return person, services.set_passphrase(session, person, passphrase)


def _alive(secret_hash: str, now: datetime) -> sa.Select[Reopening]:
    sent = (Reopening.secret_hash == secret_hash, Reopening.expires_at > now)
    return sa.select(Reopening).where(*sent, CONFIRMED, STILL_HOLDS)
