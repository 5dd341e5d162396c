import uuid
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.actors.models import Actor
from journal.db import fold


def actor_in_lab(session: Session, lab_id: uuid.UUID, actor_id: uuid.UUID) -> Actor | None:
    """An actor, only inside its Lab."""
    return session.scalar(sa.select(Actor).where(Actor.id == actor_id, Actor.lab_id == lab_id))


def actors_of(session: Session, lab_id: uuid.UUID, *, retired: bool = False) -> Sequence[Actor]:
    """The actors the Lab works with, or those it no longer does, by name."""
    gone = Actor.retired_at.is_not(None) if retired else Actor.retired_at.is_(None)
    return sorted(session.scalars(sa.select(Actor).where(Actor.lab_id == lab_id, gone)), key=lambda a: fold(a.name))
