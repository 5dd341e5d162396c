"""Assigns new passages to themes between two analyses. In the worker, never in a request.

These assignments are provisional: they are kept apart from the results of an analysis, and the next one ignores them.
The work to do is read from the rows, so doing it twice changes nothing.
"""

import logging
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.clock import day_of
from journal.db import Database
from journal.entries.masking.queue import encode_hidden
from journal.entries.models import Entry, Passage
from journal.entries.queries import counted
from journal.themes import drift, queries
from journal.themes.models import AnalysisRun, ThemeArrival, ThemeConstraint, ThemeMember, ThemeState
from journal.themes.runs import PAUSE, came_since, latest_request, request_run
from nlp.encoding import unpacked
from nlp.themes.membership import Assignment, assign, nearness
from nlp.types import ConstraintKind, Vectors

log = logging.getLogger(__name__)
BATCH = 500


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """Passages of a Lab that came since its last analysis, and the themes they may join."""

    run_id: uuid.UUID
    passages: Sequence[uuid.UUID]
    vectors: Vectors
    centroids: Mapping[str, Vectors]
    refused: Mapping[uuid.UUID, frozenset[str]]  # themes a coordinator said a passage is not of


def join_waiting(database: Database, *, most: int = BATCH) -> int:
    """Let every passage that waits join the themes of its Lab; return how many were placed, in a theme or in none.

    Those of which the team hid words are first given the vectors of the words that are left.
    """
    encode_hidden(database)
    with database.read() as session:
        runs = [queries.latest_success(session, lab_id) for lab_id in session.scalars(sa.select(Lab.id))]
    return sum(_join_lab(database, run, most) for run in runs if run is not None)


def _join_lab(database: Database, run: AnalysisRun, most: int) -> int:
    """What cannot be placed in one Lab stops no other."""
    try:
        return _join_all(database, run, most)
    except Exception as error:
        log.error("lab %s: newcomers not placed (%s)", run.lab_id, type(error).__name__)
        return 0


def _join_all(database: Database, run: AnalysisRun, most: int) -> int:
    done = 0
    while True:
        with database.read() as session:
            waiting = read_waiting(session, run, most=most)
        if not waiting.passages:
            return done
        found = place(waiting)
        with database.write() as session:
            kept = _keep(session, waiting, found)
            session.commit()
        done += kept
        if not kept or len(waiting.passages) < most:
            return done


def read_waiting(session: Session, run: AnalysisRun, *, most: int) -> Waiting:
    """What came since a run and has not been looked at. Nothing when the run left no theme, or another encoder."""
    states = [s for s in queries.states_of_run(session, run) if s.passages]
    rows = session.execute(_newcomers(run).limit(most)).all() if states else []
    return Waiting(
        run.id,
        [row.id for row in rows],
        np.array([unpacked(row.vector) for row in rows], dtype=np.float32),
        {str(s.theme_id): unpacked(s.centroid) for s in states},
        _refused(session, [row.id for row in rows]),
    )


def _newcomers(run: AnalysisRun) -> sa.Select[uuid.UUID, bytes | None]:
    """Passages the run cannot have read, whose entry counts now, that nothing is known of yet."""
    placed = sa.exists().where(ThemeMember.passage_id == Passage.id, ThemeMember.state_id == ThemeState.id)
    looked_at = sa.exists().where(ThemeArrival.passage_id == Passage.id, ThemeArrival.run_id == run.id)
    return (
        sa.select(Passage.id, Passage.vector)
        .join(Passage.entry)
        .where(
            Entry.lab_id == run.lab_id,
            counted(),
            came_since(run),
            Passage.counts,
            Passage.encoder == run.encoder,
            Passage.vector.is_not(None),
            ~placed.where(ThemeState.run_id == run.id),
            ~looked_at,
        )
        .order_by(Passage.id)
    )


def _refused(session: Session, passages: Collection[uuid.UUID]) -> dict[uuid.UUID, frozenset[str]]:
    rows = session.execute(
        sa.select(ThemeConstraint.passage_id, ThemeConstraint.theme_id).where(
            ThemeConstraint.kind == ConstraintKind.NOT_BELONGS, ThemeConstraint.passage_id.in_(passages)
        )
    )
    found: dict[uuid.UUID, set[str]] = defaultdict(set)
    for passage_id, theme_id in rows:
        found[passage_id].add(str(theme_id))
    return {passage_id: frozenset(themes) for passage_id, themes in found.items()}


def place(waiting: Waiting) -> list[ThemeArrival]:
    """Say where each passage seems to go. No database is open."""
    near = nearness(waiting.vectors, list(waiting.centroids.values())).max(axis=1)
    joined = assign(waiting.vectors, waiting.centroids)
    made = []
    for n, passage_id in enumerate(waiting.passages):
        refused = waiting.refused.get(passage_id)
        themes = _allowed(waiting, n, refused) if refused else joined[n]
        about = {"run_id": waiting.run_id, "passage_id": passage_id, "nearness": round(float(near[n]), 4)}
        made += [ThemeArrival(theme_id=uuid.UUID(t.theme), strength=t.strength, main=t.main, **about) for t in themes]
        if not themes:
            made.append(ThemeArrival(theme_id=None, strength=0.0, main=True, **about))
    return made


def _allowed(waiting: Waiting, row: int, refused: Collection[str]) -> tuple[Assignment, ...]:
    left = {key: centroid for key, centroid in waiting.centroids.items() if key not in refused}
    return assign(waiting.vectors[row : row + 1], left)[0]


def _keep(session: Session, waiting: Waiting, arrivals: Sequence[ThemeArrival]) -> int:
    """Write what is still true: nothing withdrawn meanwhile, no newer analysis, no other worker first."""
    run = session.get(AnalysisRun, waiting.run_id, with_for_update=True)
    if run is None or queries.latest_success(session, run.lab_id) is not run:
        return 0
    still = {row.id for row in session.execute(_newcomers(run).where(Passage.id.in_(waiting.passages)))}
    session.add_all(arrival for arrival in arrivals if arrival.passage_id in still)
    # The newcomers of earlier analyses are forgotten: this analysis has read their passages.
    others = sa.select(AnalysisRun.id).where(AnalysisRun.lab_id == run.lab_id, AnalysisRun.id != run.id)
    session.execute(sa.delete(ThemeArrival).where(ThemeArrival.run_id.in_(others)))
    session.flush()
    return len(still)


def request_needed_analyses(session: Session, *, now: datetime) -> list[AnalysisRun]:
    """Ask for the analysis of each Lab whose newcomers the themes no longer tell, once its pause is over."""
    until = day_of(now)
    made = []
    for lab_id in session.scalars(sa.select(Lab.id).order_by(Lab.id)).all():
        last = latest_request(session, lab_id)
        if last is not None and last.requested_at <= now - PAUSE and drift.call(session, lab_id):
            made.append(request_run(session, lab_id, until=until, now=now))
    return made
