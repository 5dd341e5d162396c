"""What became of the texts of the days a récit tells: the public account of how it was made."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Entry, MaskingState, Passage, Sharing
from journal.entries.queries import has_text
from journal.narrative.figures import TEXTS, PublishedFigures
from journal.themes.models import AnalysisRun, ThemeMember, ThemeState
from nlp.prose.types import LedgerFacts, ThemeFacts

PRIVATE, NOT_MASKED, IN_THEMES, ELSEWHERE = "private", "not_masked", "in_themes", "elsewhere"


def ledger_of(
    session: Session,
    run: AnalysisRun,
    figures: PublishedFigures,
    span: tuple[date, date],
    themes: Collection[ThemeFacts],
    *,
    name: str = "",
    until: datetime | None = None,
) -> LedgerFacts:
    """Count the texts lived in these days, written ``until`` then; a number that too few people stand behind is 0.

    No number is of all of them: less the others, it would give those that are not told. Texts of a theme the récit
    leaves untold are counted with those of none, or too short to be in one: nobody can tell whether there are any.
    """
    written = [Entry.lab_id == run.lab_id, has_text(), Entry.happened_on.between(*span)]
    lines = _texts(session, run, themes, [*written, Entry.written_at <= until] if until else written)
    told, elsewhere = lines[IN_THEMES], lines[ELSEWHERE]
    shared = {who: told.get(who, set()) | elsewhere.get(who, set()) for who in told.keys() | elsewhere.keys()}
    kept = f"{name}{TEXTS}"
    return LedgerFacts(
        shared=figures.texts(f"{kept}shared", shared),
        # The editions do not tell the same themes.
        elsewhere=figures.texts(f"{figures.prefix}{kept}{ELSEWHERE}", elsewhere),
        private=figures.texts(f"{kept}{PRIVATE}", lines[PRIVATE]),
        not_masked=figures.texts(f"{kept}{NOT_MASKED}", lines[NOT_MASKED]),
    )


Texts = defaultdict[uuid.UUID, set[uuid.UUID]]


def _texts(
    session: Session, run: AnalysisRun, themes: Collection[ThemeFacts], written: Collection[sa.ColumnElement[bool]]
) -> dict[str, Texts]:
    """Each text in one line, by its author."""
    # A list that a database makes once: asked again for each text, it took half a minute for two years of a large Lab.
    is_told = Entry.id.in_(
        sa.select(Passage.entry_id)
        .join(ThemeMember, ThemeMember.passage_id == Passage.id)
        .join(ThemeMember.state)
        .where(Passage.counts, ThemeMember.main, ThemeState.run_id == run.id)
        .where(ThemeState.theme_id.in_([uuid.UUID(theme.ref) for theme in themes]))
    )
    line = sa.case(
        (Entry.sharing == Sharing.PRIVATE, PRIVATE),
        (Entry.masking_state != MaskingState.MASKED, NOT_MASKED),
        (is_told, IN_THEMES),
        else_=ELSEWHERE,
    )
    found: dict[str, Texts] = {each: defaultdict(set) for each in (PRIVATE, NOT_MASKED, IN_THEMES, ELSEWHERE)}
    for where, author_id, entry_id in session.execute(sa.select(line, Entry.author_id, Entry.id).where(*written)):
        found[where][author_id].add(entry_id)
    return found
