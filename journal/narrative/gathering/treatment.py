"""What became of the texts of the days a récit tells: the public account of how it was made."""

import uuid
from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.counting.rules import ROUND_TO, to_five
from journal.db import count
from journal.entries.models import Entry, MaskingState, Passage, Sharing
from journal.entries.queries import counted, has_text
from journal.narrative.figures import PublishedFigures
from journal.themes.models import AnalysisRun, ThemeMember, ThemeState
from nlp.prose.types import LedgerFacts, ThemeFacts


def ledger_of(
    session: Session,
    run: AnalysisRun,
    figures: PublishedFigures,
    span: tuple[date, date],
    themes: Collection[ThemeFacts],
    *,
    name: str = "ledger",
) -> LedgerFacts | None:
    """Count the texts written in these days, each in one line under the first; nothing when too few people wrote.

    The lines move together, and only when enough of those who wrote differ. Texts of a theme the récit leaves untold
    are counted with those of none: nobody can tell whether there are any.
    """
    written = (Entry.lab_id == run.lab_id, has_text(), Entry.happened_on.between(*span))

    def texts(*conditions: sa.ColumnElement[bool]) -> int:
        return count(session, Entry, *written, *conditions)

    # Lists that a database makes once: asked again for each text, they took half a minute for two years of a large Lab.
    says_something = Entry.id.in_(sa.select(Passage.entry_id).where(Passage.counts))
    is_told = Entry.id.in_(
        sa.select(Passage.entry_id)
        .join(ThemeMember, ThemeMember.passage_id == Passage.id)
        .join(ThemeMember.state)
        .where(Passage.counts, ThemeMember.main, ThemeState.run_id == run.id)
        .where(ThemeState.theme_id.in_([uuid.UUID(theme.ref) for theme in themes]))
    )
    counts = {
        "entries": texts(),
        "private": texts(Entry.sharing == Sharing.PRIVATE),
        "not_masked": texts(Entry.sharing != Sharing.PRIVATE, Entry.masking_state != MaskingState.MASKED),
        "too_short": texts(counted(), ~says_something),
        "in_themes": texts(counted(), is_told),
        "elsewhere": texts(counted(), says_something, ~is_told),
    }
    people = set(session.scalars(sa.select(Entry.author_id).where(*written)))
    rounded = {line: to_five(value) if value >= ROUND_TO else 0 for line, value in counts.items()}
    told = figures.amounts(name, people, rounded)
    return LedgerFacts(**{line: told[line] for line in counts}) if told else None
