"""Accounts that nobody uses any more: their owner is warned a month before they end.

A participant's account is erased, as its owner would erase it. One of the team or of a partner is closed: what it did
stays, and a forgotten passphrase can no longer open it. No account ends without a warning, however long the worker was
stopped.
"""

import logging
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts import audit
from journal.accounts.audit import Subject
from journal.accounts.models import NOTICE, Person, Role
from journal.accounts.staff import LastAdmin, set_disabled
from journal.clock import PARIS, day_of
from journal.config import Settings
from journal.db import Database, hold
from journal.months import shift
from journal.rights.services import erase_everything
from journal.web import mail, typography

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unused:
    """Which accounts end when unused, after how long, and how."""

    whose: sa.ColumnElement[bool]
    months: Callable[[Settings], int]
    # What becomes of it, then what may be done: a paragraph each.
    sentences: Callable[[Settings, date], tuple[str, ...]]
    title: str
    # False when this one stays.
    end: Callable[[Session, Person, datetime], bool]


def apply(database: Database, settings: Settings, *, now: datetime) -> tuple[int, int]:
    """Warn those whose account is about to end, end those warned a month ago; return how many of each."""
    counts = [_apply(database, settings, unused, now) for unused in (ERASED, CLOSED)]
    told, ended = (sum(each) for each in zip(*counts, strict=True))
    if told or ended:
        log.info("retention: %s accounts told, %s ended", told, ended)
    return told, ended


def _apply(database: Database, settings: Settings, unused: Unused, now: datetime) -> tuple[int, int]:
    today, months = day_of(now), unused.months(settings)
    with database.read() as session:
        waiting = to_tell(session, today, months, unused=unused)
        due = [person.id for person in to_end(session, today, months, unused=unused)]
    to_write = [person.id for person in waiting if person.email and settings.mail_host]
    others = [person.id for person in waiting if person.id not in to_write]
    told = sum(_mark_as_told(database, settings, person_id, today, unused) for person_id in others)
    told += _write(database, settings, to_write, today, unused)
    return told, sum(end_one(database, settings, person_id, now, unused=unused) for person_id in due)


def _write(database: Database, settings: Settings, waiting: list[uuid.UUID], today: date, unused: Unused) -> int:
    """Write to each of these; return how many were warned.

    No transaction is open while the mail server answers, or does not: everyone else could write nothing meanwhile.
    Two workers may write to the same person: the message bears the same reference, and is shown once.
    """
    given = []

    def still_away() -> Person | None:
        with database.read() as session:
            while waiting:
                for person in to_tell(session, today, unused.months(settings), waiting.pop(0), unused=unused):
                    return person
        return None

    def mark(person: Person) -> None:
        if _mark_as_told(database, settings, person.id, today, unused):
            given.append(person)

    def messages(person: Person) -> list[tuple[uuid.UUID, EmailMessage]]:
        return [(person.id, message(person, settings, today, unused))]

    mail.post_waiting(settings, still_away, messages, mark)
    return len(given)


def _mark_as_told(database: Database, settings: Settings, person_id: uuid.UUID, today: date, unused: Unused) -> bool:
    """Record that someone was warned, unless they came back or left in the meantime; return whether they were."""
    with database.write() as session:
        hold(session, Person, person_id)
        found = to_tell(session, today, unused.months(settings), person_id, unused=unused)
        person = next(iter(found), None)
        if person is None:
            return False
        person.retention_notice_on = today
        session.commit()
        return True


def to_tell(session: Session, today: date, months: int, *only: uuid.UUID, unused: Unused) -> Sequence[Person]:
    """Who will have been away for ``months`` when the notice is over, and was not warned yet."""
    due = _away_since(shift(today + NOTICE, -months)).where(unused.whose, Person.retention_notice_on.is_(None))
    return session.scalars(_among(due, only)).all()


