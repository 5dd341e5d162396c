"""Whoever stops coordinating leaves the requests they took charge of to the others."""

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.contact.models import ContactRequest


@event.listens_for(Session, "before_flush")
def _follow_team(session: Session, *_: object) -> None:
    """Let the open requests of an account that is closed, or given another role, wait for someone again.

    Their authors read otherwise that someone takes care of it, and the team that it need not.
    """
    left = {row.id for row in session.dirty if isinstance(row, Person) and _left(row)}
    if not left:
        return
    theirs = (ContactRequest.taken_by_id.in_(left), ContactRequest.closed_at.is_(None))
    with session.no_autoflush:
        session.execute(sa.update(ContactRequest).where(*theirs).values(taken_at=None, taken_by_id=None))


def _left(person: Person) -> bool:
    """Whether what is about to be written ends what someone did as a coordinator."""
    changes = {name for name in ("role", "disabled_at") if sa.inspect(person).attrs[name].history.has_changes()}
    return bool(changes) and not person.coordinates
