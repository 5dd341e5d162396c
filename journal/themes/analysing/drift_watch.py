"""Checks whether new passages still resemble the themes of the last analysis. In the worker, never in a request.

The result is stored with the analysis and the newcomers it is about: it is computed again when these change.
"""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.clock import Clock
from journal.db import Database
from journal.entries.models import Entry, Passage
from journal.entries.queries import counted
from journal.themes.arrivals import placed_since
from journal.themes.drift import fingerprint
from journal.themes.models import AnalysisRun, ThemeArrival, ThemeDrift, ThemeMember, ThemeState
from journal.themes.queries import latest_success
from journal.themes.runs import came_since, in_window
from nlp.encoding import unpacked
from nlp.themes.drift import Closeness, closeness, has_drifted
from nlp.themes.novelty import Said, speaks_of_something_new

log = logging.getLogger(__name__)
IN_TEN = ("aucun", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
FARTHER = "Ce qui s’écrit depuis la dernière analyse s’éloigne des thèmes qu’elle a trouvés"

NEW = (
    "Parmi les textes arrivés depuis la dernière analyse, plusieurs se ressemblent entre eux "
    "plus qu’ils ne ressemblent à ceux d’avant : on parle peut-être de quelque chose de nouveau."
)
MOST = 600  # passages of each side compared with one another, the latest


@dataclass(frozen=True, slots=True)
class Drift:
    """How near people's words were to the themes, and how near those of newcomers are.

    Clearly farther; or as near, when some of them speak of something nobody spoke of.
    """

    before: Closeness
    since: Closeness

    @property
    def sentence(self) -> str:
        if not has_drifted(self.before, self.since):
            return NEW
        before, since = (round(10 * c.far) for c in (self.before, self.since))
        if since <= before:
            return f"{FARTHER}."
        return (
            f"{FARTHER} : sur dix passages, environ {IN_TEN[since]} n’en "
            f"{'rejoint' if since == 1 else 'rejoignent'} aucun, contre {IN_TEN[before]} le jour de l’analyse."
        )


def watch(database: Database, *, now: Clock) -> int:
    """Look at the newcomers of each Lab that are not those last looked at; return how many Labs were."""
    with database.read() as session:
        labs = session.scalars(sa.select(Lab.id).order_by(Lab.id)).all()
    return sum(_watch_lab(database, lab_id, now) for lab_id in labs)


def _watch_lab(database: Database, lab_id: uuid.UUID, now: Clock) -> bool:
    """What cannot be looked at in one Lab stops no other."""
    try:
        with database.read() as session:
            seen = _look(session, lab_id, now())
        if seen is None:
            return False
        with database.write() as session:
            _keep(session, seen)
            session.commit()
    except Exception as error:
        log.error("lab %s: drift not looked at (%s)", lab_id, type(error).__name__)
        return False
    return True


def _look(session: Session, lab_id: uuid.UUID, moment: datetime) -> ThemeDrift | None:
    """What newcomers call for; None when these newcomers were looked at already, or there are none."""
    run = latest_success(session, lab_id)
    if run is None or not run.closeness:
        return None
    came, last = placed_since(session, run), session.get(ThemeDrift, run.id)
    mark = fingerprint(came)
    if mark == (last.fingerprint if last else fingerprint([])):
        return None
    found = drift(session, run)
    sentence = found.sentence if found else ""
    return ThemeDrift(run_id=run.id, at=moment, passages=len(came), fingerprint=mark, sentence=sentence)


def _keep(session: Session, seen: ThemeDrift) -> None:
    # The run is held, so that two workers do not write the same line at once.
    if session.get(AnalysisRun, seen.run_id, with_for_update=True) is not None:
        session.merge(seen)


def drift(session: Session, run: AnalysisRun) -> Drift | None:
    """What calls for a new analysis, if anything does. People count once; what was withdrawn is gone."""
    before, since = Closeness(**run.closeness), _since(session, run)
    calls = has_drifted(before, since) or speaks_of_something_new(_read(session, run), _came(session, run))
    return Drift(before, since) if calls else None


def _since(session: Session, run: AnalysisRun) -> Closeness:
    rows = session.execute(
        sa.select(Entry.author_id, ThemeArrival.nearness)
        .join(Passage, Passage.id == ThemeArrival.passage_id)
        .join(Passage.entry)
        .where(ThemeArrival.run_id == run.id, ThemeArrival.main, counted())
    ).all()
    return closeness([str(row.author_id) for row in rows], [row.nearness for row in rows])


def _read(session: Session, run: AnalysisRun) -> Said:
    """The latest of what an analysis read: what was said long before is no fair comparison with this week."""
    placed = sa.select(ThemeMember.passage_id).join(ThemeMember.state).where(ThemeState.run_id == run.id)
    was_there = sa.or_(Passage.id.in_(placed), ~came_since(run))
    return _said(session, run, *in_window(run.lab_id, run.until), was_there)


def _came(session: Session, run: AnalysisRun) -> Said:
    arrived = sa.exists().where(ThemeArrival.passage_id == Passage.id, ThemeArrival.run_id == run.id, ThemeArrival.main)
    return _said(session, run, arrived)


def _said(session: Session, run: AnalysisRun, *among: sa.ColumnElement[bool]) -> Said:
    rows = session.execute(
        sa.select(Entry.author_id, Passage.vector)
        .join(Entry.passages)
        .where(*among, counted(), Passage.counts, Passage.encoder == run.encoder, Passage.vector.is_not(None))
        .order_by(Entry.happened_on.desc(), Passage.id)
        .limit(MOST)
    ).all()
    vectors = [unpacked(row.vector) for row in rows]
    return Said([str(row.author_id) for row in rows], np.array(vectors, dtype=np.float32))
