"""Once a month, record for each participant where their words went, and email those who asked.

Each person's notice is one row and one transaction: a worker stopped anywhere goes on where it was. The mail says
nothing of anyone's words; they are read once signed in.
"""

import logging
import uuid
from datetime import date, datetime, timedelta
from email.message import EmailMessage

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts import subscriptions
from journal.accounts.models import Person, Role
from journal.accounts.subscriptions import Subscription
from journal.clock import Clock, day_of
from journal.config import Settings
from journal.db import Database, hold
from journal.months import first_of, shift
from journal.rights import news
from journal.rights.models import MonthlyNotice
from journal.web import mail, typography

log = logging.getLogger(__name__)
# A mail about last month that could not leave by then says nothing new.
STILL_NEWS = timedelta(days=20)


def prepare(database: Database, settings: Settings, *, now: datetime) -> int:
    """Write last month's notice for everyone who has none; return how many people have news."""
    month = shift(first_of(day_of(now)), -1)
    with database.read() as session:
        waiting = session.scalars(_without_notice(month)).all()
    return sum(_prepare_one(database, person_id, month, floor=settings.lab_threshold) for person_id in waiting)


def _prepare_one(database: Database, person_id: uuid.UUID, month: date, *, floor: int) -> bool:
    """Write a notice, unless another worker just did; return whether it has news. Its failure stops no other."""
    try:
        with database.write() as session:
            hold(session, Person, person_id)
            still = session.scalar(_without_notice(month).where(Person.id == person_id))
            person = session.get(Person, person_id) if still else None
            found = _write(session, person, month, floor=floor).things > 0 if person else False
            session.commit()
            return found
    except Exception as error:
        # The error's message may quote someone's words.
        log.error("notice of %s: not written (%s)", person_id, type(error).__name__)
        return False


def _without_notice(month: date) -> sa.Select[uuid.UUID]:
    known = sa.select(MonthlyNotice.person_id).where(MonthlyNotice.month >= month)
    open_accounts = (Person.role == Role.PARTICIPANT, Person.disabled_at.is_(None), Person.passphrase_hash.is_not(None))
    return sa.select(Person.id).where(*open_accounts, Person.id.not_in(known)).order_by(Person.id)


def _write(session: Session, person: Person, month: date, *, floor: int) -> MonthlyNotice:
    things = news.of_month(session, person, month, floor=floor).things
    notice = session.get(MonthlyNotice, person.id) or MonthlyNotice(person_id=person.id)
    notice.month, notice.things = month, things
    notice.seen_at = notice.tried_at = notice.sent_at = None
    session.add(notice)
    session.flush()
    return notice


def send(database: Database, settings: Settings, *, now: Clock) -> int:
    """Email the notices not sent yet; return how many messages were sent."""
    return mail.post_rows(
        database,
        settings,
        lambda session: _claim(session, now()),
        lambda claimed: [(claimed[0].id, message(*claimed, settings))],
        lambda claimed: _notice_of(*claimed).values(sent_at=now()),
    )


def _claim(session: Session, moment: datetime) -> tuple[Person, date] | None:
    """The next notice to email, marked as tried."""
    found = session.execute(_to_send(moment).limit(1).with_for_update(of=MonthlyNotice, skip_locked=True)).first()
    if found is None:
        return None
    notice, person = found
    notice.tried_at = moment
    return person, notice.month


def _notice_of(person: Person, month: date) -> sa.Update:
    return sa.update(MonthlyNotice).where(MonthlyNotice.person_id == person.id, MonthlyNotice.month == month)


def _to_send(moment: datetime) -> sa.Select[MonthlyNotice, Person]:
    recent = MonthlyNotice.month >= shift(first_of(day_of(moment - STILL_NEWS)), -1)
    return (
        sa.select(MonthlyNotice, Person)
        .join(Person, Person.id == MonthlyNotice.person_id)
        .where(MonthlyNotice.things > 0, MonthlyNotice.sent_at.is_(None), MonthlyNotice.seen_at.is_(None))
        .where(mail.to_try(MonthlyNotice.tried_at, moment), recent, Person.wants_notice, subscriptions.reachable())
        .order_by(Person.id)
    )


def message(person: Person, month: date, settings: Settings) -> EmailMessage:
    return subscriptions.message(
        person,
        Subscription.NOTICE,
        settings,
        subject="Des nouvelles du mois dernier",
        reference=f"notice-{person.id}-{month:%Y%m}",
        text=f"Des nouvelles du mois {typography.of_month(month)} vous attendent sur Récit collectif. "
        f"Pour les lire, connectez-vous\u00a0:\n{settings.base_url}/mes-droits/mois/{month:%Y-%m}",
    )


def is_unread(session: Session, person: Person, month: date) -> bool:
    notice = unread(session, person)
    return notice is not None and notice.month == month


def mark_as_read(session: Session, person: Person, month: date, *, now: datetime) -> None:
    """Mark a notice as read: its line leaves the journal, and no email is sent."""
    notice = unread(session, person)
    if notice is not None and notice.month == month:
        notice.seen_at = now
        session.flush()


def unread(session: Session, person: Person) -> MonthlyNotice | None:
    """A person's notice, if it has unread news."""
    notice = session.get(MonthlyNotice, person.id)
    return notice if notice is not None and notice.things > 0 and notice.seen_at is None else None
