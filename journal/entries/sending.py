"""Sending texts other than entries (``journal.entries.words``): a daily limit, then a review by their author."""

from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.db import count, hold
from journal.entries.words import (
    SENDING_TEXT_VERSION,
    MaskedWords,
    VoicedWords,
    leave_as_it_is,
    may_be_read,
    seen_mark,
)
from journal.errors import SeenOtherwise, TooManyTries

V = TypeVar("V", bound=VoicedWords)
# Enough for anyone who takes part, too little for a flood.
MOST_PER_DAY = 10


def check_pace(session: Session, kind: type[MaskedWords], *, by: Person, now: datetime) -> None:
    """Refuse more texts of a kind in one day than a team can answer.

    Raises
    ------
    TooManyTries
    """
    hold(session, Person, by.id)
    if count(session, kind, kind.author_id == by.id, kind.at > now - timedelta(days=1)) >= MOST_PER_DAY:
        raise TooManyTries(
            f"Vous avez déjà écrit dix fois {kind.subject} aujourd’hui. "
            "Revenez à la page précédente pour copier votre texte, et renvoyez-le demain."
        )


def written(kind: type[V], text: str, *, by: Person, now: datetime) -> V:
    """Make a new text: a participant’s waits to be masked and reviewed, that of a role or an organisation is sent.

    The caller links it to its subject.
    """
    made = kind(lab_id=by.lab_id, author_id=by.id, text=text, at=now)
    if by.role is not Role.PARTICIPANT:
        leave_as_it_is(made)
        made.sent_at = now
    return made


def check_as_read(words: MaskedWords, seen: str) -> None:
    """Check that a text is the one its author has just read, whose fingerprint is ``seen``.

    Raises
    ------
    SeenOtherwise
        When the text has changed, is not masked yet, or was already sent.
    """
    if words.is_sent or not may_be_read(words) or seen != seen_mark(words):
        raise SeenOtherwise(f"Relisez ce que {words.would_read}, puis envoyez.")


def leave(words: VoicedWords, now: datetime) -> None:
    """Send a text, with the version of the terms its author accepted."""
    words.sent_at, words.sent_under = now, SENDING_TEXT_VERSION
