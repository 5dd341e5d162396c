"""Saying which passages go with one another."""

import uuid

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.entries.models import Passage
from journal.themes import queries
from journal.themes.deciding import together, unplaced
from journal.themes.excerpts import excerpt, readable_passage
from journal.themes.models import Theme
from journal.themes.pages import forms
from journal.themes.pages.blueprint import blueprint, floor, log_as_read, signed, ticked_passages
from journal.themes.pages.pair_views import decide
from journal.web import access
from journal.web.database import get_session, or_404
from journal.web.forms import refusing
from journal.web.pages import form_page

DONE = "C’est noté. Les prochaines analyses garderont ces passages ensemble."
SHOWN = 8


@blueprint.route("/passages/<uuid:passage_id>/ensemble", endpoint="together", methods=["GET", "POST"])
@access.roles("coordinator")
def go_together(passage_id: uuid.UUID) -> ResponseReturnValue:
    found = or_404(readable_passage(get_session(), g.person.lab_id, passage_id))
    if queries.home_of(get_session(), g.person.lab_id, passage_id) is None:
        return _unplaced(found)
    return decide(passage_id, forms.TogetherForm(), _page, together.keep_together, DONE)


def _unplaced(found: Passage) -> ResponseReturnValue:
    """A passage that is in no theme waits, with others that are in none, for the next analysis."""
    form = forms.TogetherForm()
    if not form.validate_on_submit():
        return _page(found, None, form)
    with refusing(form):
        chosen = [found, *(passage for passage in ticked_passages(form.others.data) if passage is not found)]
        unplaced.keep_together(get_session(), chosen, signed())
        record(get_session(), "keep_together", by=g.person, on=Subject("passage", found.id))
        get_session().commit()
        flash(DONE)
        return redirect(url_for("themes.unclassified"), 303)
    return _page(found, None, form)


@blueprint.post("/passages/<uuid:passage_id>/seul")
@access.roles("coordinator")
def let_go(passage_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a passage with no other any more."""
    found = or_404(readable_passage(get_session(), g.person.lab_id, passage_id))
    unplaced.let_go(get_session(), found, signed())
    record(get_session(), "let_go", by=g.person, on=Subject("passage", found.id))
    get_session().commit()
    flash("C’est noté. Ce passage n’est plus gardé avec d’autres.")
    return redirect(url_for("themes.passage", passage_id=found.id), 303)


def _page(found: Passage, home: Theme | None, form: forms.TogetherForm) -> ResponseReturnValue:
    near = together.nearest(get_session(), found, limit=SHOWN, floor=floor(), unplaced=home is None)
    shown = excerpt(found, found.entry)
    log_as_read([shown, *(one.excerpt for one in near)])
    return form_page("themes/together.html", form, excerpt=shown, theme=home, near=near)
