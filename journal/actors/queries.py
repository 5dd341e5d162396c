import uuid
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.actors.models import (
    Act,
    Actor,
    Alliance,
    AllianceRevision,
    AllianceState,
    PointOfApplication,
)
from journal.text import fold


def actors_of(session: Session, lab_id: uuid.UUID, *, retired: bool = False) -> Sequence[Actor]:
    """The current actors of a Lab, or its former ones, by name."""
    gone = Actor.retired_at.is_not(None) if retired else Actor.retired_at.is_(None)
    return sorted(session.scalars(sa.select(Actor).where(Actor.lab_id == lab_id, gone)), key=lambda a: fold(a.name))


def points_of(session: Session, lab_id: uuid.UUID) -> Sequence[PointOfApplication]:
    """The points of application of a Lab, open ones first, then newest first."""
    rows = sa.select(PointOfApplication).where(PointOfApplication.lab_id == lab_id)
    newest = (PointOfApplication.opened_on.desc(), PointOfApplication.created_at.desc(), PointOfApplication.id)
    return session.scalars(rows.order_by(PointOfApplication.closed_on.is_not(None), *newest)).all()


def acts_of(session: Session, actor: Actor) -> Sequence[Act]:
    """All acts of an actor, including withdrawn ones, newest first."""
    return session.scalars(_newest(sa.select(Act).where(Act.actor_id == actor.id))).all()


def acts_about(session: Session, point: PointOfApplication, *, until: date) -> Sequence[Act]:
    """The acts of every actor about a point, up to a day, except withdrawn ones."""
    rows = sa.select(Act).where(Act.point_id == point.id, Act.happened_on <= until, Act.withdrawn_at.is_(None))
    return session.scalars(_newest(rows)).all()


def _newest(rows: sa.Select[Act]) -> sa.Select[Act]:
    return rows.order_by(Act.happened_on.desc(), Act.at.desc(), Act.id)


def alliances_of(session: Session, lab_id: uuid.UUID) -> Sequence[Alliance]:
    """Every alliance of a Lab, open ones first, then newest first."""
    order = (Alliance.closed_on.is_not(None), Alliance.starts_on.desc(), Alliance.created_at.desc(), Alliance.id)
    return session.scalars(sa.select(Alliance).where(Alliance.lab_id == lab_id).order_by(*order)).all()


def open_alliances(session: Session, lab_id: uuid.UUID) -> Sequence[Alliance]:
    """The open alliances. Anyone in the Lab may read their members and shared edge, and nothing else."""
    return [row for row in alliances_of(session, lab_id) if row.state is AllianceState.ONGOING]


def revisions_of(session: Session, alliance: Alliance) -> Sequence[tuple[AllianceRevision, str | None]]:
    """The revisions of an alliance, newest first, with their author."""
    rows = (
        sa.select(AllianceRevision, Person.username)
        .outerjoin(Person, Person.id == AllianceRevision.by_id)
        .where(AllianceRevision.alliance_id == alliance.id)
        .order_by(AllianceRevision.at.desc(), AllianceRevision.id)
    )
    return [(revision, name) for revision, name in session.execute(rows)]
