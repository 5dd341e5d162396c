"""A text that its author takes back, or rewrites, takes with it what the team wrote about it, and what was answered."""

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from journal.entries.models import Entry
from journal.messages.models import TeamMessage
from journal.messages.rules import is_given


@event.listens_for(Session, "before_flush")
def _follow_texts(session: Session, *_: object) -> None:
    """Erase the messages about a text that the team may no longer read. Those of an erased one go by its key."""
    for entry in [row for row in session.dirty if isinstance(row, Entry) and _was_taken_back(row)]:
        with session.no_autoflush:
            for message in session.scalars(sa.select(TeamMessage).where(TeamMessage.entry_id == entry.id)).all():
                session.delete(message)


def _was_taken_back(entry: Entry) -> bool:
    changes = sa.inspect(entry).attrs
    moved = changes["sharing"].history.has_changes() or changes["withdrawn_at"].history.has_changes()
    return moved and not is_given(entry)
