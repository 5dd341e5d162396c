"""A text that its author takes back, or rewrites, takes with it what the team wrote about it, and what was answered."""

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from journal.entries.models import Entry
from journal.entries.words import MaskedWords
from journal.messages.models import TeamMessage
from journal.messages.rules import is_given
from journal.messages.writings import SENT, key_of

# What is given, and the columns that say whether it is.
TEXTS = (Entry, *SENT.values())
GIVEN_BY = ("sharing", "withdrawn_at", "state", "sent_at")


@event.listens_for(Session, "before_flush")
def _follow_texts(session: Session, *_: object) -> None:
    """Erase the messages about a text that the team may no longer read. Those of an erased one go by its key."""
    for text in [row for row in session.dirty if isinstance(row, TEXTS) and _was_taken_back(row)]:
        key = TeamMessage.entry_id if isinstance(text, Entry) else getattr(TeamMessage, key_of(text))
        with session.no_autoflush:
            for message in session.scalars(sa.select(TeamMessage).where(key == text.id)).all():
                session.delete(message)


def _was_taken_back(text: Entry | MaskedWords) -> bool:
    changes = sa.inspect(text).attrs
    return not is_given(text) and any(changes[name].history.has_changes() for name in GIVEN_BY if name in changes)
