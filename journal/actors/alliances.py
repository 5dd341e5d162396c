"""Alliances: what links two actors or more around a shared edge. Every revision stays readable."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.actors.models import (
    Actor,
    Alliance,
    AllianceMember,
    AllianceRevision,
    AllianceState,
    PointOfApplication,
)
from journal.clock import day_of
from journal.errors import Refused

LONGEST_EDGE = 400
LONGEST_PART = 300
LONGEST_LESSON = 600
FEWEST_PARTIES = 2


@dataclass(frozen=True, slots=True)
class Party:
    """What an actor brings to an alliance, and what it expects from it."""

    actor: Actor
    brings: str
    expects: str


@dataclass(frozen=True, slots=True)
class Terms:
    """The text of an alliance on a given day."""

    shared_edge: str
    starts_on: date
    state: AllianceState
    parts: Sequence[Party]
    point: PointOfApplication | None = None
    learnt: str = ""


def make(session: Session, lab_id: uuid.UUID, terms: Terms, *, by: Person | None, now: datetime) -> Alliance:
    """Create an alliance.

    Raises
    ------
    Refused
        When fewer than two actors are in it, one is named twice, or it is closed without saying what was learnt.
    """
    alliance = Alliance(lab_id=lab_id, created_at=now)
    session.add(alliance)
    revise(session, alliance, terms, by=by, now=now)
    return alliance


def revise(session: Session, alliance: Alliance, terms: Terms, *, by: Person | None, now: datetime) -> None:
    """Revise an alliance. Its earlier text stays readable, with its date."""
    _check(terms)
    alliance.shared_edge, alliance.starts_on, alliance.state = terms.shared_edge, terms.starts_on, terms.state
    alliance.point_id = terms.point.id if terms.point else None
    is_closed = terms.state is AllianceState.CLOSED
    alliance.learnt = terms.learnt if is_closed else ""
    alliance.closed_on = (alliance.closed_on or max(day_of(now), terms.starts_on)) if is_closed else None
    _seat(alliance, terms.parts)
    session.flush()
    session.add(AllianceRevision(alliance_id=alliance.id, by_id=by.id if by else None, at=now, content=_said(terms)))
    session.flush()


def _check(terms: Terms) -> None:
    if len(terms.parts) < FEWEST_PARTIES:
        raise Refused("Une alliance réunit au moins deux acteurs.")
    if len({part.actor.id for part in terms.parts}) < len(terms.parts):
        raise Refused("Le même acteur est nommé deux fois.")
    if terms.state is AllianceState.CLOSED and not terms.learnt:
        raise Refused("Dites ce qui a été appris\u00a0: une alliance ne se clôt pas sans cela.")


def _seat(alliance: Alliance, parts: Sequence[Party]) -> None:
    """Update the rows of the actors that stay: deleting and inserting the same one in one flush would fail."""
    known = {member.actor_id: member for member in alliance.members}
    alliance.members = [known.get(part.actor.id) or AllianceMember(actor=part.actor) for part in parts]
    for position, (member, part) in enumerate(zip(alliance.members, parts, strict=True)):
        member.position, member.brings, member.expects = position, part.brings, part.expects


def _said(terms: Terms) -> dict[str, Any]:
    """The terms as a revision stores them, with actors by id."""
    return {
        "shared_edge": terms.shared_edge,
        "starts_on": terms.starts_on.isoformat(),
        "state": terms.state.value,
        "learnt": terms.learnt if terms.state is AllianceState.CLOSED else "",
        "parts": [
            {"actor": str(part.actor.id), "brings": part.brings, "expects": part.expects} for part in terms.parts
        ],
    }
