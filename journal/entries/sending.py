"""What words go through before others read them: written within a daily limit, read again by their author, then sent.

Each feature has its own table of them (``journal.entries.words``), and says what becomes of what they are about.
"""

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
    """Refuse more words of a kind in a day than a team can answer.

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
    """Words as they begin: a participant’s wait to be masked and read again, those of a role or an organisation leave.

    The caller ties them to what they are about.
    """
    made = kind(lab_id=by.lab_id, author_id=by.id, text=text, at=now)
    if by.role is not Role.PARTICIPANT:
        leave_as_it_is(made)
        made.sent_at = now
    return made


def check_as_read(words: MaskedWords, seen: str) -> None:
    """Let only the very text leave that its author has just read; ``seen`` is its mark.

    Raises
    ------
    SeenOtherwise
        When it is no longer that text, not masked yet, or sent already.
    """
    if words.is_sent or not may_be_read(words) or seen != seen_mark(words):
        raise SeenOtherwise(f"Relisez ce que {words.would_read}, puis envoyez.")


def leave(words: VoicedWords, now: datetime) -> None:
    """Send words to those who read them, under what their author accepted on sending them."""
    words.sent_at, words.sent_under = now, SENDING_TEXT_VERSION
