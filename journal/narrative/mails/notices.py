"""Tell an author that a quote awaits their yes, by mail, once a month at most and when they asked for that.

The mail says nothing of anyone's words, nor that it is about a quote: it shows on a locked screen.
"""

import uuid
from datetime import datetime
from email.message import EmailMessage

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from journal.accounts import subscriptions
from journal.accounts.models import Person
from journal.accounts.subscriptions import Subscription
from journal.clock import Clock, day_of, midnight
from journal.config import Settings
from journal.db import Database
from journal.months import first_of
from journal.narrative.models import Quote
from journal.narrative.queries import awaits_an_answer
from journal.web import mail


def send(database: Database, settings: Settings, *, now: Clock) -> int:
    """Tell authors that quotes wait, all of someone's at once; return how many messages were sent."""
    return mail.post_rows(
        database,
        settings,
        lambda session: _claim(session, now()),
        lambda claimed: [(claimed[1].id, message(*claimed, settings))],
        lambda claimed: _waiting_of(claimed[1]).values(told_at=now()),
    )


def _claim(session: Session, moment: datetime) -> tuple[uuid.UUID, Person] | None:
    """The next author to tell, by one of their quotes; all are marked as tried."""
    found = session.execute(_to_tell(moment).limit(1).with_for_update(skip_locked=True)).first()
    if found is None:
        return None
    quote, person = found
    session.execute(_waiting_of(person).values(tried_at=moment))
    return quote.id, person


def _waiting_of(person: Person) -> sa.Update:
    return sa.update(Quote).where(Quote.author_id == person.id, awaits_an_answer(), Quote.told_at.is_(None))


def _to_tell(moment: datetime) -> sa.Select[Quote, Person]:
    told = aliased(Quote)
    this_month = sa.exists().where(
        told.author_id == Quote.author_id, told.told_at >= midnight(first_of(day_of(moment)))
    )
    return (
        sa.select(Quote, Person)
        .join(Person, Person.id == Quote.author_id)
        .where(awaits_an_answer(), Quote.told_at.is_(None), mail.to_try(Quote.tried_at, moment))
        .where(Person.wants_question, subscriptions.reachable(), ~this_month)
        .order_by(Quote.asked_at, Quote.id)
    )


def message(quote_id: uuid.UUID, person: Person, settings: Settings) -> EmailMessage:
    return subscriptions.message(
        person,
        Subscription.QUESTION,
        settings,
        subject="Une question vous attend",
        reference=f"quote-{quote_id}",
        text="Une question vous attend sur Récit collectif. Pour la lire, et répondre si vous le voulez, "
        f"connectez-vous\u00a0:\n{settings.base_url}/recit/citations\n\n"
        "Sans réponse de votre part, rien ne paraît.",
    )
