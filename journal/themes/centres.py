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
    """Centre the themes whose passages went or changed since they were centred; return how many centres were replaced.

    Former centres are forgotten: what an analysis saw of a theme is read for its centre until the next one sees it.
    ``runs`` are conditions on the analyses they come from.
    """
    made_of = sa.select(what_themes_are_made_of(*runs).subquery().c.id)
    past = sa.select(ThemeState.id).join(ThemeState.run).where(*runs)
    held = sa.func.length(ThemeState.centroid) > 0
    replaced = _free(session, ThemeState.id.in_(past), ThemeState.id.not_in(made_of), held)
    for state in replaced:
        state.centroid = NOTHING
    changed = _free(session, ThemeState.id.in_(_changed(session, made_of)))
    for state in changed:
        centre_state(session, state)
    session.flush()
    return len(replaced) + len(changed)


def centre_state(session: Session, state: ThemeState) -> None:
    """Centre a state on the passages it has, those that people took back included: they may share them again."""
    rows = session.execute(
        sa.select(Passage.version, sa.case((Passage.encoder == AnalysisRun.encoder, Passage.vector)))
        .join(ThemeMember, ThemeMember.passage_id == Passage.id)
        .join(ThemeMember.state)
        .join(ThemeState.run)
        .where(ThemeState.id == state.id, ThemeMember.main)
        .order_by(Passage.id)
    ).all()
    state.centroid = _centre_of([vector for _, vector in rows], like=state.centroid)
    state.centred_on = [len(rows), sum(version for version, _ in rows)]


def _changed(session: Session, made_of: sa.Select[uuid.UUID]) -> list[uuid.UUID]:
    """States whose passages are not what ``centred_on`` says.

    Only people add a passage, and then the state is centred. So fewer passages mean that some were erased, and as many
    with other versions mean that some were encoded again.
    """
    versions = sa.func.coalesce(sa.func.sum(Passage.version), 0)
    has = (
        sa.select(ThemeState.id, ThemeState.centred_on, sa.func.count(Passage.id), versions)
        .outerjoin(ThemeMember, sa.and_(ThemeMember.state_id == ThemeState.id, ThemeMember.main))
        .outerjoin(ThemeMember.passage)
        .where(ThemeState.id.in_(made_of))
        .group_by(ThemeState.id)
    )
    return [state_id for state_id, centred_on, *now in session.execute(has) if centred_on != now]


def _free(session: Session, *which: sa.ColumnElement[bool]) -> Sequence[ThemeState]:
    """States that nobody is changing, held until this transaction ends.

    Whoever moves passages centres the themes they touch. Waiting for them while holding others that they wait for would
    end one of the two by an error: theirs are left for the next purge.
    """
    states = sa.select(ThemeState).where(*which).order_by(ThemeState.id).execution_options(populate_existing=True)
    return session.scalars(states.with_for_update(of=ThemeState, key_share=True, skip_locked=True)).all()


def _centre_of(vectors: Sequence[bytes | None], *, like: bytes) -> bytes:
    """The centre of passages, of the size of the one that it replaces; a null one when nothing is left."""
    made = [vector for vector in vectors if vector]
    size = len(like or next(iter(made), NOTHING))
    rows = [unpacked(vector) for vector in made if len(vector) == size]
    return packed(centre(np.stack(rows))) if rows else bytes(size)
