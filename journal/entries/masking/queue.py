"""Mask waiting entries without holding a transaction open while the models run.

The work is done on copies, so that writing in a journal never waits for a language model. An entry that its author has
changed in the meantime is left for the next round.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from journal.clock import Clock
from journal.db import Database, changed
from journal.entries.attempts import FATAL, reading
from journal.entries.masking.entries import BATCH, encode, fail, mask_batch
from journal.entries.models import Entry, MaskingState, Passage

# masked_text, masked_at, masks, masking_state…: the columns that masking fills all begin this way.
MADE_BY_MASKING = [column.key for column in sa.inspect(Entry).column_attrs if column.key.startswith("mask")]

MADE_OF_PASSAGES = ("position", "start", "end", "text", "counts", "encoder", "vector")


def mask_waiting(database: Database, *, now: Clock) -> int:
    """Mask one batch of the entries that wait, oldest first; return how many were processed, successfully or not."""
    waiting = Entry.masking_state == MaskingState.RECEIVED
    oldest_first = (Entry.written_at, Entry.id)
    texts = sa.select(Entry.id, Entry.version).where(waiting).order_by(*oldest_first)
    with reading(database, texts, most=BATCH, now=now) as turn:
        if not turn.ids:
            return 0
        with database.read() as session:
            found = sa.select(Entry).where(Entry.id.in_(turn.ids), waiting).order_by(*oldest_first)
            copies = session.scalars(found.options(selectinload(Entry.passages))).all()
        with database.write() as session:
            # The copies belong to no session, so nothing is written here.
            if turn.given_up:
                for copy in copies:
                    fail(copy, FATAL)
            else:
                mask_batch(session, copies, now=now)
        with database.write() as session:
            done = sum(_bring_back(session, copy) for copy in copies)
            session.commit()
    return done


def _bring_back(session: Session, copy: Entry) -> bool:
    """Write a masked copy over its entry, unless the entry changed or another worker was faster."""
    entry = session.scalar(
        sa.select(Entry).where(Entry.id == copy.id).options(selectinload(Entry.passages)).with_for_update()
    )
    if entry is None or entry.version != copy.version or entry.masking_state is not MaskingState.RECEIVED:
        return False
    overwrite(session, entry, copy)
    return True


def encode_hidden(database: Database) -> int:
    """Encode again one batch of the passages in which the team hid words; return how many were written.

    They are those that have lost their vector and still name its encoder.
    """
    with database.read() as session:
        lost = (Passage.counts, Passage.vector.is_(None), Passage.encoder != "")
        copies = session.scalars(sa.select(Passage).where(*lost).order_by(Passage.id).limit(BATCH)).all()
    if not copies:
        return 0
    encode(copies)
    with database.write() as session:
        done = sum(changed(session, _with_vector(copy)) for copy in copies)
        session.commit()
    return done


def _with_vector(copy: Passage) -> sa.Update:
    # A passage that has changed in the meantime is left for the next round.
    row = sa.update(Passage).where(Passage.id == copy.id, Passage.text == copy.text)
    row = row.values(encoder=copy.encoder, vector=copy.vector)
    return row.execution_options(synchronize_session=False)


def overwrite(session: Session, entry: Entry, copy: Entry) -> None:
    """Copy to an entry everything that masking made on its copy."""
    for name in MADE_BY_MASKING:
        setattr(entry, name, getattr(copy, name))
    entry.passages.clear()
    session.flush()  # frees their positions for the new ones
    entry.passages = [Passage(**{name: getattr(made, name) for name in MADE_OF_PASSAGES}) for made in copy.passages]
