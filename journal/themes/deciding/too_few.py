"""Refusing a theme or a search because too few people are behind it reveals that passages share an author.

Such refusals are logged, and few are allowed.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Person
from journal.db import count, hold
from journal.errors import Refused, TooManyTries

MOST_PER_DAY = 5
NOTED = "too_few_people"


class TooFew(Refused):
    """What was ticked, or found, is the words of fewer people than the floor."""


def check_pace(session: Session, by: Person, *, now: datetime) -> None:
    """Refuse to try again once too many tries of a day told who shares an author.

    Raises
    ------
    TooManyTries
    """
    hold(session, Person, by.id)
    today = (AuditEvent.actor_id == by.id, AuditEvent.action == NOTED, AuditEvent.at > now - timedelta(days=1))
    if count(session, AuditEvent, *today) >= MOST_PER_DAY:
        raise TooManyTries(
            "Cinq fois aujourd’hui, les passages choisis étaient de trop peu de personnes. "
            "Gardez-les ensemble, ou revenez demain."
        )
