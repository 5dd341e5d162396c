"""What an analysis found, as tests read it."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from journal.entries.models import Passage
from journal.themes import queries
from journal.themes.models import (
    Theme,
    ThemeStatus,
)
from tests.factories_themes import GROUPS

Sessions = sessionmaker[Session]


def labels(session: Session, lab_id) -> dict[str, str]:
    """Which group of wordings each theme is about, by theme."""
    found = {}
    for theme in session.scalars(sa.select(Theme).where(Theme.lab_id == lab_id, Theme.status != ThemeStatus.MERGED)):
        state = queries.latest_state(session, theme.id)
        texts = [session.get_one(Passage, m.passage_id).text for m in state.members if m.main]
        found[str(theme.id)] = max(GROUPS, key=lambda word: sum(word in text for text in texts))
    return found


def by_group(session: Session, lab_id) -> dict[str, Theme]:
    """One theme for each thing people wrote about."""
    return {
        group: session.get_one(Theme, key)
        for key, group in ((uuid.UUID(k), g) for k, g in labels(session, lab_id).items())
    }
