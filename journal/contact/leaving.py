"""Someone who stops coordinating leaves the requests they were handling to the others."""

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.contact.models import ContactRequest
from journal.db import wait_for_turn


@event.listens_for(Session, "before_flush")
def _follow_team(session: Session, *_: object) -> None:
    """Let the open requests handled by an account that is closed, or changes role, wait for someone again.

    Their authors read otherwise that someone takes care of it, and the team that it need not.
    """
    left = {row.id for row in session.dirty if isinstance(row, Person) and _left(row)}
    if not left:
        return
    for person_id in sorted(left):
        wait_for_turn(session, person_id)  # or what they are taking charge of at this moment would stay theirs
    theirs = (ContactRequest.taken_by_id.in_(left), ContactRequest.closed_at.is_(None))
    with session.no_autoflush:
        session.execute(sa.update(ContactRequest).where(*theirs).values(taken_at=None, taken_by_id=None))


def _left(person: Person) -> bool:
    """Whether this flush ends someone's role as a coordinator."""
    role, disabled_at = (sa.inspect(person).attrs[name].history for name in ("role", "disabled_at"))
    was_open = person.disabled_at is None or disabled_at.has_changes()
    was_coordinator = Role.COORDINATOR in (role.deleted or (person.role,))
    return was_open and was_coordinator and not person.coordinates
