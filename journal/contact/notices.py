"""An email to coordinators when someone asks to be contacted. It says neither who asks nor what they wrote."""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.accounts.subscriptions import reachable
from journal.clock import Clock
from journal.config import Settings
from journal.contact.models import ContactRequest
from journal.db import Database
from journal.web import mail


def send(database: Database, settings: Settings, *, now: Clock) -> int:
    """Tell the coordinators about each new request; return how many messages were sent."""
    return mail.post_rows(
        database,
        settings,
        lambda session: _claim(session, now()),
        lambda claimed: [(person.id, message(claimed[0], person, settings)) for person in claimed[1]],
        lambda claimed: sa.update(ContactRequest).where(ContactRequest.id == claimed[0].id).values(told_at=now()),
    )


def _claim(session: Session, moment: datetime) -> tuple[ContactRequest, Sequence[Person]] | None:
    """The oldest request to announce, marked as tried, and whom to tell."""
    first = _due(moment).order_by(ContactRequest.asked_at, ContactRequest.id).limit(1)
    row = session.scalar(first.with_for_update(skip_locked=True))
    if row is None:
        return None
    row.tried_at = moment
    return row, _coordinators(session, row)


def _due(moment: datetime) -> sa.Select[ContactRequest]:
    untold = (ContactRequest.told_at.is_(None), ContactRequest.taken_at.is_(None), ContactRequest.closed_at.is_(None))
    return sa.select(ContactRequest).where(*untold, mail.to_try(ContactRequest.tried_at, moment))


def _coordinators(session: Session, row: ContactRequest) -> Sequence[Person]:
    team = sa.select(Person).where(Person.lab_id == row.lab_id, Person.role == Role.COORDINATOR, reachable())
    return session.scalars(team.order_by(Person.id)).all()


def message(row: ContactRequest, person: Person, settings: Settings) -> EmailMessage:
    subject = "Une personne demande à être contactée"
    found = mail.message(settings, person.email or "", subject, reference=f"contact-{row.id}-{person.id}")
    found.set_content(
        mail.letter(
            "Une personne de votre Lab demande à être contactée. Pour lire sa demande, connectez-vous\u00a0:\n"
            f"{settings.base_url}/contact/demandes",
            "Ce message est parti à toute la coordination\u00a0: dites sur cette page que vous vous en chargez, "
            "pour qu’une seule personne y réponde.",
        )
    )
    return found
