"""The worker's part of a contribution: mask it before any coordinator reads it. Never called by a request.

Texts are read, masked outside any transaction, then written back: nobody waits for a language model.
"""

import logging
import uuid

import sqlalchemy as sa

from journal.db import Database
from journal.entries.models import MaskingState
from journal.narrative.models import Contribution
from nlp import masking

log = logging.getLogger(__name__)
BATCH = 50


def mask_contributions(database: Database) -> int:
    """Mask what waits; return how many were brought to an end. One that fails stays unread, and stops no other."""
    with database.read() as session:
        waiting = session.execute(
            sa.select(Contribution.id, Contribution.text)
            .where(Contribution.masking_state == MaskingState.RECEIVED)
            .order_by(Contribution.at, Contribution.id)
            .limit(BATCH)
        ).all()
    made = [(key, text, _masked(key, text)) for key, text in waiting]
    if not made:
        return 0
    with database.write() as session:
        done = sum(session.execute(_write(key, text, masked)).rowcount for key, text, masked in made)  # type: ignore[attr-defined]  # an UPDATE's result is a CursorResult
        session.commit()
    return done


def _write(key: uuid.UUID, text: str, masked: str | None) -> sa.Update:
    state = MaskingState.FAILED if masked is None else MaskingState.MASKED
    unchanged = (Contribution.text == text, Contribution.masking_state == MaskingState.RECEIVED)
    return (
        sa.update(Contribution)
        .where(Contribution.id == key, *unchanged)
        .values(masked_text=masked, masking_state=state)
        .execution_options(synchronize_session=False)
    )


def _masked(key: uuid.UUID, text: str) -> str | None:
    try:
        return masking.apply_masks(text, masking.find_masks(text))
    except Exception as error:
        # The error's message may quote the text: its type is all that is logged.
        log.error("contribution %s: masking failed (%s)", key, type(error).__name__)
        return None
