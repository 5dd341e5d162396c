"""The pathway of the Lab, step by step, for the team."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from flask import g, render_template
from flask.typing import ResponseReturnValue

from journal.counting.rules import fewest_with_parts, first_step
from journal.narrative import queries
from journal.narrative.pages import arc
from journal.narrative.pages.blueprint import blueprint
from journal.pathways.models import StepKind
from journal.themes import cards
from journal.themes.live import live
from journal.themes.models import Theme, ThemeStatus
from journal.themes.queries import latest_success, states_of_run
from journal.web import access
from journal.web.database import get_session
from journal.web.settings import settings

MOST_THEMES = 4


@blueprint.get("/recit/parcours")
@access.roles("coordinator")
def pathway() -> ResponseReturnValue:
    floor, narrative = settings().lab_threshold, queries.narrative_of(get_session(), g.person.lab_id)
    told = arc.along(narrative.paragraphs, _themes_met()) if narrative else None
    return render_template(
        "narrative/pathway.html",
        told=told,
        drawing=arc.draw(told.rows) if told else None,
        narrative=narrative,
        fewest=fewest_with_parts(floor),
        least=first_step(floor),
    )


def _themes_met() -> Mapping[StepKind, Sequence[Theme]]:
    """The adopted themes whose own page names a step, the most people first: this page says no more of them."""
    session = get_session()
    run = latest_success(session, g.person.lab_id)
    states = [s for s in states_of_run(session, run) if s.theme.status is ThemeStatus.ADOPTED] if run else []
    figures = live(session, states)
    found: dict[StepKind, list[tuple[int, Theme]]] = defaultdict(list)
    for state in states:
        card = cards.card(state.theme, state, figures[state.id], floor=settings().lab_threshold)
        for kind in StepKind:
            if kind.label in card.steps:
                found[kind].append((card.steps[kind.label], state.theme))
    ordered = {kind: sorted(met, key=lambda pair: (-pair[0], pair[1].label)) for kind, met in found.items()}
    return {kind: [theme for _, theme in met[:MOST_THEMES]] for kind, met in ordered.items()}
