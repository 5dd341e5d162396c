"""Queries about indicators, each inside one Lab."""

import uuid
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from journal.accounts.queries import names_of
from journal.actors.models import Actor
from journal.clock import day_of
from journal.experiments.models import Experiment
from journal.indicators import rules
from journal.indicators.models import (
    ChangeKind,
    Indicator,
    IndicatorChange,
    IndicatorOpinion,
    IndicatorState,
    Measure,
)

# Those in use first, then those to talk about.
ORDER = (IndicatorState.ADOPTED, IndicatorState.PROPOSED, IndicatorState.SET_ASIDE)


def in_lab(session: Session, lab_id: uuid.UUID, indicator_id: uuid.UUID) -> Indicator | None:
    """An indicator of this Lab."""
    return session.scalar(
        sa.select(Indicator).where(Indicator.id == indicator_id, Indicator.lab_id == lab_id).options(*_whole())
    )


def measure_in_lab(session: Session, lab_id: uuid.UUID, measure_id: uuid.UUID) -> tuple[Indicator, Measure] | None:
    """A measure of this Lab, with its indicator."""
    measure = session.get(Measure, measure_id)
    row = in_lab(session, lab_id, measure.indicator_id) if measure else None
    return (row, measure) if row is not None and measure is not None else None


def all_of(session: Session, lab_id: uuid.UUID, *states: IndicatorState) -> list[Indicator]:
    """The indicators of a Lab in these states, those in use first, by name."""
    statement = sa.select(Indicator).where(Indicator.lab_id == lab_id, Indicator.state.in_(states or ORDER))
    rows = session.scalars(statement.order_by(Indicator.name, Indicator.id).options(*_whole()))
    return sorted(rows, key=lambda row: ORDER.index(row.state))


def experiments(session: Session, lab_id: uuid.UUID) -> Sequence[Experiment]:
    """The experiments around which a measure may be made."""
    statement = sa.select(Experiment).where(Experiment.lab_id == lab_id)
    return session.scalars(statement.order_by(Experiment.title, Experiment.id)).all()


def authors(session: Session, row: Indicator) -> dict[uuid.UUID, str]:
    """The names of the team members and partners who wrote about it."""
    written: list[IndicatorChange | IndicatorOpinion | Measure] = [*row.changes, *row.opinions, *row.measures]
    keys = {each.by_id for each in written if each.by_id}
    return names_of(session, keys)


def adopted_on(row: Indicator) -> date | None:
    """The day it was last adopted."""
    moments = [change.at for change in row.changes if change.kind is ChangeKind.ADOPTED]
    return day_of(max(moments)) if moments else None


def to_discuss(session: Session, lab_id: uuid.UUID) -> list[Indicator]:
    return all_of(session, lab_id, IndicatorState.PROPOSED)


def due(session: Session, lab_id: uuid.UUID, today: date) -> list[Indicator]:
    """Adopted indicators waiting for a measure."""
    return [row for row in all_of(session, lab_id, IndicatorState.ADOPTED) if is_due(row, today)]


def is_due(row: Indicator, today: date, *, by: Actor | None = None) -> bool:
    """Whether a measure is due: from anyone, or from one actor, whatever others measured."""
    since = adopted_on(row)
    days = [measure.on for measure in rules.current(row.measures) if by is None or measure.actor_id == by.id]
    return since is not None and rules.is_due(max(days, default=None), since, row.every_months, today)


def _whole() -> tuple[sa.orm.interfaces.ORMOption, ...]:
    return (
        selectinload(Indicator.changes),
        selectinload(Indicator.opinions),
        selectinload(Indicator.measures).selectinload(Measure.experiment),
        selectinload(Indicator.signs),
    )
