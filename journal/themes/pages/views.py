"""The themes of a Lab as a whole, for its coordinators. Deciding on one theme has its own files."""

import uuid
from collections.abc import Collection, Iterable, Sequence

from flask import flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.lines import first_steps
from journal.clock import now, today
from journal.counting.rules import rounded
from journal.text import says
from journal.themes import cards, passages, queries, rules, wording
from journal.themes.deciding import services
from journal.themes.deciding.proposals import open_proposals
from journal.themes.excerpts import count_unclassified
from journal.themes.live import live
from journal.themes.models import AnalysisRun, RunStatus, Theme, ThemeStatus
from journal.themes.pages import (
    apart_views,
    decision_views,
    hiding_views,
    monday,
    passage_views,
    proposal_views,
    theme_views,
    together_views,
    unclassified_views,
)
from journal.themes.pages.blueprint import blueprint, floor, log_as_read
from journal.themes.pages.ordering import Order, in_order, order_of, to_review
from journal.themes.runs import latest_request, request_run
from journal.web import access, charts
from journal.web.database import get_session
from journal.web.queue import enqueue

# Importing these adds their routes to the blueprint.
__all__ = [
    "apart_views",
    "blueprint",
    "decision_views",
    "hiding_views",
    "passage_views",
    "proposal_views",
    "theme_views",
    "together_views",
    "unclassified_views",
]
# Statuses the overview can be narrowed to, in the order of the filter.
FILTERS = (ThemeStatus.PROPOSED, ThemeStatus.ADOPTED, ThemeStatus.SET_ASIDE)


@blueprint.get("/")
@access.roles("coordinator")
def overview() -> ResponseReturnValue:
    session = get_session()
    run = queries.latest_success(session, g.person.lab_id)
    status = cards.status_of(request.args.get("etat", ""))
    words, order = request.args.get("q", "").strip(), order_of(request.args.get("tri", ""))
    shown = lab_cards(run, status=status, words=words, order=order)
    left = count_unclassified(session, run)[0] if run else 0
    return render_template(
        "themes/overview.html",
        cards=shown,
        run=run,
        latest=latest_request(session, g.person.lab_id),
        status=status,
        filters=FILTERS,
        words=words,
        order=order,
        orders=list(Order),
        to_review=to_review(queries.states_of_run(session, run)) if run else [],
        waits=_waits([card.theme for card in shown]),
        left=rounded(left, floor=floor()) if run else None,
        proposals=len(open_proposals(session, g.person.lab_id)),
        number_of_themes=wording.number_sentence(run.as_good) if run else "",
        floor=floor(),
    )


def _waits(themes: Sequence[Theme]) -> dict[uuid.UUID, str]:
    """What each theme still needs before the récit tells it, for whoever looks."""
    session, ids = get_session(), [theme.id for theme in themes]
    readers, own = queries.readers(session, ids), queries.read_by(session, g.person.id)
    return {theme.id: rules.waits_for(theme.status, readers[theme.id], has_read=theme.id in own) for theme in themes}


def lab_cards(
    run: AnalysisRun | None,
    *,
    status: ThemeStatus | None = None,
    each: int = 0,
    words: str = "",
    only: Collection[uuid.UUID] | None = None,
    order: Order = Order.PEOPLE,
) -> list[cards.Card]:
    """The themes of the Lab, with ``each`` excerpts; set aside ones only when asked for.

    ``words`` keeps those whose name, given by the team or by the analysis, or whose sheet says them; ``only``, those of
    these ids. Ask for no theme that the page does not show: authors are told that their passages were read.
    """
    session = get_session()
    seen = {s.theme_id: s for s in queries.states_of_run(session, run)} if run else {}
    wanted = {status} if status else {ThemeStatus.PROPOSED, ThemeStatus.ADOPTED}
    themes = [theme for theme in queries.themes_of_lab(session, g.person.lab_id) if theme.status in wanted]
    themes = [theme for theme in themes if only is None or theme.id in only]
    themes = [t for t in themes if says(words, t.label, t.machine_label, t.definition, t.includes)]
    states = [seen[theme.id] for theme in themes if theme.id in seen]
    figures = live(session, states)
    enough = [state for state in states if figures[state.id].people >= floor()]
    excerpts = passages.of_each(session, enough, each=each, floor=floor()) if each else {}
    log_as_read(excerpt for some in excerpts.values() for excerpt in some)
    made = []
    for theme in themes:
        state = seen.get(theme.id)
        now_figures = figures[state.id] if state else None
        some = excerpts.get(state.id, ()) if state else ()
        made.append(cards.card(theme, state, now_figures, floor=floor(), excerpts=some))
    return in_order(made, order)


