"""Accounts nobody uses any more: their owner is told a month before, then they are erased as their owner would.

No account is erased that was not told first, however long the worker was stopped.
"""

import logging
import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts import audit
from journal.accounts.audit import Subject
from journal.accounts.models import Person, Role
from journal.clock import PARIS, day_of
from journal.config import Settings
from journal.db import Database, hold
from journal.months import shift
from journal.rights.services import erase_everything
from journal.web import mail

log = logging.getLogger(__name__)
NOTICE = timedelta(days=30)


def apply(database: Database, settings: Settings, *, now: datetime) -> tuple[int, int]:
    """Tell those whose account is about to go, erase those told a month ago; return how many of each."""
    today = day_of(now)
    with database.read() as session:
        waiting = to_tell(session, today, settings.retention_months)
    to_write = [person.id for person in waiting if person.email and settings.mail_host]
    others = [person.id for person in waiting if person.id not in to_write]
    told = sum(_mark_as_told(database, settings, person_id, today) for person_id in others)
    told += _write(database, settings, to_write, today)
    erased = _erase(database, settings, today, now)
    if told or erased:
        log.info("retention: %s accounts told, %s erased", told, erased)
    return told, erased


def _write(database: Database, settings: Settings, waiting: list[uuid.UUID], today: date) -> int:
    """Write to each of these; return how many notices count as given.

    No transaction is open while the mail server answers, or does not: everyone else could write nothing meanwhile.
    Two workers may write to the same person: the message bears the same reference, and is shown once.
    """
    given = []

    def still_away() -> Person | None:
        with database.read() as session:
            while waiting:
                for person in to_tell(session, today, settings.retention_months, waiting.pop(0)):
                    return person
        return None

    def mark(person: Person) -> None:
        if _mark_as_told(database, settings, person.id, today):
            given.append(person)

    mail.post_waiting(settings, still_away, lambda person: [(person.id, message(person, settings, today))], mark)
    return len(given)


def _mark_as_told(database: Database, settings: Settings, person_id: uuid.UUID, today: date) -> bool:
    """Count a notice as given, unless the person came back or left meanwhile; return whether it is."""
    with database.write() as session:
        hold(session, Person, person_id)
        person = next(iter(to_tell(session, today, settings.retention_months, person_id)), None)
        if person is None:
            return False
        person.retention_notice_on = today
        session.commit()
        return True


def to_tell(session: Session, today: date, months: int, *only: uuid.UUID) -> Sequence[Person]:
    """Participants who will have been away for ``months`` when the notice is over, and were not told yet."""
    due = _away_since(shift(today + NOTICE, -months)).where(Person.retention_notice_on.is_(None))
    return session.scalars(_among(due, only)).all()


def to_erase(session: Session, today: date, months: int, *only: uuid.UUID) -> Sequence[Person]:
    """Participants away for ``months`` and told at least a month ago."""
    due = _away_since(shift(today, -months)).where(Person.retention_notice_on <= today - NOTICE)
    return session.scalars(_among(due, only)).all()


def _among(due: sa.Select[Person], only: Sequence[uuid.UUID]) -> sa.Select[Person]:
    """``only`` these, when some are named."""
    return due.where(Person.id.in_(only)) if only else due


def _away_since(limit: date) -> sa.Select[Person]:
    never_came = sa.and_(
        Person.last_seen_on.is_(None),
        Person.created_at < datetime.combine(limit + timedelta(days=1), time(), tzinfo=PARIS),
    )
    away = sa.or_(Person.last_seen_on <= limit, never_came)
    return sa.select(Person).where(Person.role == Role.PARTICIPANT, away).order_by(Person.id)


def _erase(database: Database, settings: Settings, today: date, now: datetime) -> int:
    with database.read() as session:
        due = [person.id for person in to_erase(session, today, settings.retention_months)]
    return sum(erase_one(database, settings, person_id, today, now) for person_id in due)


def erase_one(database: Database, settings: Settings, person_id: uuid.UUID, today: date, now: datetime) -> bool:
    """Erase someone who has still not come back; return whether they were erased.

    One transaction each: a worker stopped in between has erased people whole, and nobody who has just signed in.
    """
    with database.write() as session:
        hold(session, Person, person_id)
        person = next(iter(to_erase(session, today, settings.retention_months, person_id)), None)
        if person is None:
            return False
        subject = Subject("person", person_id)
        audit.record(session, "expire_account", by=None, on=subject, at=now, key=settings.key_for("audit"))
        erase_everything(session, person)
        session.commit()
        return True


def message(person: Person, settings: Settings, today: date) -> EmailMessage:
    """Neutral: it shows on a locked screen."""
    reference = f"retention-{person.id}-{today:%Y%m%d}"
    found = mail.message(settings, person.email or "", "Votre compte va s’effacer", reference=reference)
    found.set_content(
        "Bonjour,\n\n"
        f"Votre compte sur Récit collectif n’a pas servi depuis presque {settings.retention_months} mois. "
        f"Si vous ne revenez pas, il s’effacera après le {today + NOTICE:%d/%m/%Y}, avec tout ce qu’il contient.\n\n"
        f"Pour le garder, connectez-vous une fois\u00a0: {settings.base_url}/connexion\n"
        "Vous pourrez aussi emporter ce que vous avez écrit\u00a0: c’est dans «\u00a0Mes droits\u00a0».\n\n"
        "Si vous ne souhaitez pas le garder, vous n’avez rien à faire.\n"
    )
    return found
