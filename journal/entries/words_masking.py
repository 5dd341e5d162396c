"""The worker's part of words that others will read: mask them before anyone does. Never called by a request.

Texts are read, masked outside any transaction, then written back: nobody waits for a language model.
"""

import logging
import uuid
from typing import Any

import sqlalchemy as sa

from journal.db import Database
from journal.entries.models import MaskingState
from journal.entries.words import MaskedWords
from nlp import masking

log = logging.getLogger(__name__)
BATCH = 50
Masked = tuple[str, list[Any]]


def mask_words(database: Database, kind: type[MaskedWords]) -> int:
    """Mask what waits in a table; return how many were brought to an end.

    A text that fails stays unread by others, and stops no other.
    """
    with database.read() as session:
        waiting = session.execute(
            sa.select(kind.id, kind.version, kind.text, kind.author_masks)
            .where(kind.masking_state == MaskingState.RECEIVED)
            .order_by(kind.at, kind.id)
            .limit(BATCH)
        ).all()
    made = [(key, version, _masked(kind, key, text, own)) for key, version, text, own in waiting]
    if not made:
        return 0
    with database.write() as session:
        done = sum(session.execute(_write(kind, *each)).rowcount for each in made)  # type: ignore[attr-defined]  # an UPDATE's result is a CursorResult
        session.commit()
    return done


def _write(kind: type[MaskedWords], key: uuid.UUID, version: int, masked: Masked | None) -> sa.Update:
    text, masks = masked or (None, [])
    # What its author changed meanwhile is left for the next round.
    unchanged = (kind.version == version, kind.masking_state == MaskingState.RECEIVED)
    return (
        sa.update(kind)
        .where(kind.id == key, *unchanged)
        .values(masked_text=text, masks=masks, masking_state=MaskingState.MASKED if masked else MaskingState.FAILED)
        .execution_options(synchronize_session=False)
    )


def _masked(kind: type[MaskedWords], key: uuid.UUID, text: str, author_masks: list[Any]) -> Masked | None:
    try:
        own = [masking.Mask(a, b, masking.MaskKind.OTHER, masking.MaskSource.AUTHOR) for a, b in author_masks]
        kept = masking.merge_masks(tuple(masking.find_masks(text)), tuple(own))
        return masking.apply_masks(text, kept), [[mask.start, mask.end, mask.kind.value, mask.source] for mask in kept]
    except Exception as error:
        # The error's message may quote the text: its type is all that is logged.
        log.error("%s %s: masking failed (%s)", kind.__name__, key, type(error).__name__)
        return None
