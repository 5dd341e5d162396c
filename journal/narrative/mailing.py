"""The récit du mois by mail, once to each person who asked for it, whatever stops in between.

A delivery is written and committed before its message leaves: a worker killed anywhere finds what is left to send. A
message whose fate is unknown leaves again later under the same Message-ID, which mail programs show once.
"""

import logging
import smtplib
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.config import Settings
from journal.db import Database, changed
from journal.narrative import messages
from journal.narrative.models import Digest, DigestDelivery, DigestStatus
from journal.web import mail

log = logging.getLogger(__name__)
MOST_TRIES = 5
# A server set up today does not send the months of last year.
STILL_NEWS = timedelta(days=10)

Clock = Callable[[], datetime]


def send_due(database: Database, settings: Settings, *, now: Clock) -> int:
    """Send what is due; return how many messages were sent. Needs an application context, for the templates."""
    if not settings.mail_host:
        return 0
    sent = 0
    with database.write() as session:
        _plan(session, now())
        session.commit()
        waiting = _waiting(session, now())
    if waiting:
        try:
            with mail.server(settings) as server:
                for delivery_id in waiting:
                    sent += _deliver(database, settings, server, delivery_id, now)
        except (OSError, smtplib.SMTPException) as error:
            # The server's answer may hold an address.
            log.error("mail server: %s, what is left waits", type(error).__name__)
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


def _waiting(session: Session, moment: datetime) -> list[uuid.UUID]:
    due = _due(moment).with_only_columns(Digest.id)
    statement = sa.select(DigestDelivery.id).where(DigestDelivery.digest_id.in_(due), _to_try(moment))
    return list(session.scalars(statement.order_by(DigestDelivery.id)))


def _deliver(database: Database, settings: Settings, server: smtplib.SMTP, delivery_id: uuid.UUID, now: Clock) -> bool:
    with database.write() as session:
        if not _claim(session, delivery_id, now()):
            return False
        message = messages.build(session, delivery_id, settings)
        session.commit()
    if message is None:
        return False
    code = mail.refusal(server, message)
    if code is not None:
        log.warning("delivery %s refused: %s", delivery_id, code)
        return False
    with database.write() as session:
        session.execute(sa.update(DigestDelivery).where(DigestDelivery.id == delivery_id).values(sent_at=now()))
        session.commit()
    return True


def _claim(session: Session, delivery_id: uuid.UUID, moment: datetime) -> bool:
    """Take a delivery, unless another worker just did."""
    claim = (
        sa.update(DigestDelivery)
        .where(DigestDelivery.id == delivery_id, _to_try(moment))
        .values(tries=DigestDelivery.tries + 1, tried_at=moment)
        .execution_options(synchronize_session=False)
    )
    return changed(session, claim) == 1


def _close(session: Session, moment: datetime) -> None:
    """A month is mailed once nobody waits for it."""
    left = sa.exists().where(
        DigestDelivery.digest_id == Digest.id,
        DigestDelivery.sent_at.is_(None),
        DigestDelivery.tries < MOST_TRIES,
    )
    for digest in session.scalars(_due(moment).where(~left)):
        digest.mailed_at = moment
