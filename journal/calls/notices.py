"""Emails about new calls, and about answers to one’s ideas, to whoever asked for them.

The mails say neither the question nor the idea, nor that there was one: they show on a locked screen. What was opened
or answered by mistake is told of only if it still holds an hour later, and what comes within it leaves in one mail.
"""

import uuid
from datetime import datetime, timedelta
from email.message import EmailMessage

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts import subscriptions
from journal.accounts.models import Person, Role
from journal.accounts.subscriptions import Subscription
from journal.calls import rules
from journal.calls.models import Call, CallNotice, Idea, IdeaAnswer, Invited
from journal.clock import Clock, day_of
from journal.config import Settings
from journal.db import Database
from journal.web import mail

SETTLES = timedelta(hours=1)
# Whoever asks for these mails later is told of nothing older; nor is anyone, once mail leaves again after a failure.
STILL_NEWS = timedelta(days=7)


def send(database: Database, settings: Settings, *, now: Clock) -> int:
    """Announce new calls, then answers to ideas; return how many emails were sent."""
    return _send_openings(database, settings, now) + _send_answers(database, settings, now)


def _send_openings(database: Database, settings: Settings, now: Clock) -> int:
    return mail.post_rows(
        database,
        settings,
        lambda session: _claim_opening(session, now()),
        lambda claimed: [(claimed[1].id, opening(*claimed, settings))],
        lambda claimed: _notice_of(claimed[1]).values(up_to=claimed[0], tried_at=None),
    )


def _claim_opening(session: Session, moment: datetime) -> tuple[datetime, Person] | None:
    """The next person to tell about new calls, and when the last one opened; marked as tried."""
    found = session.execute(_to_call(moment).limit(1)).first()
    if found is None:
        return None
    opened, person = found
    notice = session.get(CallNotice, person.id) or CallNotice(person_id=person.id)
    notice.tried_at = moment
    session.add(notice)
    return opened, person


def _notice_of(person: Person) -> sa.Update:
    return sa.update(CallNotice).where(CallNotice.person_id == person.id)


def _to_call(moment: datetime) -> sa.Select[datetime, Person]:
    """Whoever asked to be told, and when the last of the calls they are invited to and have not answered opened."""
    # Said to be of both: alone, it would ask whether anybody has answered.
    answered = sa.exists().where(Idea.call_id == Call.id, Idea.author_id == Person.id).correlate(Call, Person)
    opened = (
        sa.select(sa.func.max(Call.at))
        .where(Call.lab_id == Person.lab_id, _is_invited(), ~answered)
        .where(Call.closed_at.is_(None), Call.open_until >= day_of(moment))
        .where(Call.at > moment - STILL_NEWS, Call.at <= moment - SETTLES)
        .correlate(Person)
        .scalar_subquery()
    )
    untold = sa.or_(CallNotice.up_to.is_(None), CallNotice.up_to < opened)
    return (
        sa.select(opened, Person)
        .outerjoin(CallNotice, CallNotice.person_id == Person.id)
        .where(_may_ask(), Person.wants_call, subscriptions.reachable())
        .where(opened.is_not(None), untold, mail.to_try(CallNotice.tried_at, moment))
        .order_by(Person.id)
        .with_for_update(of=Person, skip_locked=True)
    )


def _may_ask() -> sa.ColumnElement[bool]:
    """Those who may be invited, which excludes the team."""
    return Person.role.in_((Role.PARTICIPANT, Role.PARTNER))


def _is_invited() -> sa.ColumnElement[bool]:
    """Whether a call is for people of someone’s role: ``rules.is_invited`` in SQL."""
    pairs = [(each, role) for each in Invited for role in Role if rules.is_invited(each, role)]
    return sa.tuple_(Call.invited, Person.role).in_(pairs)


def opening(opened: datetime, person: Person, settings: Settings) -> EmailMessage:
    text = (
        "Sur Récit collectif, le Lab pose une question et demande des idées. Pour la lire, et répondre si vous en avez "
        f"une, connectez-vous\u00a0:\n{settings.base_url}/appels\n\n"
        "Chaque idée reçoit une réponse."
    )
    named = {"subject": "Une question du Lab", "reference": f"call-{person.id}-{opened:%Y%m%d%H%M%S%f}"}
    return subscriptions.message(person, Subscription.CALL, settings, text=text, **named)


def _send_answers(database: Database, settings: Settings, now: Clock) -> int:
    return mail.post_rows(
        database,
        settings,
        lambda session: _claim_answer(session, now()),
        lambda claimed: [(claimed[1].id, answered(*claimed, settings))],
        lambda claimed: _untold_to(claimed[1]).values(told_at=now()),
    )


def _claim_answer(session: Session, moment: datetime) -> tuple[uuid.UUID, Person] | None:
    """The next author to tell about one of their answers; all of these are marked as tried."""
    found = session.execute(_to_tell(moment).limit(1)).first()
    if found is None:
        return None
    answer, person = found
    session.execute(_untold_to(person).values(tried_at=moment))
    return answer.id, person


def _untold_to(person: Person) -> sa.Update:
    own = sa.select(Idea.id).where(Idea.author_id == person.id)
    return sa.update(IdeaAnswer).where(IdeaAnswer.idea_id.in_(own), IdeaAnswer.told_at.is_(None))


def _to_tell(moment: datetime) -> sa.Select[IdeaAnswer, Person]:
    return (
        sa.select(IdeaAnswer, Person)
        .join(Idea, Idea.id == IdeaAnswer.idea_id)
        .join(Person, Person.id == Idea.author_id)
        .where(IdeaAnswer.told_at.is_(None), mail.to_try(IdeaAnswer.tried_at, moment))
        .where(IdeaAnswer.at > moment - STILL_NEWS, IdeaAnswer.at <= moment - SETTLES)
        .where(_may_ask(), Person.wants_call, subscriptions.reachable())
        .order_by(IdeaAnswer.at, IdeaAnswer.id)
        .with_for_update(of=IdeaAnswer, skip_locked=True)
    )


def answered(answer_id: uuid.UUID, person: Person, settings: Settings) -> EmailMessage:
    text = (
        "Une réponse du Lab vous attend sur Récit collectif. Pour la lire, connectez-vous\u00a0:\n"
        f"{settings.base_url}/appels\n\n"
        "Merci de ce que vous lui avez apporté."
    )
    named = {"subject": "Une réponse vous attend", "reference": f"idea-answer-{answer_id}"}
    return subscriptions.message(person, Subscription.CALL, settings, text=text, **named)
