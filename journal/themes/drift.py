"""Whether what arrives still resembles the themes of the last analysis, told in one sentence."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Entry, Passage
from journal.entries.queries import counted
from journal.themes.models import AnalysisRun, ThemeArrival
from journal.themes.queries import latest_success
from nlp.drift import Closeness, closeness, has_drifted

IN_TEN = ("aucun", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
FARTHER = "Ce qui s’écrit depuis la dernière analyse s’éloigne des thèmes qu’elle a trouvés"


@dataclass(frozen=True, slots=True)
class Drift:
    """How near people's words were to the themes, and how near those of newcomers are: clearly farther."""

    before: Closeness
    since: Closeness

    @property
    def sentence(self) -> str:
        before, since = (round(10 * c.far) for c in (self.before, self.since))
        if since <= before:
            return f"{FARTHER}."
        return (
            f"{FARTHER} : sur dix passages, environ {IN_TEN[since]} n’en "
            f"{'rejoint' if since == 1 else 'rejoignent'} aucun, contre {IN_TEN[before]} alors."
        )


def drift(session: Session, lab_id: uuid.UUID) -> Drift | None:
    """What calls for a new analysis of a Lab, if anything does. People count once; what was taken back is gone."""
    run = latest_success(session, lab_id)
    if run is None or not run.closeness:
        return None
    before, since = Closeness(**run.closeness), _since(session, run)
    return Drift(before, since) if has_drifted(before, since) else None


def _since(session: Session, run: AnalysisRun) -> Closeness:
    rows = session.execute(
        sa.select(Entry.author_id, ThemeArrival.nearness)
        .join(Passage, Passage.id == ThemeArrival.passage_id)
        .join(Entry, Entry.id == Passage.entry_id)
        .where(ThemeArrival.run_id == run.id, ThemeArrival.main, counted())
    ).all()
    return closeness([str(row.author_id) for row in rows], [row.nearness for row in rows])
