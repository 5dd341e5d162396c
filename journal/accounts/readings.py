"""Every reading by staff of what someone wrote is logged, and its author can see it."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Person
from journal.clock import day_of, midnight


class Reading(StrEnum):
    """What was read, as named in the log."""

    PASSAGES = "read_passages"
    CONTRIBUTION = "read_contribution"
    PROPOSAL = "read_proposal"
    IDEA = "read_idea"
    CONTACT = "read_contact"
    ANSWER = "read_message_answer"

    @property
    def subject(self) -> str:
        """The kind of row the log refers to."""
        return SUBJECTS[self]


SUBJECTS = {
    Reading.PASSAGES: "entry",
    Reading.CONTRIBUTION: "contribution",
    Reading.PROPOSAL: "proposal",
    Reading.IDEA: "idea",
    Reading.CONTACT: "contact_request",
    Reading.ANSWER: "team_message",
}


def unlogged(
    session: Session, person: Person, reading: Reading, ids: Iterable[uuid.UUID], *, now: datetime
) -> list[uuid.UUID]:
    """Those of these rows whose reading by this person is not logged yet today."""
    wanted = set(ids)
    if not wanted:
        return []
    noted: set[uuid.UUID | None] = set(
        session.scalars(
            sa.select(AuditEvent.subject_id).where(
                AuditEvent.actor_id == person.id,
                AuditEvent.action == reading.value,
                AuditEvent.at >= midnight(day_of(now)),
                AuditEvent.subject_id.in_(wanted),
            )
        )
    )
    return sorted(wanted - noted, key=str)
