"""Sticky figures in exports, as in the récit.

A file is kept and laid beside the next one, or beside a récit. Had its counts moved with each person, two files would
tell what one person did in between. So a theme's counts move together, once five of its people at least differ.
"""

import uuid
from collections.abc import Mapping
from dataclasses import replace

from journal.narrative.figures import PublishedFigures
from journal.themes.live import Live
from journal.themes.models import ThemeState
from journal.themes.wording import few_months

# Files have figures of their own; they are compared with all those ever told.
FILES = "files/"


def figures_of_file(
    state: ThemeState, people: set[uuid.UUID], now: Live, told: PublishedFigures
) -> tuple[int | None, Live]:
    """How many people of a theme a file may state, and its other counts as last published."""
    months = {month: now.months.get(month, 0) for month in few_months(now.months, state.run.until)}
    parts = {"emotions": now.emotions, "steps": now.steps, "months": months}
    counts = {"people": len(people)}
    counts |= {f"{part}/{key}": count for part, values in parts.items() for key, count in values.items()}
    kept = told.amounts(f"{state.theme_id}/all", people, counts)
    shown = replace(
        now,
        people=kept.get("people", 0),
        emotions=_part(kept, "emotions/"),
        steps=_part(kept, "steps/"),
        months=_part(kept, "months/"),
    )
    return told.people(f"{state.theme_id}/participants", people), shown


def _part(kept: Mapping[str, int], prefix: str) -> dict[str, int]:
    return {key.removeprefix(prefix): count for key, count in kept.items() if key.startswith(prefix)}
