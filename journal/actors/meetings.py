"""Meetings with organisations, which coordinators plan, then report or cancel."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.actors.models import Actor, Meeting
from journal.db import hold
from journal.errors import Refused

LONGEST_ROLE = 80
LONGEST_PURPOSE = 300
LONGEST_OUTCOME = 600


@dataclass(frozen=True, slots=True)
class Plan:
    """Who goes (an ally or a role in the team), on what day, and what for."""

    foreseen_on: date
    purpose: str
    role: str = ""
    visitor: Actor | None = None


def meetings_of(session: Session, lab_id: uuid.UUID) -> Sequence[Meeting]:
    """Every meeting of a Lab, including cancelled ones, newest first."""
    rows = sa.select(Meeting).where(Meeting.lab_id == lab_id)
    return session.scalars(rows.order_by(Meeting.foreseen_on.desc(), Meeting.at.desc(), Meeting.id)).all()


def foresee(session: Session, actor: Actor, plan: Plan, *, by: Person, now: datetime) -> Meeting:
    """Plan a meeting with an actor.

    Raises
    ------
    Refused
        When the Lab no longer works with the actor, or it would go to see itself.
    """
    if actor.retired_at is not None:
        raise Refused("Le Lab ne travaille plus avec cet acteur\u00a0: reprenez-le d’abord.")
    meeting = Meeting(lab_id=actor.lab_id, actor_id=actor.id, actor=actor, by_id=by.id, at=now, outcome="")
    _keep(meeting, plan)
    session.add(meeting)
    session.flush()
    return meeting


def change(session: Session, meeting: Meeting, plan: Plan) -> None:
    """Change the day, who goes or what for, of a meeting neither reported nor cancelled."""
    _hold(session, meeting)
    if meeting.is_settled:
        raise Refused("Cette rencontre a déjà eu lieu, ou n’a plus lieu.")
    _keep(meeting, plan)
    session.flush()


def tell(session: Session, meeting: Meeting, held_on: date, outcome: str, *, today: date) -> None:
    """Report that it was held and its outcome, or correct this.

    Raises
    ------
    Refused
        When it was dropped, or the day has not come yet.
    """
    _hold(session, meeting)
    if meeting.dropped_at is not None:
        raise Refused("Cette rencontre n’a plus lieu\u00a0: prévoyez-en une autre.")
    if held_on > today:
        raise Refused("Ce jour n’est pas encore venu.", "held_on")
    meeting.held_on, meeting.outcome = held_on, outcome
    session.flush()


def drop(session: Session, meeting: Meeting, *, now: datetime) -> None:
    """Cancel it."""
    _hold(session, meeting)
    if meeting.is_settled:
        raise Refused("Cette rencontre a déjà eu lieu, ou n’a plus lieu.")
    meeting.dropped_at = now
    session.flush()


def _keep(meeting: Meeting, plan: Plan) -> None:
    if plan.visitor is not None and plan.visitor.id == meeting.actor_id:
        raise Refused("Un acteur ne va pas se voir lui-même.", "visitor")
    meeting.visitor, meeting.visitor_id = plan.visitor, plan.visitor.id if plan.visitor else None
    meeting.role = "" if plan.visitor else plan.role
    if not meeting.visitor_id and not meeting.role:
        raise Refused("Dites qui y va\u00a0: un rôle de l’équipe, ou une organisation alliée.", "role")
    meeting.foreseen_on, meeting.purpose = plan.foreseen_on, plan.purpose


def _hold(session: Session, meeting: Meeting) -> None:
    """Lock the meeting and read it again, so that it is reported or cancelled only once."""
    hold(session, Meeting, meeting.id)
    session.refresh(meeting, ["held_on", "dropped_at"])
