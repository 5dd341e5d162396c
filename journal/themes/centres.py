"""The centre of each theme: made of the passages that it has, and of no other.

From a centre and all the passages it was made of but one, the vector of that one is computed exactly, and whoever tries
sentences finds which it was. A centre left as an analysis made it would hold what was erased since, or hidden.
"""

import uuid
from collections.abc import Sequence

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Passage
from journal.themes.models import AnalysisRun, ThemeMember, ThemeState
from journal.themes.queries import what_themes_are_made_of
from nlp.encoding import centre, packed, unpacked

NOTHING = b""


def centre_again(session: Session, *runs: sa.ColumnElement[bool]) -> int:
    """Centre themes on the passages they have at this moment, and forget their former centres; return how many moved.

    ``runs`` are conditions on the analyses they come from. What an analysis saw of a theme is read for its centre until
    the next one sees it.
    """
    made_of = sa.select(what_themes_are_made_of(*runs).subquery().c.id)
    past = sa.select(ThemeState.id).join(ThemeState.run).where(*runs)
    held = sa.func.length(ThemeState.centroid) > 0
    former = _free(session, ThemeState.id.in_(past), ThemeState.id.not_in(made_of), held)
    session.execute(sa.update(ThemeState).where(ThemeState.id.in_(former)).values(centroid=NOTHING))
    return len(former) + sum(_centre(session, state_id) for state_id in _free(session, ThemeState.id.in_(made_of)))


def _free(session: Session, *which: sa.ColumnElement[bool]) -> Sequence[uuid.UUID]:
    """States that nobody is changing, held until this transaction ends.

    Whoever moves passages centres the themes they touch. Waiting for them while holding others that they wait for would
    end one of the two by an error: theirs are left for the next purge.
    """
    ids = sa.select(ThemeState.id).where(*which).order_by(ThemeState.id)
    return session.scalars(ids.with_for_update(of=ThemeState, key_share=True, skip_locked=True)).all()


def _centre(session: Session, state_id: uuid.UUID) -> bool:
    before = session.scalar(sa.select(ThemeState.centroid).where(ThemeState.id == state_id)) or NOTHING
    now = centre_of(session.scalars(_vectors_of(state_id)).all(), like=before)
    if now != before:
        session.execute(sa.update(ThemeState).where(ThemeState.id == state_id).values(centroid=now))
    return now != before


def _vectors_of(state_id: uuid.UUID) -> sa.Select[bytes | None]:
    """The vectors of the passages of a state, those that people took back included: they may share them again."""
    return (
        sa.select(Passage.vector)
        .join(ThemeMember, ThemeMember.passage_id == Passage.id)
        .join(ThemeState, ThemeState.id == ThemeMember.state_id)
        .join(AnalysisRun, AnalysisRun.id == ThemeState.run_id)
        .where(ThemeState.id == state_id, ThemeMember.main, Passage.encoder == AnalysisRun.encoder)
        .order_by(Passage.id)
    )


def centre_of(vectors: Sequence[bytes | None], *, like: bytes) -> bytes:
    """The centre of passages, of the size of the one that it replaces; a null one when nothing is left."""
    made = [vector for vector in vectors if vector]
    size = len(like or next(iter(made), NOTHING))
    rows = [unpacked(vector) for vector in made if len(vector) == size]
    return packed(centre(np.stack(rows))) if rows else bytes(size)
