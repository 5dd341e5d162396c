"""Saying which passages go with one another."""

import uuid

from flask.typing import ResponseReturnValue

from journal.entries.models import Passage
from journal.themes import forms, queries, together
from journal.themes.blueprint import blueprint, show_passages
from journal.themes.models import Theme
from journal.themes.pair_views import decide
from journal.web import access
from journal.web.database import get_session
from journal.web.pages import form_page

DONE = "C’est noté. Les prochaines analyses garderont ces passages ensemble."
SHOWN = 8


@blueprint.route("/passages/<uuid:passage_id>/ensemble", endpoint="together", methods=["GET", "POST"])
@access.roles("coordinator")
def go_together(passage_id: uuid.UUID) -> ResponseReturnValue:
    return decide(passage_id, forms.TogetherForm(), _page, together.keep_together, DONE)


def _page(found: Passage, home: Theme, form: forms.TogetherForm) -> ResponseReturnValue:
    near = together.nearest(get_session(), found, limit=SHOWN)
    shown = queries.excerpt(found, found.entry, None)
    show_passages([shown, *(one.excerpt for one in near)])
    return form_page("themes/together.html", form, excerpt=shown, theme=home, near=near)
