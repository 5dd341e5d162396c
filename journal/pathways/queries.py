import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from journal.pathways.models import Pathway


def pathway_of(session: Session, participant_id: uuid.UUID) -> Pathway | None:
    """The pathway with all its parts, if the person has begun one."""
    return session.scalar(
        sa.select(Pathway)
        .where(Pathway.participant_id == participant_id)
        .options(selectinload(Pathway.steps), selectinload(Pathway.target_jobs), selectinload(Pathway.pauses))
    )
