"""Saying which passages have nothing to do with one another."""

import uuid

from flask import abort, request
from flask.typing import ResponseReturnValue

from journal.entries.models import Passage
from journal.themes.deciding import apart
from journal.themes.excerpts import excerpt
from journal.themes.models import Theme
from journal.themes.pages import forms
from journal.themes.pages.blueprint import blueprint, floor, log_as_read
from journal.themes.pages.pair_views import decide
from journal.web import access
from journal.web.database import get_session
from journal.web.pages import form_page

DONE = "C’est noté. Aucune analyse ne mettra plus ces passages avec celui-ci."
SHOWN = 12  # passages on a page
LAST_PAGE = 10_000  # no theme goes so far


@blueprint.route("/passages/<uuid:passage_id>/a-part", endpoint="apart", methods=["GET", "POST"])
@access.roles("coordinator")
def go_apart(passage_id: uuid.UUID) -> ResponseReturnValue:
    return decide(passage_id, forms.ApartForm(), _page, apart.set_apart, DONE)


def _page(found: Passage, home: Theme, form: forms.ApartForm) -> ResponseReturnValue:
    page = min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
    far = apart.farthest(get_session(), found, home, floor=floor())[(page - 1) * SHOWN : page * SHOWN + 1]
    if page > 1 and not far:
        abort(404)
    shown = excerpt(found, found.entry)
    log_as_read([shown, *far[:SHOWN]])
    told = {"excerpt": shown, "theme": home, "far": far[:SHOWN], "page": page, "more": len(far) > SHOWN}
    return form_page("themes/apart.html", form, **told)
