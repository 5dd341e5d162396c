"""The récit du mois by mail, once to each person who asked for it, whatever stops in between.

A delivery is written and committed before its message leaves: a worker killed anywhere finds what is left to send. A
message whose fate is unknown leaves again later under the same Message-ID, which mail programs show once.
"""

import uuid
from datetime import datetime, timedelta
from email.message import EmailMessage

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.clock import Clock
from journal.config import Settings
from journal.db import Database
from journal.narrative.mails import messages
from journal.narrative.models import Digest, DigestDelivery, DigestStatus
from journal.web import mail

MOST_TRIES = 5
# A server set up today does not send the months of last year.
STILL_NEWS = timedelta(days=10)


def send(database: Database, settings: Settings, *, now: Clock) -> int:
    """Send what is due; return how many messages were sent. Needs an application context, for the templates."""
    if not settings.mail_host:
        return 0
    with database.write() as session:
        _plan(session, now())
        session.commit()

    sent = mail.post_rows(
        database,
        settings,
        lambda session: _claim(session, now()),
        lambda delivery_id: _messages(database, settings, delivery_id),
        lambda delivery_id: sa.update(DigestDelivery).where(DigestDelivery.id == delivery_id).values(sent_at=now()),
        insist=True,
    )
    with database.write() as session:
        _close(session, now())
        session.commit()
    return sent


def _plan(session: Session, moment: datetime) -> None:
    """Write down who receives each month just published."""
    for digest in session.scalars(_due(moment)):
        known = sa.select(DigestDelivery.person_id).where(DigestDelivery.digest_id == digest.id)
        readers = sa.and_(Person.lab_id == digest.lab_id, messages.subscribed())
        people = sa.select(Person.id).where(readers, Person.id.not_in(known))
        for person_id in session.scalars(people.order_by(Person.id)).all():
            session.add(DigestDelivery(digest_id=digest.id, person_id=person_id, tries=0))
    session.flush()


def _due(moment: datetime) -> sa.Select[Digest]:
    return sa.select(Digest).where(
        Digest.status == DigestStatus.PUBLISHED,
        Digest.mailed_at.is_(None),
        Digest.published_at > moment - STILL_NEWS,
    )


def _to_try(moment: datetime) -> sa.ColumnElement[bool]:
    again = mail.to_try(DigestDelivery.tried_at, moment)
    return sa.and_(DigestDelivery.sent_at.is_(None), DigestDelivery.tries < MOST_TRIES, again)


def _claim(session: Session, moment: datetime) -> uuid.UUID | None:
    """The next delivery to send, marked as tried."""
    due = _due(moment).with_only_columns(Digest.id)
    waiting = sa.select(DigestDelivery).where(DigestDelivery.digest_id.in_(due), _to_try(moment))
    row = session.scalar(waiting.order_by(DigestDelivery.id).limit(1).with_for_update(skip_locked=True))
    if row is None:
        return None
    row.tried_at = moment
    return row.id


def _messages(database: Database, settings: Settings, delivery_id: uuid.UUID) -> list[tuple[uuid.UUID, EmailMessage]]:
    """The message of a delivery, whose tries are counted once the server has answered: a silent one costs none."""
    with database.write() as session:
        row = session.get(DigestDelivery, delivery_id)
        if row is None:  # its reader left meanwhile
            return []
        row.tries += 1
        person_id, message = row.person_id, messages.build(session, row, settings)
        session.commit()
    return [(person_id, message)] if message is not None else []


def _close(session: Session, moment: datetime) -> None:
    """A month is mailed once nobody waits for it."""
    left = sa.exists().where(
        DigestDelivery.digest_id == Digest.id,
        DigestDelivery.sent_at.is_(None),
        DigestDelivery.tries < MOST_TRIES,
    )
    for digest in session.scalars(_due(moment).where(~left)):
        digest.mailed_at = moment
