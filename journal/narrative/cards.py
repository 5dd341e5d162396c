"""Cards of the themes: what the récit already tells of each, on something one can move around a table."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.narrative.facts import tellable
from journal.narrative.models import PublishedFigure
from journal.narrative.theme_facts import published_quotes
from journal.themes.models import ThemeState
from journal.themes.queries import latest_success
from nlp.french import counted

MOST_WORDS = 5


def cards(session: Session, lab: Lab, *, floor: int) -> list[dict[str, Any]]:
    """Themes the récit tells, with the figure it tells: a card never says more than the récit."""
    run = latest_success(session, lab.id)
    if run is None:
        return []
    figures = session.scalars(sa.select(PublishedFigure).where(PublishedFigure.lab_id == lab.id))
    told = {figure.name: figure.value for figure in figures}
    names = {state.theme_id: f"narrative/{state.theme_id}/participants" for state in tellable(session, run)}
    return [
        _card(session, state, told[names[state.theme_id]], floor)
        for state in tellable(session, run)
        if names[state.theme_id] in told
    ]


def _card(session: Session, state: ThemeState, people: int, floor: int) -> dict[str, Any]:
    return {
        "label": state.theme.label,
        "people": str(counted(people, "personne", feminine=True)),
        "definition": state.theme.definition,
        "quotes": [quote.text for quote in published_quotes(session, state.theme)],
        "helped": [word for word, count in state.helped if count >= floor][:MOST_WORDS],
        "hindered": [word for word, count in state.hindered if count >= floor][:MOST_WORDS],
    }
