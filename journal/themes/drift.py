"""Whether a new analysis is called for, as pages show it. ``drift_watch`` computes it, in the worker."""

import hashlib
import uuid

from sqlalchemy.orm import Session

from journal.themes.arrivals import placed_since
from journal.themes.models import ThemeDrift
from journal.themes.queries import latest_success


def call(session: Session, lab_id: uuid.UUID) -> str:
    """Why a Lab needs a new analysis, in one sentence; empty when it needs none, or this is not known yet.

    The sentence is about newly shared texts: as soon as one of them is withdrawn or erased, it is not shown until the
    worker has checked again.
    """
    run = latest_success(session, lab_id)
    seen = session.get(ThemeDrift, run.id) if run is not None else None
    if run is None or seen is None or not seen.sentence or seen.fingerprint != fingerprint(placed_since(session, run)):
        return ""
    return seen.sentence


def fingerprint(passages: list[uuid.UUID]) -> str:
    """A fingerprint of a set of passages, which does not keep their ids."""
    return hashlib.sha256(" ".join(sorted(map(str, passages))).encode()).hexdigest()