@blueprint.get("/carte")
@access.roles("coordinator")
def theme_map() -> ResponseReturnValue:
    run = queries.latest_success(get_session(), g.person.lab_id)
    shown = [card for card in lab_cards(run) if card.people]
    places = [(str(c.theme.id), c.theme.x, c.theme.y, c.people or 0, c.theme.label) for c in shown]
    by_key = {str(card.theme.id): card for card in shown}
    spots = [(by_key[spot.key], spot) for spot in charts.spots(places)]
    return render_template("themes/map.html", cards=shown, spots=spots)


@blueprint.get("/mois")
@access.roles("coordinator")
def months() -> ResponseReturnValue:
    run = queries.latest_success(get_session(), g.person.lab_id)
    shown = [card for card in lab_cards(run) if card.people]
    names = _all_months(shown)
    most = max((value or 0 for card in shown for _, value in card.months), default=0)
    rows = [(card, _heat(dict(card.months), names, most)) for card in shown]
    return render_template(
        "themes/months.html", rows=rows, months=[wording.month_name(name) for name in names], floor=floor()
    )


def _all_months(shown: Iterable[cards.Card]) -> list[str]:
    """The last first: it is what one looks for, and all that a narrow screen shows."""
    return sorted({month for card in shown for month, _ in card.months}, reverse=True)


def _heat(values: dict[str, int | None], names: Sequence[str], most: int) -> list[tuple[int | None, int]]:
    """Each month's people and its shade, from 0 for too few to 5 for the most."""
    return [
        (values.get(name), max(1, round(5 * (values.get(name) or 0) / most)) if values.get(name) else 0)
        for name in names
    ]


@blueprint.post("/analyse")
@access.roles("coordinator")
def request_analysis() -> ResponseReturnValue:
    session = get_session()
    request_run(session, g.person.lab_id, until=today(), now=now(), by_id=g.person.id)
    session.commit()
    enqueue("analyse")
    flash("L’analyse est demandée. Elle prend quelques minutes : vous pouvez quitter cette page.")
    return redirect(url_for("themes.overview"), 303)


@blueprint.get("/analyse/etat.json")
@access.roles("coordinator")
def analysis_state() -> ResponseReturnValue:
    run = latest_request(get_session(), g.person.lab_id)
    if run is None:
        return jsonify(status=None)
    over = run.status not in {RunStatus.REQUESTED, RunStatus.RUNNING}
    status = run.status.label if over else run.status.under_way
    return jsonify(status=status, percent=round(run.progress * 100), over=over)


@blueprint.get("/semaine", endpoint="monday")
@access.roles("coordinator")
def monday_page() -> ResponseReturnValue:
    asked = request.args.get("depuis", "")
    _, back = monday.LOOKS.get(asked, ("", None))
    session, moment = get_session(), now()
    told = monday.news(session, g.person, now=moment, floor=floor(), back=back)
    return render_template(
        "themes/monday.html",
        news=told,
        first=[] if told.waiting else first_steps(session, g.person, moment),
        analysed=queries.latest_success(session, g.person.lab_id) is not None,
        looks=monday.LOOKS,
        asked=asked if back else "",
    )


@blueprint.post("/semaine")
@access.roles("coordinator")
def mark_as_known() -> ResponseReturnValue:
    services.mark_as_known(get_session(), g.person, now=now())
    get_session().commit()
    flash("C’est noté. Cette page dira maintenant ce qui change à partir d’aujourd’hui.")
    return redirect(url_for("themes.monday"), 303)
