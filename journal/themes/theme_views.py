"""A theme's page: everything that may be known of it, and the forms that decide on it."""

import uuid
from typing import Any

from flask import g, render_template
from flask.typing import ResponseReturnValue

from journal.themes import cards, forms, history, newcomers, queries, rules
from journal.themes.blueprint import blueprint, floor, lab_theme, show_passages
from journal.themes.live import live
from journal.themes.models import Theme, ThemeState
from journal.web import access
from journal.web.database import get_session
from journal.web.forms import BaseForm
from nlp.types import Zone

CORE_SHOWN, HALO_SHOWN, ARRIVED_SHOWN = 8, 6, 6


@blueprint.get("/<uuid:theme_id>")
@access.roles("coordinator")
def theme(theme_id: uuid.UUID) -> ResponseReturnValue:
    return theme_page(lab_theme(theme_id))


def theme_page(theme: Theme, failed: BaseForm | None = None) -> ResponseReturnValue:
    """The page of a theme; ``failed`` is the form that was refused, with its words and the reason."""
    session = get_session()
    run = queries.latest_success(session, theme.lab_id)
    states = {s.theme_id: s for s in queries.states_of_run(session, run)} if run else {}
    card = _card(theme, states.get(theme.id))
    passages, typical = _passages(theme, card)
    arrived = _newcomers(card)
    readings = queries.readings(session, theme.id)
    page = render_template(
        "themes/theme.html",
        theme=theme,
        card=card,
        passages=passages,
        typical=typical,
        arrived=arrived,
        run=run,
        neighbours=cards.neighbours(theme, states) if card.people else [],
        lineage=cards.lineage(queries.history(session, theme.id), now=card.people, floor=floor()),
        relatives=history.relatives(session, theme),
        decisions=history.decisions(session, theme),
        comments=queries.comments(session, theme.id),
        readings=readings,
        may_be_told=rules.may_enter_narrative(theme.status, len(readings)),
        forms=_forms(theme, failed),
        form=failed,
        floor=floor(),
    )
    return page, 422 if failed else 200


def _card(theme: Theme, state: ThemeState | None) -> cards.Card:
    session = get_session()
    figures = live(session, [state])[state.id] if state else None
    return cards.card(theme, state, figures, floor=floor(), cohorts=queries.cohort_names(session, theme.lab_id))


def _passages(theme: Theme, card: cards.Card) -> tuple[dict[Zone, list[queries.Excerpt]], queries.Excerpt | None]:
    """Core and borderline passages, and the one chosen as typical; none when too few people speak."""
    if card.people is None or card.state is None:
        return {Zone.CORE: [], Zone.HALO: []}, None
    session = get_session()
    shown = {
        zone: queries.excerpts(session, card.state, zone=zone, limit=limit)
        for zone, limit in ((Zone.CORE, CORE_SHOWN), (Zone.HALO, HALO_SHOWN))
    }
    typical = queries.typical(session, theme.id)
    show_passages([*shown[Zone.CORE], *shown[Zone.HALO], *([typical] if typical else [])])
    return shown, typical


def _newcomers(card: cards.Card) -> newcomers.Newcomers | None:
    """Who joined since the analysis, if the theme may be shown and they are enough."""
    if card.people is None or card.state is None:
        return None
    arrived = newcomers.of_theme(get_session(), card.state, floor=floor(), limit=ARRIVED_SHOWN)
    if arrived is not None:
        show_passages(arrived.excerpts)
    return arrived


def _forms(theme: Theme, failed: BaseForm | None) -> dict[str, Any]:
    merge = forms.MergeForm(formdata=None)
    merge.offer(queries.other_themes(get_session(), theme))
    reading = queries.own_reading(get_session(), theme.id, g.person.id)
    made: dict[str, Any] = {
        "rename": forms.RenameForm(formdata=None, data={"label": theme.label}),
        "status": forms.StatusForm(formdata=None),
        "describe": forms.DescribeForm(formdata=None, obj=theme),
        "merge": merge,
        "comment": forms.CommentForm(formdata=None),
        "reading": forms.ReadingForm(formdata=None, data={"reading": reading}),
    }
    return {name: failed if type(failed) is type(form) else form for name, form in made.items()}
