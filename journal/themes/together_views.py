"""Saying which passages go with one another."""

import uuid

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.clock import now
from journal.entries.models import Passage
from journal.themes import forms, queries, services, together
from journal.themes.blueprint import blueprint, readable, show_passages
from journal.themes.models import Theme
from journal.web import access
from journal.web.database import get_session

SHOWN = 8


@blueprint.route("/passages/<uuid:passage_id>/ensemble", endpoint="together", methods=["GET", "POST"])
@access.roles("coordinator")
def go_together(passage_id: uuid.UUID) -> ResponseReturnValue:
    session = get_session()
    found = services.readable_passage(session, g.person.lab_id, passage_id)
    home = queries.home_of(session, g.person.lab_id, passage_id)
    if found is None or home is None:
        abort(404)
    form = forms.TogetherForm()
    if not form.validate_on_submit():
        return _page(found, home, form)
    services.check_version(home, form.version.data)
    others = [passage for passage in readable(form.others.data) if passage is not found]
    try:
        together.keep_together(session, found, others, by=g.person, now=now())
    except services.Refused as refusal:
        session.rollback()
        form.form_errors.append(refusal.sentence)
        return _page(found, home, form)
    session.commit()
    flash("C’est noté. Les prochaines analyses garderont ces passages ensemble.")
    return redirect(url_for("themes.theme", theme_id=home.id), 303)


def _page(found: Passage, home: Theme, form: forms.TogetherForm) -> ResponseReturnValue:
    near = together.nearest(get_session(), found, limit=SHOWN)
    shown = queries.excerpt(found, found.entry, None)
    show_passages([shown, *(one.excerpt for one in near)])
    page = render_template("themes/together.html", excerpt=shown, theme=home, near=near, form=form)
    return page, 422 if form.is_submitted() else 200
