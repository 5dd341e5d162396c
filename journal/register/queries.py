"""Queries on the audit log of one Lab: what its team did, and what was done in its name from the server."""

import uuid
from collections.abc import Generator
from contextlib import closing
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts import audit
from journal.accounts.audit import RESTORE
from journal.accounts.models import AuditEvent, Cohort, Invitation, Lab, Person, Role
from journal.clock import day_of, midnight
from journal.register.actions import ON_THE_SERVER, SHOWN, TEAM, Kind
from journal.register.rules import Colleague, Line, Logged, by_day

Days = Generator[tuple[date, list[Line]]]
# A page ends with the day that brings it to so many lines.
LINES = 40
READ, EXPORTED = "read_register", "export_register"


def days(
    session: Session, lab_id: uuid.UUID, *, since: date | None, until: date | None, kind: Kind | None, now: datetime
) -> Days:
    """The days with something to show, latest first, read lazily."""
    first = max(since or date.min, oldest_day(now))
    names = [action for action, shown in SHOWN.items() if kind in (None, shown.kind)]
    wanted = (
        sa.select(
            AuditEvent.at,
            AuditEvent.action,
            AuditEvent.actor_id,
            AuditEvent.actor_role,
            AuditEvent.subject_id,
            AuditEvent.detail,
        )
        .where(_of_team(lab_id), AuditEvent.action.in_(names), AuditEvent.at >= midnight(first))
        .order_by(AuditEvent.at.desc(), AuditEvent.sequence.desc())
        .execution_options(yield_per=500)
    )
    if until is not None:
        wanted = wanted.where(AuditEvent.at < midnight(until + timedelta(days=1)))
    named = colleagues(session, lab_id)
    with session.execute(wanted) as rows:
        yield from by_day((Logged(*row) for row in rows), named, today=day_of(now))


def oldest_day(now: datetime) -> date:
    """The oldest day that the log still holds in full.

    The one before it leaves hour by hour: whoever looked every hour would see when what it tells was done.
    """
    return day_of(now - audit.KEPT) + timedelta(days=1)


def _of_team(lab_id: uuid.UUID) -> sa.ColumnElement[bool]:
    by_team = sa.and_(AuditEvent.lab_id == lab_id, AuditEvent.actor_role.in_([role.value for role in TEAM]))
    # What a command does is nobody's: it is of the Lab when what it is about is.
    theirs = {
        "lab": sa.select(Lab.id).where(Lab.id == lab_id),
        "cohort": sa.select(Cohort.id).where(Cohort.lab_id == lab_id),
        "invitation": sa.select(Invitation.id).where(Invitation.lab_id == lab_id),
        "person": sa.select(Person.id).where(Person.lab_id == lab_id, Person.role != Role.PARTICIPANT),
    }
    about = (sa.and_(AuditEvent.subject == kind, AuditEvent.subject_id.in_(ids)) for kind, ids in theirs.items())
    concerns = sa.or_(AuditEvent.action == RESTORE, *about)  # a restore concerns the whole site
    on_the_server = sa.and_(AuditEvent.actor_id.is_(None), AuditEvent.action.in_(ON_THE_SERVER), concerns)
    return sa.or_(by_team, on_the_server)


def colleagues(session: Session, lab_id: uuid.UUID) -> dict[uuid.UUID | None, Colleague]:
    """Everyone in the Lab who is not a participant."""
    there = sa.select(Person).where(Person.lab_id == lab_id, Person.role != Role.PARTICIPANT)
    return {person.id: Colleague(person.username, person.role) for person in session.scalars(there)}


def one_page(found: Days) -> tuple[list[tuple[date, list[Line]]], date | None]:
    """Whole days, up to enough lines; then the day on which the next page starts, if any."""
    shown: list[tuple[date, list[Line]]] = []
    with closing(found):  # PostgreSQL would hold what is not read
        for day, lines in found:
            if sum(len(kept) for _, kept in shown) >= LINES:
                return shown, day
            shown.append((day, lines))
    return shown, None


def is_noted(session: Session, person: Person, *, since: datetime) -> bool:
    """Whether someone's reading of the register is already logged since a moment."""
    read = sa.select(AuditEvent.sequence).where(
        AuditEvent.actor_id == person.id, AuditEvent.action == READ, AuditEvent.at >= since
    )
    return session.scalar(read.limit(1)) is not None
