"""The worker's part of a contribution: mask it before any coordinator reads it. Never called by a request.

Texts are read, masked outside any transaction, then written back: nobody waits for a language model.
"""

import logging
import uuid
from typing import Any

import sqlalchemy as sa

from journal.db import Database
from journal.entries.models import MaskingState
from journal.narrative.models import Contribution
from nlp import masking

log = logging.getLogger(__name__)
BATCH = 50
Masked = tuple[str, list[Any]]


def mask_contributions(database: Database) -> int:
    """Mask what waits; return how many were brought to an end. One that fails stays unread, and stops no other."""
    with database.read() as session:
        waiting = session.execute(
            sa.select(Contribution.id, Contribution.version, Contribution.text, Contribution.author_masks)
            .where(Contribution.masking_state == MaskingState.RECEIVED)
            .order_by(Contribution.at, Contribution.id)
            .limit(BATCH)
        ).all()
    made = [(key, version, _masked(key, text, own)) for key, version, text, own in waiting]
    if not made:
        return 0
    with database.write() as session:
        done = sum(session.execute(_write(*each)).rowcount for each in made)  # type: ignore[attr-defined]  # an UPDATE's result is a CursorResult
        session.commit()
    return done


def _write(key: uuid.UUID, version: int, masked: Masked | None) -> sa.Update:
    text, masks = masked or (None, [])
    # What its author changed meanwhile is left for the next round.
    unchanged = (Contribution.version == version, Contribution.masking_state == MaskingState.RECEIVED)
    return (
        sa.update(Contribution)
        .where(Contribution.id == key, *unchanged)
        .values(masked_text=text, masks=masks, masking_state=MaskingState.MASKED if masked else MaskingState.FAILED)
        .execution_options(synchronize_session=False)
    )


def _masked(key: uuid.UUID, text: str, author_masks: list[Any]) -> Masked | None:
    try:
        own = [masking.Mask(a, b, masking.MaskKind.OTHER, masking.MaskSource.AUTHOR) for a, b in author_masks]
        kept = masking.merge_masks(tuple(masking.find_masks(text)), tuple(own))
        return masking.apply_masks(text, kept), [[mask.start, mask.end, mask.kind.value, mask.source] for mask in kept]
    except Exception as error:
        # The error's message may quote the text: its type is all that is logged.
        log.error("contribution %s: masking failed (%s)", key, type(error).__name__)
        return None
