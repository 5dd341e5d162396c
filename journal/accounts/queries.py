"""Whom the team sees of their Lab: staff by name, participants as a number. What people see of their own account."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import STAFF, AuditEvent, Cohort, Invitation, Person, Role
from journal.accounts.services import tidy_username
from journal.db import count

REOPENED, CHOSEN, CODE_AGAIN = "reopened_by_mail", "reopening_chosen", "reopening_code_asked"
CODE_ASKED = (CHOSEN, CODE_AGAIN)


def participant_named(session: Session, admin: Person, username: str) -> Person | None:
    """The participant of the admin's Lab who gave this identifier, or nobody."""
    return session.scalar(
        sa.select(Person).where(
            Person.username == tidy_username(username),
            Person.lab_id == admin.lab_id,
            Person.role == Role.PARTICIPANT,
        )
    )


def members(session: Session, admin: Person) -> list[Person]:
    """The staff of the Lab, admins first."""
    return list(
        session.scalars(
            sa.select(Person)
            .where(Person.lab_id == admin.lab_id, Person.role.in_(STAFF))
            .order_by(Person.role, Person.username)
        )
    )


def open_accounts(lab_id: uuid.UUID, role: Role) -> tuple[sa.ColumnElement[bool], ...]:
    """The accounts of a role, in a Lab, that nobody closed."""
    return Person.lab_id == lab_id, Person.role == role, Person.disabled_at.is_(None)


def names_of(session: Session, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of people of the team or of its partners, who write under them."""
    return {person.id: person.username for person in session.scalars(sa.select(Person).where(Person.id.in_(keys)))}


def participants(session: Session, lab_id: uuid.UUID) -> int:
    """How many participants the Lab has."""
    return count(session, Person, *open_accounts(lab_id, Role.PARTICIPANT))


def anyone_joined(session: Session, person: Person) -> bool:
    """Whether the Lab has a participant, closed accounts included: who closed theirs is told to nobody."""
    joined = sa.select(Person.id).where(Person.lab_id == person.lab_id, Person.role == Role.PARTICIPANT)
    return session.scalar(joined.limit(1)) is not None


def cohorts(session: Session, lab_id: uuid.UUID) -> Sequence[Cohort]:
    """The groups of a Lab, by name."""
    return session.scalars(sa.select(Cohort).where(Cohort.lab_id == lab_id).order_by(Cohort.name)).all()


def invites_participants(session: Session, lab_id: uuid.UUID, now: datetime) -> bool:
    """Whether a code lets participants in now."""
    of_participants = (Invitation.lab_id == lab_id, Invitation.role == Role.PARTICIPANT)
    return bool(count(session, Invitation, *of_participants, *Invitation.opens(now)))


def invited_before(session: Session, lab_id: uuid.UUID, moment: datetime) -> set[uuid.UUID]:
    """The groups of a Lab for which a code was made before a moment."""
    asked = sa.select(Invitation.cohort_id).where(Invitation.lab_id == lab_id, Invitation.created_at < moment)
    return {cohort_id for cohort_id in session.scalars(asked) if cohort_id is not None}


def coordinators(session: Session, lab_id: uuid.UUID) -> int:
    """How many people coordinate the Lab: with none, nobody answers those who ask; two are needed to publish."""
    return count(session, Person, *open_accounts(lab_id, Role.COORDINATOR))


def other_coordinators(session: Session, person: Person) -> int:
    """How many others coordinate the Lab: what needs two people needs one of them."""
    return count(session, Person, *open_accounts(person.lab_id, Role.COORDINATOR), Person.id != person.id)


def others_like(session: Session, person: Person) -> int:
    """How many others of the Lab have the role of someone, with an account that is open."""
    return count(session, Person, *open_accounts(person.lab_id, person.role), Person.id != person.id)


def codes_asked(session: Session, person: Person, *, now: datetime) -> int:
    """How many codes someone had sent to an address they say is theirs, in a day."""
    asked = (
        AuditEvent.actor_id == person.id,
        AuditEvent.action.in_(CODE_ASKED),
        AuditEvent.at > now - timedelta(days=1),
    )
    return count(session, AuditEvent, *asked)


def reopenings(session: Session, person: Person) -> Sequence[datetime]:
    """When someone's journal was opened again by mail, the last time first; the log forgets them after a year."""
    mine = (AuditEvent.subject_id == person.id, AuditEvent.action == REOPENED)
    return session.scalars(sa.select(AuditEvent.at).where(*mine).order_by(AuditEvent.sequence.desc())).all()
