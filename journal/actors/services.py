"""Adding, renaming and retiring actors, none of whom is a job seeker."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.actors.models import Actor, ActorKind
from journal.db import hold
from journal.errors import Refused
from journal.text import fold

LONGEST_NAME = 120
LONGEST_NOTE = 400


def add(session: Session, lab_id: uuid.UUID, name: str, kind: ActorKind, *, note: str = "", now: datetime) -> Actor:
    """Add an organisation or a role to the actors of a Lab.

    Raises
    ------
    Refused
        When an actor of the Lab already has this name.
    """
    _check_free(session, lab_id, name, but=None)
    actor = Actor(lab_id=lab_id, name=name, kind=kind, note=note, created_at=now)
    session.add(actor)
    session.flush()
    return actor


def change(session: Session, actor: Actor, *, name: str, kind: ActorKind, note: str) -> None:
    """Change an actor: its new name appears wherever it is mentioned.

    Raises
    ------
    Refused
        When another actor of the Lab has this name.
    """
    rename(session, actor, name)
    actor.kind, actor.note = kind, note
    session.flush()


def rename(session: Session, actor: Actor, name: str) -> None:
    _check_free(session, actor.lab_id, name, but=actor.id)
    actor.name = name
    session.flush()


def retire(session: Session, actor: Actor, *, now: datetime) -> None:
    """Mark an actor as one the Lab no longer works with. Its acts stay."""
    if actor.retired_at is not None:
        raise Refused("Cet acteur est déjà retiré.")
    actor.retired_at = now
    session.flush()


def reinstate(session: Session, actor: Actor) -> None:
    actor.retired_at = None
    session.flush()


def _check_free(session: Session, lab_id: uuid.UUID, name: str, *, but: uuid.UUID | None) -> None:
    """Refuse a name that differs from another only by case or accents."""
    hold(session, Lab, lab_id)
    for actor_id, taken in session.execute(sa.select(Actor.id, Actor.name).where(Actor.lab_id == lab_id)):
        if actor_id != but and fold(taken) == fold(name):
            raise Refused("Un acteur du Lab porte déjà ce nom.")
