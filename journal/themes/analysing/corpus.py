"""From rows to what an analysis may know: masked passages of shared entries, with opaque keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from journal.entries.models import Entry, Passage, Sharing
from journal.entries.queries import counted
from journal.themes.models import AnalysisRun
from journal.themes.runs import in_window
from nlp import encoding, types
from nlp.themes.continuity import TracedTheme


@dataclass
class Corpus:
    """What one run reads. ``entries`` are by id, for figures that do not come from the text."""

    passages: list[types.Passage]
    vectors: types.Vectors
    entries: dict[str, Entry] = field(default_factory=dict)

    @cached_property
    def authors(self) -> dict[str, str]:
        return {p.key: p.author for p in self.passages}

    def ages(self, until: date) -> dict[str, int]:
        """Days between what each passage tells and the last day of an analysis."""
        return {p.key: (until - self.entries[p.entry].happened_on).days for p in self.passages}

    @cached_property
    def by_key(self) -> dict[str, types.Passage]:
        return {p.key: p for p in self.passages}


def read_rows(session: Session, run: AnalysisRun) -> Sequence[Passage]:
    """Every passage the run may count, with its entry, in an order that does not matter."""
    return session.scalars(
        sa.select(Passage)
        .join(Passage.entry)
        .where(*in_window(run.lab_id, run.until), counted(), Passage.counts)
        .options(contains_eager(Passage.entry))
        .order_by(Passage.id)
    ).all()


def still_counted(session: Session, run: AnalysisRun) -> dict[str, str]:
    """The passages the run may count at this moment, as they are read now.

    Some may have been withdrawn, or hidden further, while the machine thought.
    """
    statement = sa.select(Passage.id, Passage.text).join(Passage.entry)
    rows = session.execute(statement.where(*in_window(run.lab_id, run.until), counted(), Passage.counts))
    return {str(row.id): row.text for row in rows}


def build_corpus(rows: Sequence[Passage]) -> Corpus:
    """The corpus of some rows whose vectors are all there."""
    entries = {str(row.entry_id): row.entry for row in rows}
    dimensions = encoding.load_encoder().dimensions
    vectors = [encoding.unpacked(row.vector) for row in rows]
    return Corpus(
        [_passage(row) for row in rows],
        np.stack(vectors) if vectors else np.zeros((0, dimensions), dtype=np.float32),
        entries,
    )


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


def encode_missing(rows: Sequence[Passage]) -> list[Passage]:
    """Encode the passages no vector of today's encoder is kept for; return them. No session needs to be open."""
    encoder = encoding.load_encoder()
    stale = [row for row in rows if row.vector is None or row.encoder != encoder.name]
    for row, vector in zip(stale, encoding.encode_many([row.text for row in stale]), strict=True):
        row.encoder, row.vector = encoder.name, encoding.packed(vector)
    return stale


def keep_vectors(session: Session, rows: Iterable[Passage]) -> None:
    """Write vectors made on the way; a passage erased meanwhile is not brought back."""
    for row in rows:
        session.execute(
            sa.update(Passage)
            .where(Passage.id == row.id, Passage.text == row.text)
            .values(encoder=row.encoder, vector=row.vector)
        )


def entries_of(corpus: Corpus, theme: TracedTheme) -> list[Entry]:
    """The entries a theme's passages come from, each once."""
    texts = corpus.by_key
    return [corpus.entries[key] for key in dict.fromkeys(texts[m.passage].entry for m in main_members(theme))]


def main_members(theme: TracedTheme) -> list[types.Membership]:
    """The passages a theme is made of."""
    return [m for m in theme.members if m.main and m.zone is not types.Zone.UNCLASSIFIED]
