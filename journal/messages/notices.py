"""Emails to those who asked to know that the team wrote to them.

The mail says neither who wrote nor about what: it shows on a locked screen.
"""

from datetime import datetime
from email.message import EmailMessage

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts import subscriptions
from journal.accounts.models import Person
from journal.accounts.subscriptions import Subscription
from journal.clock import Clock
from journal.config import Settings
from journal.db import Database
from journal.messages import queries
from journal.messages.models import TeamMessage
from journal.messages.rules import OPEN_FOR
from journal.web import mail


def send(database: Database, settings: Settings, *, now: Clock) -> int:
    """Announce each message that its reader can now see; return how many emails were sent."""
    return mail.post_rows(
        database,
        settings,
        lambda session: _claim(session, now()),
        lambda claimed: [(claimed[1].id, notice(*claimed, settings))],
        lambda claimed: sa.update(TeamMessage).where(TeamMessage.id == claimed[0].id).values(told_at=now()),
    )


def _claim(session: Session, moment: datetime) -> tuple[TeamMessage, Person] | None:
    """The next message to announce and its reader, marked as tried.

    Those that wait their turn are not told of: their reader would find another on the page.
    """
    for message, person in session.execute(_untold(moment)):
        shown = queries.current(session, person, now=moment)
        if shown is not None and shown.id == message.id:
            message.tried_at = moment
            return message, person
    return None


def _untold(moment: datetime) -> sa.Select[TeamMessage, Person]:
    return (
        sa.select(TeamMessage, Person)
        .join(Person, Person.id == TeamMessage.person_id)
        .where(TeamMessage.told_at.is_(None), mail.to_try(TeamMessage.tried_at, moment))
        .where(TeamMessage.sent_at > moment - OPEN_FOR, TeamMessage.put_away_at.is_(None))
        .where(TeamMessage.taken_back_at.is_(None))
        .where(Person.wants_message, subscriptions.reachable())
        .order_by(TeamMessage.sent_at, TeamMessage.id)
        .with_for_update(of=TeamMessage, skip_locked=True)
    )


def notice(message: TeamMessage, person: Person, settings: Settings) -> EmailMessage:
    text = (
        "Un mot vous attend sur Récit collectif. Pour le lire, connectez-vous\u00a0:\n"
        f"{settings.base_url}/mots\n\n"
        "Vous n’êtes pas obligé·e d’y répondre."
    )
    named = {"subject": "Un mot vous attend", "reference": f"message-{message.id}"}
    return subscriptions.message(person, Subscription.MESSAGE, settings, text=text, **named)
