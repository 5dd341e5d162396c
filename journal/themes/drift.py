"""What calls for a new analysis, as the worker last saw it. Pages read it here; ``drift_watch`` computes it."""

import hashlib
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Entry, Passage
from journal.entries.queries import counted
from journal.themes.models import AnalysisRun, ThemeArrival, ThemeDrift
from journal.themes.queries import latest_success


def call(session: Session, lab_id: uuid.UUID) -> str:
    """What calls for a new analysis of a Lab, in one sentence; empty when nothing does, or nobody knows yet.

    The sentence speaks of people who came: as soon as one of them took a text back or erased it, nothing is said
    until the worker has looked again.
    """
    run = latest_success(session, lab_id)
    seen = session.get(ThemeDrift, run.id) if run is not None else None
    if run is None or seen is None or not seen.sentence or seen.fingerprint != fingerprint(newcomers(session, run)):
        return ""
    return seen.sentence


def newcomers(session: Session, run: AnalysisRun) -> list[uuid.UUID]:
    """The passages that came since a run, that the worker has placed, and that still count."""
    found = sa.select(ThemeArrival.passage_id).join(Passage, Passage.id == ThemeArrival.passage_id)
    found = found.join(Entry, Entry.id == Passage.entry_id)
    return list(session.scalars(found.where(ThemeArrival.run_id == run.id, ThemeArrival.main, counted())))


def fingerprint(passages: list[uuid.UUID]) -> str:
    """Tell these passages from any others, without keeping which they are."""
    return hashlib.sha256(" ".join(sorted(map(str, passages))).encode()).hexdigest()
