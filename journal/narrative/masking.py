"""The worker's part of a contribution: mask it before any coordinator reads it. Never called by a request."""

import logging

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import MaskingState
from journal.narrative.models import Contribution
from nlp import masking

log = logging.getLogger(__name__)
BATCH = 50


def mask_contributions(session: Session) -> int:
    """Mask what waits; return how many were masked. One that fails stays unread, and stops no other."""
    waiting = session.scalars(
        sa.select(Contribution)
        .where(Contribution.masking_state == MaskingState.RECEIVED)
        .order_by(Contribution.at, Contribution.id)
        .limit(BATCH)
    ).all()
    made = sum(_mask(contribution) for contribution in waiting)
    session.flush()
    return made


def _mask(contribution: Contribution) -> bool:
    try:
        masked = masking.apply_masks(contribution.text, masking.find_masks(contribution.text))
    except Exception as error:
        # The error's message may quote the text: its type is all that is logged.
        log.error("contribution %s: masking failed (%s)", contribution.id, type(error).__name__)
        contribution.masking_state, contribution.masked_text = MaskingState.FAILED, None
        return False
    contribution.masked_text, contribution.masking_state = masked, MaskingState.MASKED
    return True
