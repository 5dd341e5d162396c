"""One passage: where it goes, and whether it shows its theme best."""

import uuid
from collections.abc import Callable
from datetime import datetime

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from journal.clock import now
from journal.entries.models import Passage
from journal.text import read_key
from journal.themes import arrivals, queries
from journal.themes.deciding import members, pairs, services
from journal.themes.excerpts import excerpt, readable_passage
from journal.themes.models import Theme
from journal.themes.pages import forms
from journal.themes.pages.blueprint import blueprint, lab_theme, log_as_read, signed
from journal.themes.pages.choices import choices
from journal.themes.pages.decision_views import act
from journal.web import access
from journal.web.database import get_session, or_404
from journal.web.lines import Line
from journal.web.pages import form_page

# What the page of a passage says besides its place. Other features register themselves.
ABOUT_A_PASSAGE: list[Callable[[Session, Passage, datetime], Line]] = []


@blueprint.route("/passages/<uuid:passage_id>", methods=["GET", "POST"])
@access.roles("coordinator")
def passage(passage_id: uuid.UUID) -> ResponseReturnValue:
    """One passage: say where it goes, or that it shows its theme best."""
    session = get_session()
    found = or_404(readable_passage(session, g.person.lab_id, passage_id))
    source, settled = arrivals.place_of(session, g.person.lab_id, found.id)
    others = [t for t in queries.themes_of_lab(session, g.person.lab_id) if not (settled and t is source)]
    form = forms.MoveForm()
    form.offer(choices(session, others), nowhere=source is not None)
    if not (form.is_submitted() and form.validate()):
        return _passage_page(found, source, form, settled=settled)
    if source is not None:
        services.check_version(source, form.version.data)
    target = None if form.to.data == "nowhere" else lab_theme(uuid.UUID(form.to.data))
    services.move_passage(session, found, source, target, signed())
    session.commit()
    flash("Le passage est déplacé. Les prochaines analyses en tiendront compte.")
    return redirect(_back(source), 303)


def _back(source: Theme | None) -> str:
    """Where the passage was read, at the one that followed it: ``suite`` says which, ``page`` of the unclassified."""
    following = request.args.get("suite", "")
    anchor = f"p-{following}" if following else "read"
    if source is not None:
        return url_for("themes.theme", theme_id=source.id, _anchor=anchor)
    return url_for("themes.unclassified", page=request.args.get("page", 1, type=int), _anchor=anchor)


def _passage_page(found: Passage, source: Theme | None, form: forms.MoveForm, *, settled: bool) -> ResponseReturnValue:
    shown = excerpt(found, found.entry)
    log_as_read([shown])
    bound = bool(pairs.bound_to(get_session(), found.id))
    loose = bool(pairs.loose_bonds(get_session(), g.person.lab_id, found.id))
    back = {name: request.args[name] for name in ("suite", "page") if name in request.args}
    about = {"theme": source, "settled": settled, "bound": bound, "loose": loose, "back": back}
    lines = [tell(get_session(), found, now()) for tell in ABOUT_A_PASSAGE]
    return form_page("themes/passage.html", form, excerpt=shown, lines=lines, **about)


@blueprint.post("/<uuid:theme_id>/passage-type")
@access.roles("coordinator")
def choose_typical(theme_id: uuid.UUID) -> ResponseReturnValue:
    theme, form, session = lab_theme(theme_id), forms.DecisionForm(), get_session()
    raw = request.form.get("passage", "")
    chosen = None
    if raw:
        chosen = readable_passage(session, theme.lab_id, or_404(read_key(raw)))
        if chosen is None or chosen.id not in members.main_passages(session, theme):
            abort(404)
    return act(
        theme,
        form,
        lambda: services.choose_typical(session, theme, chosen, signed()),
        "Ce passage montre maintenant le thème." if chosen else "Le thème n’a plus de passage type.",
    )
