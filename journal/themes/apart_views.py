"""Saying which passages have nothing to do with one another."""

import uuid

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from journal.clock import now
from journal.entries.models import Passage
from journal.themes import apart, forms, queries, services
from journal.themes.blueprint import blueprint, floor, readable, show_passages
from journal.themes.models import Theme
from journal.web import access
from journal.web.database import get_session

SHOWN = 12  # passages on a page
LAST_PAGE = 10_000  # no theme goes so far


@blueprint.route("/passages/<uuid:passage_id>/a-part", endpoint="apart", methods=["GET", "POST"])
@access.roles("coordinator")
def go_apart(passage_id: uuid.UUID) -> ResponseReturnValue:
    session = get_session()
    found = services.readable_passage(session, g.person.lab_id, passage_id)
    home = queries.home_of(session, g.person.lab_id, passage_id)
    if found is None or home is None:
        abort(404)
    form = forms.ApartForm()
    if not form.validate_on_submit():
        return _page(found, home, form)
    services.check_version(home, form.version.data)
    others = [passage for passage in readable(form.others.data) if passage is not found]
    try:
        apart.set_apart(session, found, others, by=g.person, now=now())
    except services.Refused as refusal:
        session.rollback()
        form.form_errors.append(refusal.sentence)
        return _page(found, home, form)
    session.commit()
    flash("C’est noté. Aucune analyse ne mettra plus ces passages avec celui-ci.")
    return redirect(url_for("themes.theme", theme_id=home.id), 303)


def _page(found: Passage, home: Theme, form: forms.ApartForm) -> ResponseReturnValue:
    page = min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
    far = apart.farthest(get_session(), found, home, floor=floor())[(page - 1) * SHOWN : page * SHOWN + 1]
    if page > 1 and not far:
        abort(404)
    shown = queries.excerpt(found, found.entry, None)
    show_passages([shown, *far[:SHOWN]])
    told = {"excerpt": shown, "theme": home, "far": far[:SHOWN], "page": page, "more": len(far) > SHOWN, "form": form}
    return render_template("themes/apart.html", **told), 422 if form.is_submitted() else 200
