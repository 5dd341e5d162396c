"""Moving passages between themes when coordinators decide to, so that all pages agree at once."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Entry, Passage
from journal.themes import arrivals, queries
from journal.themes.centroids import update_centroid
from journal.themes.figures import figures_of
from journal.themes.models import AnalysisRun, Theme, ThemeMember, ThemeState
from nlp.themes.labels import NO_LABEL
from nlp.types import Solidity, ThemeEvent, Zone


def main_passages(session: Session, theme: Theme) -> set[uuid.UUID]:
    """The main passages of a theme in the last run that saw it."""
    state = queries.latest_state(session, theme.id)
    return {m.passage_id for m in state.members if m.main} if state else set()


def open_theme(
    session: Session,
    lab_id: uuid.UUID,
    label: str,
    today: date,
    *,
    machine_label: str = NO_LABEL,
    at: tuple[float, float] = (0.0, 0.0),
) -> Theme:
    """Create a theme for coordinators, in a colour of its own and without passages; ``at`` is its place on the map."""
    theme = Theme(
        id=uuid.uuid4(),
        lab_id=lab_id,
        label=label,
        machine_label=machine_label,
        color=queries.free_color(session, lab_id),
        x=at[0],
        y=at[1],
        born_on=today,
    )
    session.add(theme)
    session.flush()
    return theme


def move(
    session: Session, source: Theme, target: Theme, passages: Collection[uuid.UUID] | None = None, *, event: ThemeEvent
) -> list[str]:
    """Move passages between the latest states of two themes, all of them by default; return the ids of those moved.

    ``event`` is what happened to ``target``. Its growth is then measured from the new count, since people moved by a
    decision are not newcomers.
    """
    state = queries.latest_state(session, source.id)
    if state is None:
        return []
    there = queries.latest_state(session, target.id)
    if there is None or there.run_id != state.run_id:
        there = _empty_state(session, state.run_id, target, state.centroid)
    moved = [m for m in state.members if m.main and (passages is None or m.passage_id in passages)]
    for member in moved:
        _put(there, member.passage_id, member.strength, member.zone, member.excerpt_rank)
        session.delete(member)
    if passages is None:
        for member in state.members:
            session.delete(member)
    session.flush()
    there.event = event
    arrivals.look_again(session, (source.id, target.id))
    for touched in (state, there):
        recount(session, touched)
    return sorted(str(m.passage_id) for m in moved)


def _put(state: ThemeState, passage_id: uuid.UUID, strength: float, zone: Zone, rank: int | None) -> None:
    member = next((m for m in state.members if m.passage_id == passage_id), None)
    if member is None:
        member = ThemeMember(passage_id=passage_id)
        state.members.append(member)
    member.strength, member.zone, member.main, member.excerpt_rank = strength, zone, True, rank


def gather(session: Session, run: AnalysisRun, theme: Theme, passages: Sequence[Passage]) -> None:
    """Give a theme its state in a run, made of passages that were in no theme."""
    state = _empty_state(session, run.id, theme, passages[0].vector or b"")
    for passage in passages:
        arrivals.forget(session, passage.id)
        _put(state, passage.id, 1.0, Zone.CORE, None)
    session.flush()
    recount(session, state)


def _empty_state(session: Session, run_id: uuid.UUID, theme: Theme, centroid: bytes) -> ThemeState:
    state = ThemeState(
        id=uuid.uuid4(),
        run_id=run_id,
        theme_id=theme.id,
        event=ThemeEvent.BORN,
        solidity=Solidity.UNMEASURED,
        stability=0.0,
        participants=0,
        passages=0,
        announced=0,
        centroid=centroid,
    )
    session.add(state)
    session.flush()
    return state


def put(session: Session, theme: Theme, passage_id: uuid.UUID) -> None:
    """Put a passage in a theme as its main one, at full strength, because a coordinator said so."""
    state = queries.latest_state(session, theme.id)
    if state is None:
        return
    others = sa.select(ThemeState.id).where(ThemeState.run_id == state.run_id, ThemeState.id != state.id)
    arrivals.forget(session, passage_id)
    elsewhere = session.scalars(
        sa.select(ThemeMember).where(
            ThemeMember.passage_id == passage_id, ThemeMember.main, ThemeMember.state_id.in_(others)
        )
    ).all()
    for member in elsewhere:
        member.main = False
    _put(state, passage_id, 1.0, Zone.CORE, None)
    session.flush()
    for touched in (state, *(session.get_one(ThemeState, m.state_id) for m in elsewhere)):
        recount(session, touched)


def remove(session: Session, theme: Theme, passage_id: uuid.UUID) -> None:
    """Remove a passage from a theme; it is in none until a coordinator or a run places it."""
    state = queries.latest_state(session, theme.id)
    if state is None:
        return
    arrivals.forget(session, passage_id)
    for member in [m for m in state.members if m.passage_id == passage_id]:
        state.members.remove(member)
    session.flush()
    recount(session, state)


def recount(session: Session, state: ThemeState) -> None:
    """Compute the figures and centroid of a state again after passages were moved; its terms wait for the next run."""
    session.expire(state, ["members"])
    behind = session.scalars(
        queries.counted_members(Entry).where(ThemeMember.state_id == state.id).order_by(Passage.id)
    ).all()
    entries = list({entry.id: entry for entry in behind}.values())
    figures = figures_of(entries, floor=state.run.floor)
    state.participants = state.announced = len({entry.author_id for entry in entries})
    state.passages = len(behind)
    state.emotions, state.steps, state.months, state.agency = (
        figures.emotions,
        figures.steps,
        figures.months,
        figures.agency,
    )
    state.parts = []
    update_centroid(session, state)
    session.flush()