def to_end(session: Session, today: date, months: int, *only: uuid.UUID, unused: Unused) -> Sequence[Person]:
    """Who was away for ``months`` and was warned at least a month ago."""
    due = _away_since(shift(today, -months)).where(unused.whose, Person.retention_notice_on <= today - NOTICE)
    return session.scalars(_among(due, only)).all()


def _among(due: sa.Select[Person], only: Sequence[uuid.UUID]) -> sa.Select[Person]:
    """Only these, if any are named."""
    return due.where(Person.id.in_(only)) if only else due


def _away_since(limit: date) -> sa.Select[Person]:
    never_came = sa.and_(
        Person.last_seen_on.is_(None),
        Person.created_at < datetime.combine(limit + timedelta(days=1), time(), tzinfo=PARIS),
    )
    away = sa.or_(Person.last_seen_on <= limit, never_came)
    return sa.select(Person).where(away).order_by(Person.id)


def end_one(database: Database, settings: Settings, person_id: uuid.UUID, now: datetime, *, unused: Unused) -> bool:
    """End the account of someone who has still not come back; return whether it ended.

    One transaction each: a worker stopped in between has ended accounts whole, and none of who has just signed in.
    """
    with database.write() as session:
        hold(session, Person, person_id)
        found = to_end(session, day_of(now), unused.months(settings), person_id, unused=unused)
        person = next(iter(found), None)
        if person is None or not unused.end(session, person, now):
            return False
        action = "expire_account" if unused is ERASED else "close_unused_account"
        subject = Subject("person", person_id)
        audit.record(session, action, by=None, on=subject, at=now, key=settings.key_for("audit"))
        session.commit()
        return True


def message(person: Person, settings: Settings, today: date, unused: Unused) -> EmailMessage:
    """Neutral, since a locked screen may show it."""
    reference = f"retention-{person.id}-{today:%Y%m%d}"
    found = mail.message(settings, person.email or "", unused.title, reference=reference)
    away = f"Votre compte sur Récit collectif n’a pas servi depuis presque {unused.months(settings)}\u00a0mois."
    ends, *others = unused.sentences(settings, today + NOTICE)
    found.set_content(mail.letter(f"{away} {ends}", *others))
    return found


def _erased(settings: Settings, last: date) -> tuple[str, ...]:
    return (
        f"Si vous ne revenez pas, il s’effacera après le {typography.day(last)}, avec tout ce qu’il contient.",
        f"Pour le garder, connectez-vous une fois\u00a0:\n{settings.base_url}/connexion",
        "Vous pourrez aussi emporter ce que vous avez écrit\u00a0: c’est dans «\u00a0Mes droits\u00a0».",
        "Si vous ne souhaitez pas le garder, vous n’avez rien à faire.",
    )


def _closed(settings: Settings, last: date) -> tuple[str, ...]:
    return (
        f"Si vous ne revenez pas, il se fermera après le {typography.day(last)}. Rien n’est effacé, et "
        "l’administration du Lab peut le rouvrir.",
        f"Pour le garder ouvert, connectez-vous une fois\u00a0:\n{settings.base_url}/connexion",
    )


def _erase(session: Session, person: Person, _now: datetime) -> bool:
    erase_everything(session, person)
    return True


def _close(session: Session, person: Person, now: datetime) -> bool:
    """Close an account, unless the Lab would have no administrator left; return whether it was closed."""
    with suppress(LastAdmin):
        set_disabled(session, person, disabled=True, now=now)
        return True
    return False


ERASED = Unused(
    whose=Person.role == Role.PARTICIPANT,
    months=lambda settings: settings.retention_months,
    sentences=_erased,
    title="Votre compte va s’effacer",
    end=_erase,
)
CLOSED = Unused(
    whose=sa.and_(Person.role != Role.PARTICIPANT, Person.disabled_at.is_(None)),
    months=lambda settings: settings.staff_months,
    sentences=_closed,
    title="Votre compte va se fermer",
    end=_close,
)
