"""What calls for a new analysis, as the worker last saw it. Pages read it here; ``drift_watch`` computes it."""

import hashlib
import uuid

from sqlalchemy.orm import Session

from journal.themes.arrivals import placed_since
from journal.themes.models import ThemeDrift
from journal.themes.queries import latest_success


def call(session: Session, lab_id: uuid.UUID) -> str:
    """What calls for a new analysis of a Lab, in one sentence; empty when nothing does, or nobody knows yet.

    The sentence speaks of people who came: as soon as one of them took a text back or erased it, nothing is said
    until the worker has looked again.
    """
    run = latest_success(session, lab_id)
    seen = session.get(ThemeDrift, run.id) if run is not None else None
    if run is None or seen is None or not seen.sentence or seen.fingerprint != fingerprint(placed_since(session, run)):
        return ""
    return seen.sentence


def fingerprint(passages: list[uuid.UUID]) -> str:
    """Tell these passages from any others, without keeping which they are."""
    return hashlib.sha256(" ".join(sorted(map(str, passages))).encode()).hexdigest()
