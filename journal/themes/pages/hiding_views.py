"""A name the masker missed: whoever reads it hides it at once, and never shows anything."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.clock import now
from journal.entries.forms import HideForm
from journal.entries.hiding import hide_for_team
from journal.entries.hiding_views import hide_ticked, hiding_page, log_hidden
from journal.entries.masked import pieces_read
from journal.entries.masks import MaskKind
from journal.themes.excerpts import excerpt, readable_passage
from journal.themes.pages.blueprint import blueprint, log_as_read
from journal.web import access
from journal.web.database import get_session, may_change, or_404
from journal.web.queue import enqueue
from nlp.spans import Span

HIDDEN = (
    "C’est caché, ici et partout où ces mots se lisaient dans ce texte. Son auteur·e verra quels mots l’équipe "
    "a cachés, sans savoir qui."
)
TOLD = (
    "Son auteur·e lira quels mots l’équipe a cachés, et quel jour, sans savoir qui, et sera seul·e à pouvoir les "
    "montrer à nouveau."
)


@blueprint.route("/passages/<uuid:passage_id>/cacher", methods=["GET", "POST"])
@access.roles("coordinator")
@access.even_when_full
def hide(passage_id: uuid.UUID) -> ResponseReturnValue:
    """Tick the words of a passage that tell who someone is, and hide them."""
    found = or_404(readable_passage(get_session(), g.person.lab_id, passage_id, lock=may_change()))
    values: dict[str, Any] = {name: request.args[name] for name in ("suite", "page") if name in request.args}
    form, back = HideForm(), url_for("themes.passage", passage_id=passage_id, **values)

    def keep(ticked: Sequence[Span], kind: MaskKind) -> None:
        places = hide_for_team(found, ticked, kind, now=now())
        on, session = Subject("entry", found.entry_id), get_session()
        log_hidden(session, on, passage=str(found.id), places=places, kind=kind.value)
        session.commit()

    if form.validate_on_submit() and hide_ticked(form, found.text, keep):
        enqueue("refresh")
        enqueue("join")
        flash(HIDDEN)
        return redirect(back, 303)
    log_as_read([excerpt(found, found.entry)])
    pieces = pieces_read(found.entry.text, found.entry.masks, found.text, found.start)
    return hiding_page(form, found.text, pieces, back=back, back_label="Revenir au passage", told=TOLD)
