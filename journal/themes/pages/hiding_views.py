"""A name the masker missed: whoever reads it hides it at once, and never shows anything."""

import uuid
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.clock import now
from journal.db import hold
from journal.entries.hiding import hide_for_team
from journal.entries.masked import pieces_read
from journal.entries.masks import MaskKind
from journal.entries.models import Entry, Passage
from journal.entries.rules import mark_of, read_spans
from journal.themes.excerpts import excerpt, readable_passage
from journal.themes.pages.blueprint import blueprint, log_as_read
from journal.themes.pages.forms import HideForm
from journal.web import access
from journal.web.database import get_session, may_change, or_404
from journal.web.forms import refusing
from journal.web.pages import form_page
from journal.web.queue import enqueue

HIDDEN = (
    "C’est caché, ici et partout où ces mots se lisaient dans ce texte. Son auteur·e verra lesquels, et que l’équipe "
    "l’a fait, sans savoir qui."
)
CHANGED = "Ce passage a changé depuis. Relisez-le, puis cochez à nouveau les mots à cacher."


@blueprint.route("/passages/<uuid:passage_id>/cacher", methods=["GET", "POST"])
@access.roles("coordinator")
@access.even_when_full
def hide(passage_id: uuid.UUID) -> ResponseReturnValue:
    """Tick the words of a passage that tell who someone is, and hide them."""
    found = _read(passage_id)
    form = HideForm()
    back: dict[str, Any] = {name: request.args[name] for name in ("suite", "page") if name in request.args}
    if form.validate_on_submit():
        if form.seen.data != mark_of(found.text):
            flash(CHANGED)
            return redirect(request.full_path, 303)
        if _hidden(form, found):
            flash(HIDDEN)
            return redirect(url_for("themes.passage", passage_id=passage_id, **back), 303)
    log_as_read([excerpt(found, found.entry)])
    about = {"passage": found, "pieces": pieces_read(found), "seen": mark_of(found.text), "back": back}
    return form_page("themes/hide.html", form, **about)


def _read(passage_id: uuid.UUID) -> Passage:
    """A passage the coordinator may read at this moment; to be changed, as it is now, and nobody changes its text."""
    session = get_session()
    found = or_404(readable_passage(session, g.person.lab_id, passage_id))
    if may_change():
        hold(session, Entry, found.entry_id)
        session.expire_all()
        found = or_404(readable_passage(session, g.person.lab_id, passage_id))
    return found


def _hidden(form: HideForm, found: Passage) -> bool:
    """Hide what is ticked, unless it is refused."""
    session, kind = get_session(), MaskKind(form.kind.data)
    with refusing(form):
        places = hide_for_team(found, read_spans(form.word.data or ()), kind, now=now())
        on = Subject("entry", found.entry_id)
        record(session, "team_mask", by=g.person, on=on, passage=str(found.id), places=places, kind=kind.value)
        session.commit()
        enqueue("refresh")
        enqueue("join")
        return True
    return False
