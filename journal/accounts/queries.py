"""What the team sees of its Lab (staff by name, participants as a number), and people of their own account."""

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
    """The participant of the administrator's Lab with this identifier, if any."""
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
    """The accounts of a role in a Lab, except closed ones."""
    return Person.lab_id == lab_id, Person.role == role, Person.disabled_at.is_(None)


def names_of(session: Session, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of team members or partners, who sign what they write."""
    return {person.id: person.username for person in session.scalars(sa.select(Person).where(Person.id.in_(keys)))}


def participants(session: Session, lab_id: uuid.UUID) -> int:
    """The number of participants of the Lab."""
    return count(session, Person, *open_accounts(lab_id, Role.PARTICIPANT))


def anyone_joined(session: Session, person: Person) -> bool:
    """Whether the Lab has a participant, including closed accounts, so that closing one is not revealed."""
    joined = sa.select(Person.id).where(Person.lab_id == person.lab_id, Person.role == Role.PARTICIPANT)
    return session.scalar(joined.limit(1)) is not None


def cohorts(session: Session, lab_id: uuid.UUID) -> Sequence[Cohort]:
    """The groups of a Lab, by name."""
    return session.scalars(sa.select(Cohort).where(Cohort.lab_id == lab_id).order_by(Cohort.name)).all()


def invites_participants(session: Session, lab_id: uuid.UUID, now: datetime) -> bool:
    """Whether a code lets participants in today."""
    of_participants = (Invitation.lab_id == lab_id, Invitation.role == Role.PARTICIPANT)
    return bool(count(session, Invitation, *of_participants, *Invitation.opens(now)))


def invited_before(session: Session, lab_id: uuid.UUID, moment: datetime) -> set[uuid.UUID]:
    """The groups of a Lab that had a code before a moment."""
    asked = sa.select(Invitation.cohort_id).where(Invitation.lab_id == lab_id, Invitation.created_at < moment)
    return {cohort_id for cohort_id in session.scalars(asked) if cohort_id is not None}


def coordinators(session: Session, lab_id: uuid.UUID) -> int:
    """How many people coordinate the Lab: with none, nobody answers; publishing needs two."""
    return count(session, Person, *open_accounts(lab_id, Role.COORDINATOR))


def other_coordinators(session: Session, person: Person) -> int:
    """How many others coordinate the Lab: what needs two people needs one of them."""
    return count(session, Person, *open_accounts(person.lab_id, Role.COORDINATOR), Person.id != person.id)


def others_like(session: Session, person: Person) -> int:
    """How many others in the Lab have the same role, with an open account."""
    return count(session, Person, *open_accounts(person.lab_id, person.role), Person.id != person.id)


def codes_asked(session: Session, person: Person, *, now: datetime) -> int:
    """How many codes someone requested in a day, for an address they say is theirs."""
    asked = (
        AuditEvent.actor_id == person.id,
        AuditEvent.action.in_(CODE_ASKED),
        AuditEvent.at > now - timedelta(days=1),
    )
    return count(session, AuditEvent, *asked)


def reopenings(session: Session, person: Person) -> Sequence[datetime]:
    """When someone's journal was opened by an email link, latest first; the log forgets this after a year."""
    mine = (AuditEvent.subject_id == person.id, AuditEvent.action == REOPENED)
    return session.scalars(sa.select(AuditEvent.at).where(*mine).order_by(AuditEvent.sequence.desc())).all()
