"""The centroid of each theme, computed only from the passages that it still has.

From a centroid and all of its passages but one, the vector of the missing one can be computed exactly, and its sentence
found by trial. So a centroid that was not computed again would give away what has been erased or hidden since.
"""

import uuid
from collections.abc import Sequence

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Passage
from journal.themes.models import AnalysisRun, ThemeMember, ThemeState
from journal.themes.queries import what_themes_are_made_of
from nlp.encoding import centroid_of, packed, unpacked

NOTHING = b""


def update_centroids(session: Session, *runs: sa.ColumnElement[bool]) -> int:
    """Compute again the centroids of themes that lost or changed passages; return how many were replaced.

    Only the last state of a theme needs a centroid: those of earlier ones are deleted. ``runs`` are conditions on the
    analyses they come from.
    """
    made_of = sa.select(what_themes_are_made_of(*runs).subquery().c.id)
    past = sa.select(ThemeState.id).join(ThemeState.run).where(*runs)
    held = sa.func.length(ThemeState.centroid) > 0
    replaced = _free(session, ThemeState.id.in_(past), ThemeState.id.not_in(made_of), held)
    for state in replaced:
        state.centroid, state.centroid_from = NOTHING, []  # it may be the last that saw its theme again
    changed = _free(session, ThemeState.id.in_(_changed(session, made_of)))
    for state in changed:
        update_centroid(session, state)
    session.flush()
    return len(replaced) + len(changed)


def update_centroid(session: Session, state: ThemeState) -> None:
    """Compute the centroid of a state from its passages, including withdrawn ones, which may be shared again."""
    rows = session.execute(
        sa.select(Passage.version, sa.case((Passage.encoder == AnalysisRun.encoder, Passage.vector)))
        .join(ThemeMember, ThemeMember.passage_id == Passage.id)
        .join(ThemeMember.state)
        .join(ThemeState.run)
        .where(ThemeState.id == state.id, ThemeMember.main)
        .order_by(Passage.id)
    ).all()
    state.centroid = _packed_centroid([vector for _, vector in rows], like=state.centroid)
    state.centroid_from = [len(rows), sum(version for version, _ in rows)]


def _changed(session: Session, made_of: sa.Select[uuid.UUID]) -> list[uuid.UUID]:
    """States whose passages are no longer those that ``centroid_from`` describes.

    Only coordinators add passages, and the centroid is then computed. So fewer passages mean that some were erased, and
    as many with a larger sum of versions mean that some have changed.
    """
    versions = sa.func.coalesce(sa.func.sum(Passage.version), 0)
    has = (
        sa.select(ThemeState.id, ThemeState.centroid_from, sa.func.count(Passage.id), versions)
        .outerjoin(ThemeMember, sa.and_(ThemeMember.state_id == ThemeState.id, ThemeMember.main))
        .outerjoin(ThemeMember.passage)
        .where(ThemeState.id.in_(made_of))
        .group_by(ThemeState.id)
    )
    return [state_id for state_id, centroid_from, *now in session.execute(has) if centroid_from != now]


def _free(session: Session, *which: sa.ColumnElement[bool]) -> Sequence[ThemeState]:
    """Lock the states that no other transaction is changing, until this one ends.

    A coordinator who moves passages locks the states concerned. Waiting for them here, while holding others that they
    wait for, would be a deadlock: their states are left for the next purge.
    """
    states = sa.select(ThemeState).where(*which).order_by(ThemeState.id).execution_options(populate_existing=True)
    return session.scalars(states.with_for_update(of=ThemeState, key_share=True, skip_locked=True)).all()


def _packed_centroid(vectors: Sequence[bytes | None], *, like: bytes) -> bytes:
    """The centroid of vectors that have the size of ``like``; null when there are none."""
    made = [vector for vector in vectors if vector]
    size = len(like or next(iter(made), NOTHING))
    rows = [unpacked(vector) for vector in made if len(vector) == size]
    return packed(centroid_of(np.stack(rows))) if rows else bytes(size)
