"""Texts that kill the worker are retried alone, then given up.

An ordinary error is caught where the text is read. A crash of the process (out of memory, a fault in a library) leaves
nothing to catch: what is about to be read is recorded first, and deleted once it is read. A record still there later
belongs to a fatal text, or to one in the same batch. A text that never ends is fatal too: the process ends with the
lease of its texts.
"""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.clock import Clock
from journal.db import Database, Lock, lock
from journal.entries.models import ReadingAttempt
from journal.entries.overrun import ending_after

Texts = sa.Select[uuid.UUID, int]
# Nobody else reads a text meanwhile; longer than the slowest batch takes. Whoever still reads it by then is ended.
# On the clock and for any length: the longest text takes twelve seconds of a processor, but where many processes
# share two, 45 short texts took three minutes for seconds of it. A bound by length would give up texts that do end.
LEASE = timedelta(minutes=10)
# After that, a text that was read with a fatal one goes before those that came since: otherwise an author who kept
# writing texts that never end would have it wait for ever.
LONGEST_WAIT = 2 * LEASE
# Read with others, then alone: a text that was fatal both times is not read a third.
MOST_DEATHS = 2
FATAL = "the worker died each time it read it"
# What is left of texts erased since, or of a worker that died once they were masked.
FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Turn:
    """Texts being read together."""

    ids: Sequence[uuid.UUID]
    given_up: bool = False  # it is one text, and it is not to be read


@contextmanager
def reading(database: Database, texts: Texts, *, most: int, now: Clock) -> Iterator[Turn]:
    """Record that these texts are being read, until their reading ends, unless the process dies.

    A reading that lasts longer than ``LEASE`` ends the process.

    Parameters
    ----------
    database
        Where turns are written down, in transactions of their own.
    texts
        The id and version of those that wait, in the order they are to be read.
    most
        How many may be read together. One that was fatal is read alone, once no other waits, or after ``LONGEST_WAIT``.
    now
        The clock.
    """
    with database.read() as session:
        if session.execute(texts.limit(1)).first() is None:
            yield Turn([])
            return  # nobody waits for the database
    moment = now()
    with database.write() as session:
        lock(session, Lock.READING)  # two workers must not choose at once
        turn = _take(session, texts, most, moment)
        session.commit()
    try:
        with ending_after(LEASE):
            yield turn
    finally:
        if turn.ids:
            with database.write() as session:
                session.execute(sa.delete(ReadingAttempt).where(ReadingAttempt.text_id.in_(turn.ids)))
                session.commit()


def _take(session: Session, texts: Texts, most: int, moment: datetime) -> Turn:
    text_id, version = texts.selected_columns
    tried = sa.exists().where(ReadingAttempt.text_id == text_id, ReadingAttempt.version == version)
    left = texts.where(tried.where(ReadingAttempt.at <= moment - LONGEST_WAIT)).limit(1)
    ended = texts.where(tried.where(ReadingAttempt.at <= moment - LEASE)).limit(1)
    turns = (session.execute(each).all() for each in (left, texts.where(~tried).limit(most), ended))
    rows = next(filter(None, turns), [])
    attempts = [_begin(session, text, seen, moment) for text, seen in rows]
    session.flush()
    return Turn([each.text_id for each in attempts], any(each.deaths >= MOST_DEATHS for each in attempts))


def _begin(session: Session, text_id: uuid.UUID, version: int, moment: datetime) -> ReadingAttempt:
    attempt = session.get(ReadingAttempt, text_id)
    if attempt is None:
        attempt = ReadingAttempt(text_id=text_id, version=version, deaths=0)
        session.add(attempt)
    elif attempt.version != version:
        attempt.version, attempt.deaths = version, 0  # its author wrote something else
    else:
        attempt.deaths += 1
    attempt.at = moment
    return attempt


def forget(session: Session, *, now: datetime) -> None:
    """Delete the records of texts that nobody will read again."""
    session.execute(sa.delete(ReadingAttempt).where(ReadingAttempt.at < now - FORGOTTEN))
