import uuid
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.actors.models import Actor
from journal.partners.models import Partner


def organisation_of(session: Session, person_id: uuid.UUID) -> Actor | None:
    """The organisation a partner speaks for; None for anyone else."""
    return session.scalar(
        sa.select(Actor).join(Partner, Partner.actor_id == Actor.id).where(Partner.person_id == person_id)
    )


def voice_of(session: Session, by: Person) -> dict[str, object]:
    """In which role someone speaks, and for which organisation: the columns of a ``Voiced`` row."""
    organisation = organisation_of(session, by.id) if by.role is Role.PARTNER else None
    return {"role": by.role, "actor_id": organisation.id if organisation else None}


def speakers_for(session: Session, actor: Actor) -> set[uuid.UUID]:
    """The accounts that speak for an organisation."""
    return {*session.scalars(sa.select(Partner.person_id).where(Partner.actor_id == actor.id))}


def accounts_of(session: Session, lab_id: uuid.UUID) -> Sequence[tuple[Actor, list[Person]]]:
    """The partners' accounts of a Lab, by organisation."""
    rows = session.execute(
        sa.select(Actor, Person)
        .join(Partner, Partner.actor_id == Actor.id)
        .join(Person, Person.id == Partner.person_id)
        .where(Person.lab_id == lab_id)
        .order_by(Actor.name, Actor.id, Person.created_at, Person.id)
    )
    found: dict[Actor, list[Person]] = {}
    for actor, person in rows:
        found.setdefault(actor, []).append(person)
    return list(found.items())


def partner_in_lab(session: Session, lab_id: uuid.UUID, person_id: uuid.UUID) -> Person | None:
    """A partner's account of this Lab."""
    return session.scalar(
        sa.select(Person).where(Person.id == person_id, Person.lab_id == lab_id, Person.role == Role.PARTNER)
    )
