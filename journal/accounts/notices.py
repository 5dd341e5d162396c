"""The emails of people who chose to regain access by email: a code that confirms the address, then a link.

The worker creates the secret when it sends the email, so that neither the request nor the queue ever holds one.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts import codes
from journal.accounts.models import Reopening
from journal.accounts.reopening import LIFE, STILL_HOLDS
from journal.accounts.sessions import hash_token
from journal.clock import Clock
from journal.config import Settings
from journal.db import Database
from journal.web import mail

MINUTES = int(LIFE.total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent to an address: a link, or a code until the address is confirmed."""

    reopening_id: uuid.UUID
    person_id: uuid.UUID
    address: str
    secret: str
    confirmed: bool


def send(database: Database, settings: Settings, *, now: Clock) -> int:
    """Send the codes and links requested; return how many messages were sent."""
    return mail.post_rows(
        database,
        settings,
        lambda session: _claim(session, now()),
        lambda letter: [(letter.person_id, message(letter, settings))],
        lambda letter: sa.update(Reopening).where(Reopening.id == letter.reopening_id).values(sent_at=now()),
    )


def _claim(session: Session, moment: datetime) -> Letter | None:
    """The next message to send, with a new secret: the previous one no longer works."""
    row = session.scalar(_to_send(moment).limit(1).with_for_update(skip_locked=True))
    if row is None:
        return None
    confirmed = row.confirmed_at is not None
    secret = secrets.token_urlsafe(32) if confirmed else codes.new_code(2)
    row.tried_at, row.expires_at = moment, moment + LIFE
    row.secret_hash = hash_token(secret) if confirmed else codes.hash_code(secret)
    return Letter(row.id, row.person_id, row.address, secret, confirmed)


def _to_send(moment: datetime) -> sa.Select[Reopening]:
    # What could not leave in time is no longer awaited.
    waiting = (Reopening.asked_at > moment - LIFE, Reopening.sent_at.is_(None), STILL_HOLDS)
    first = sa.select(Reopening).where(*waiting, mail.to_try(Reopening.tried_at, moment))
    return first.order_by(Reopening.asked_at, Reopening.id)


def message(letter: Letter, settings: Settings) -> EmailMessage:
    """Neutral, since a locked screen may show it. The secret is never in the part shown first."""
    subject = "Le lien que vous avez demandé" if letter.confirmed else "Le code que vous avez demandé"
    found = mail.message(settings, letter.address, subject, reference=f"return-{uuid.uuid4()}")
    found.set_content(_link(letter, settings) if letter.confirmed else _code(letter))
    return found


def _link(letter: Letter, settings: Settings) -> str:
    return mail.letter(
        "Une personne, sans doute vous, a demandé à revenir sur Récit collectif. "
        f"Ce lien sert une seule fois, pendant {MINUTES}\u00a0minutes\u00a0:\n"
        f"{settings.base_url}/compte/secours/lien/{letter.secret}",
        "Ne le transmettez à personne. Si ce n’est pas vous, laissez-le\u00a0: sans lui, rien ne s’ouvre.",
    )


def _code(letter: Letter) -> str:
    # The code comes last: the first lines are read on a locked screen.
    return mail.letter(
        "Une personne, sans doute vous, a donné cette adresse sur Récit collectif. Pour dire qu’elle est bien à vous, "
        f"recopiez sur le site le code qui est au bas de ce message. Il sert pendant {MINUTES}\u00a0minutes.",
        "Si vous n’avez rien demandé, laissez ce message\u00a0: sans ce code, rien ne change.",
        f"Le code\u00a0: {letter.secret}",
    )
