"""Themes to choose from in a list: told apart when they share a name, those no longer seen last."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.themes.models import AnalysisRun, RunStatus, Theme, ThemeState
from journal.themes.wording import month_name


def choices(session: Session, themes: Sequence[Theme]) -> list[tuple[str, str]]:
    """The value and the words of each theme of a Lab that may be chosen."""
    seen = _last_seen(session, themes)
    latest = max(seen.values(), default=date.min)
    same = Counter(theme.label for theme in themes)
    current = [theme for theme in themes if seen.get(theme.id) == latest]
    gone = [theme for theme in themes if seen.get(theme.id) != latest]
    named = [(theme, f"apparu en {_month(theme.born_on)}" if same[theme.label] > 1 else "") for theme in current]
    named += [(theme, f"plus vu depuis {_month(seen.get(theme.id, theme.born_on))}") for theme in gone]
    return [(str(theme.id), f"{theme.label} ({told})" if told else theme.label) for theme, told in named]


def _last_seen(session: Session, themes: Sequence[Theme]) -> dict[uuid.UUID, date]:
    rows = session.execute(
        sa.select(ThemeState.theme_id, sa.func.max(AnalysisRun.until))
        .join(ThemeState.run)
        .where(AnalysisRun.status == RunStatus.SUCCEEDED, ThemeState.passages > 0)
        .where(ThemeState.theme_id.in_([theme.id for theme in themes]))
        .group_by(ThemeState.theme_id)
    )
    return {row[0]: row[1] for row in rows}


def _month(day: date) -> str:
    return month_name(f"{day:%Y-%m}")
