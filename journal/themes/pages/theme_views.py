"""A theme's page: everything that may be known of it, and the forms that decide on it."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from journal.accounts.queries import other_coordinators
from journal.clock import today
from journal.entries import searching
from journal.themes import arrivals, cards, passages, queries, rules
from journal.themes.deciding import history
from journal.themes.deciding.too_few import TooFew
from journal.themes.excerpts import Excerpt, typical
from journal.themes.live import live
from journal.themes.models import Theme, ThemeState
from journal.themes.pages import forms
from journal.themes.pages.blueprint import blueprint, floor, lab_theme, log_as_read, noting_too_few
from journal.themes.pages.choices import choices
from journal.themes.pages.ordering import by_name, to_review
from journal.web import access
from journal.web.database import get_session
from journal.web.forms import BaseForm
from journal.web.lines import Group
from nlp.themes.labels import NO_LABEL
from nlp.types import Zone

CORE_SHOWN, HALO_SHOWN, ARRIVED_SHOWN, FOUND_SHOWN = 8, 6, 6, 20
DECISIONS_OPENED = 5
# What other features say became of a theme, given the day and the floor, in the order of the page: registered in
# journal.features.
LED_TO: list[Callable[[Session, Theme, date, int], list[Group]]] = []


@blueprint.get("/<uuid:theme_id>")
@access.roles("coordinator")
def theme(theme_id: uuid.UUID) -> ResponseReturnValue:
    return theme_page(lab_theme(theme_id))


@blueprint.get("/<uuid:theme_id>/passages")
@access.roles("coordinator")
def find_passages(theme_id: uuid.UUID) -> ResponseReturnValue:
    """The passages of a theme that say some words."""
    session, theme, words = get_session(), lab_theme(theme_id), searching.words_in(request.args.get("q", ""))
    state = queries.latest_state(session, theme.id)
    if state is None or not queries.with_enough_people(session, [state], floor=floor()):
        return render_template("themes/found.html", theme=theme, words=words, found=[], enough=False, floor=floor())
    found = _found(state, words) if words else []
    log_as_read(found)
    return render_template("themes/found.html", theme=theme, words=words, found=found, enough=True, floor=floor())


@blueprint.post("/<uuid:theme_id>/passages")
@access.roles("coordinator")
@access.even_when_full
def look_for_passages(theme_id: uuid.UUID) -> ResponseReturnValue:
    """Go to the passages that say some words: one of them may be a name, and no address shows it."""
    sealed = searching.sealed(request.form.get("q", ""))
    return redirect(url_for("themes.find_passages", theme_id=lab_theme(theme_id).id, q=sealed), 303)


def _found(state: ThemeState, words: str) -> list[Excerpt]:
    """Passages that hold these words; none unless enough people use them: one word may name someone.

    When passages enough hold them, refusing tells that some are of one person: it is noted, and few are allowed.
    """
    found = passages.that_say(get_session(), state, words, floor=floor())
    if len(found) < floor():
        return []
    try:
        with noting_too_few(each.passage_id for each in found):
            if len({each.author_id for each in found}) < floor():
                raise TooFew(f"Moins de {floor()}\u00a0personnes emploient ces mots.")
    except TooFew:
        return []
    return found[:FOUND_SHOWN]


def theme_page(theme: Theme, failed: BaseForm | None = None) -> ResponseReturnValue:
    """The page of a theme; ``failed`` is the form that was refused, with its words and the reason."""
    session = get_session()
    run = queries.latest_success(session, theme.lab_id)
    states = {s.theme_id: s for s in queries.states_of_run(session, run)} if run else {}
    card = _card(theme, states.get(theme.id))
    readings = queries.readings(session, theme.id)
    has_read = any(reading.by_id == g.person.id for reading, _ in readings)
    read = _read(theme, card)
    opened = DECISIONS_OPENED if card.people else 0
    decided = history.decisions(session, theme, shown=read.excerpts, opened=opened, floor=floor())
    log_as_read(passage for decision in decided for passage in decision.passages)
    page = render_template(
        "themes/theme.html",
        theme=theme,
        card=card,
        read=read,
        run=run,
        neighbours=cards.neighbours(theme, states) if card.people else [],
        lineage=cards.lineage(queries.states_of_theme(session, theme.id), now=card.people, floor=floor()),
        relatives=history.relatives(session, theme),
        led_to=[group for tell in LED_TO for group in tell(session, theme, today(), floor())],
        is_alone=not other_coordinators(session, g.person),
        to_review=_others_to_review(theme, states.values()),
        decisions=decided,
        comments=queries.comments(session, theme.id),
        readings=readings,
        reads_others=rules.reads_others(len(readings), has_read=has_read),
        may_be_told=rules.may_enter_narrative(theme.status, len(readings)),
        waits_for=rules.waits_for(theme.status, len(readings), has_read=has_read),
        forms=_forms(theme, failed),
        form=failed,
        floor=floor(),
        no_label=NO_LABEL,
    )
    return page, 422 if failed else 200


def _others_to_review(theme: Theme, states: Iterable[ThemeState]) -> list[Theme]:
    """The other themes nobody has decided about, from this one on: after the last comes the first."""
    others = [other for other in to_review(states) if other is not theme]
    return sorted(others, key=lambda other: by_name(other) < by_name(theme))


def _card(theme: Theme, state: ThemeState | None) -> cards.Card:
    figures = live(get_session(), [state])[state.id] if state else None
    return cards.card(theme, state, figures, floor=floor())


@dataclass(frozen=True, slots=True)
class PassagesRead:
    """What a page gives to read of a theme, at most two passages of one person in all."""

    core: list[Excerpt] = field(default_factory=list)
    halo: list[Excerpt] = field(default_factory=list)
    typical: Excerpt | None = None
    arrived: arrivals.Arrivals | None = None
    core_is_held: bool = False  # by enough people to be read

    @property
    def excerpts(self) -> list[Excerpt]:
        arrived = self.arrived.excerpts if self.arrived else []
        return [*self.core, *self.halo, *([self.typical] if self.typical else []), *arrived]


def _read(theme: Theme, card: cards.Card) -> PassagesRead:
    """Core and borderline passages, the typical one, those who joined since; none when too few people speak."""
    if card.people is None or card.state is None:
        return PassagesRead()
    session, state, shown = get_session(), card.state, Counter[uuid.UUID]()
    typical = _typical(theme, state)
    but = [typical.passage_id] if typical else []
    shown.update([typical.author_id] if typical else [])
    held = bool(passages.held_cores(session, [state], floor=floor()))
    core = passages.of_zone(session, state, Zone.CORE, limit=CORE_SHOWN, shown=shown, but=but) if held else []
    halo = passages.of_zone(session, state, Zone.HALO, limit=HALO_SHOWN, shown=shown, but=but)
    arrived = arrivals.of_theme(session, state, floor=floor(), limit=ARRIVED_SHOWN, shown=shown)
    read = PassagesRead(core, halo, typical, arrived, held)
    log_as_read(read.excerpts)
    return read


def _typical(theme: Theme, state: ThemeState) -> Excerpt | None:
    """The passage chosen to show a theme, unless it is at a core that is not read."""
    chosen = typical(get_session(), theme.id)
    if chosen is None:
        return None
    back = passages.kept_back_among(get_session(), state.run_id, [chosen.passage_id], floor=floor())
    return None if back else chosen


def _forms(theme: Theme, failed: BaseForm | None) -> dict[str, Any]:
    merge = forms.MergeForm(formdata=None)
    merge.offer(choices(get_session(), queries.other_themes(get_session(), theme)))
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
