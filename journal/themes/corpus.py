"""From rows to what an analysis may know: masked passages of shared entries, with opaque keys."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from journal.entries.models import Entry, MaskingState, Passage, Sharing
from journal.entries.queries import counted
from journal.themes.models import AnalysisRun
from nlp import encoding, types

# A theme nobody has fed for a year is history, not news.
WINDOW = timedelta(days=366)


@dataclass(slots=True)
class Corpus:
    """What one run reads. ``entries`` are by id, for figures that do not come from the text."""

    passages: list[types.Passage]
    vectors: types.Vectors
    entries: dict[str, Entry] = field(default_factory=dict)

    @property
    def authors(self) -> dict[str, str]:
        return {p.key: p.author for p in self.passages}

    @property
    def by_key(self) -> dict[str, types.Passage]:
        return {p.key: p for p in self.passages}


def read_corpus(session: Session, run: AnalysisRun) -> Corpus:
    """Everything the run may count, in an order that does not matter."""
    rows = session.scalars(
        sa.select(Passage)
        .join(Passage.entry)
        .where(*in_window(run.lab_id, run.until), counted(), Passage.counts)
        .options(contains_eager(Passage.entry))
        .order_by(Passage.id)
    ).all()
    entries = {str(row.entry_id): row.entry for row in rows}
    return Corpus([_passage(row) for row in rows], _vectors(rows), entries)


def in_window(lab_id: uuid.UUID, until: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (Entry.lab_id == lab_id, Entry.happened_on <= until, Entry.happened_on > until - WINDOW)


def _passage(row: Passage) -> types.Passage:
    entry = row.entry
    return types.Passage(
        key=str(row.id),
        entry=str(entry.id),
        author=str(entry.author_id),
        text=row.text,
        month=f"{entry.happened_on:%Y-%m}",
        step=entry.step.value if entry.step else "",
        emotions=tuple((e.emotion.value, e.intensity) for e in entry.emotions),
        quotable=entry.sharing is Sharing.QUOTABLE,
    )


def _vectors(rows: Sequence[Passage]) -> types.Vectors:
    """The kept vectors; a passage encoded by another encoder is encoded again."""
    encoder = encoding.load_encoder()
    stale = [row for row in rows if row.vector is None or row.encoder != encoder.name]
    if stale:
        for row, vector in zip(stale, encoder.encode([row.text for row in stale]), strict=True):
            row.encoder, row.vector = encoder.name, vector.astype(np.float32).tobytes()
    if not rows:
        return np.zeros((0, encoder.dimensions), dtype=np.float32)
    return np.stack([np.frombuffer(row.vector or b"", dtype=np.float32) for row in rows])


def ledger(session: Session, run: AnalysisRun, unclassified: Iterable[str]) -> dict[str, int]:
    """What became of every entry of the window, in entries: the public account of how the récit was made."""
    window = in_window(run.lab_id, run.until)
    live = Entry.withdrawn_at.is_(None)

    def count(*conditions: sa.ColumnElement[bool]) -> int:
        return session.scalar(sa.select(sa.func.count()).select_from(Entry).where(*window, live, *conditions)) or 0

    says_something = sa.exists().where(Passage.entry_id == Entry.id, Passage.counts)
    keys = [uuid.UUID(key) for key in unclassified]
    left = set(session.scalars(sa.select(Passage.entry_id).where(Passage.id.in_(keys)))) if keys else set()
    return {
        "entries": count(),
        "private": count(Entry.sharing == Sharing.PRIVATE),
        "not_masked": count(Entry.sharing != Sharing.PRIVATE, Entry.masking_state != MaskingState.MASKED),
        "too_short": count(counted(), ~says_something),
        "counted": count(counted(), says_something),
        "unclassified": len(left),
    }
