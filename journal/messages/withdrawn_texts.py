"""Erases messages about a text, and their answers, when its author withdraws or rewrites the text."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from journal.calls.ideas import words_of
from journal.calls.models import Idea, IdeaState
from journal.entries.models import Entry
from journal.messages.models import TeamMessage
from journal.messages.rules import is_given
from journal.messages.writings import SENT, Sent, key_of

# What the team may read, and the columns that say whether it may.
TEXTS = (Entry, *SENT.values())
GIVEN_BY = ("sharing", "state", "sent_at")


@event.listens_for(Session, "before_flush")
def _follow_texts(session: Session, *_: object) -> None:
    """Erase the messages about a text that the team may no longer read. The foreign key does it for an erased one."""
    with session.no_autoflush:
        for text in [text for row in session.dirty for text in _withdrawn(row)]:
            key = TeamMessage.entry_id if isinstance(text, Entry) else getattr(TeamMessage, key_of(text))
            for message in session.scalars(sa.select(TeamMessage).where(key == text.id)).all():
                session.delete(message)


def _withdrawn(row: object) -> Sequence[Entry | Sent]:
    """The texts that this flush withdraws: those of an idea all go with it."""
    if isinstance(row, Idea):
        return words_of(row) if row.state is IdeaState.UNSENT and _changes(row, "state") else []
    return [row] if isinstance(row, TEXTS) and _was_withdrawn(row) else []


def _was_withdrawn(text: Entry | Sent) -> bool:
    return any(_changes(text, name) for name in GIVEN_BY) and not is_given(text)


def _changes(row: object, name: str) -> bool:
    attributes = sa.inspect(row).attrs
    return name in attributes and bool(attributes[name].history.has_changes())
