"""Cards of the themes: what the récit already tells of each, on something one can move around a table."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.counting.rules import still_said
from journal.narrative.gathering.facts import tellable
from journal.narrative.gathering.theme_facts import published_quotes
from journal.narrative.models import PublishedFigure, Quote
from journal.narrative.queries import narrative_of
from journal.themes.live import Live, live
from journal.themes.models import ThemeState
from journal.themes.queries import latest_success
from nlp.counts import counted

MOST_WORDS = 5


def cards(session: Session, lab: Lab, *, floor: int) -> list[dict[str, Any]]:
    """Themes the récit tells, with the figure it tells: a card never says more than the récit."""
    run = latest_success(session, lab.id)
    if run is None:
        return []
    narrative = narrative_of(session, lab.id)
    told = {part["theme"] for part in narrative.paragraphs} if narrative else set()
    figures = session.scalars(sa.select(PublishedFigure).where(PublishedFigure.lab_id == lab.id))
    people = {figure.name: figure.value for figure in figures}
    states = [state for state in tellable(session, run) if str(state.theme_id) in told]
    now, quotes = live(session, states), published_quotes(session, states)
    return [
        _card(state, people[f"narrative/{state.theme_id}/participants"], now[state.id], quotes[state.theme_id], floor)
        for state in states
    ]


def _card(state: ThemeState, people: int, now: Live, quotes: Iterable[Quote], floor: int) -> dict[str, Any]:
    return {
        "label": state.theme.label,
        "people": str(counted(people, "personne", feminine=True)),
        "definition": state.theme.definition,
        "quotes": [quote.text for quote in quotes],
        "helped": still_said(state.helped, floor=floor, gone=now.gone)[:MOST_WORDS],
        "hindered": still_said(state.hindered, floor=floor, gone=now.gone)[:MOST_WORDS],
    }
