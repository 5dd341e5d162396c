"""The passages that are in no theme: reading them, and saying which go together."""

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.counting.rules import rounded
from journal.themes import excerpts, queries
from journal.themes.deciding import unplaced
from journal.themes.pages import forms
from journal.themes.pages.blueprint import blueprint, floor, log_as_read, noting_too_few, signed, ticked_passages
from journal.web import access
from journal.web.database import get_session
from journal.web.forms import refusing
from journal.web.pages import form_page

PAGE = 30  # passages on a page
LAST_PAGE = 100_000  # no database counts further than it can hold


@blueprint.route("/non-classes", methods=["GET", "POST"])
@access.roles("coordinator")
def unclassified() -> ResponseReturnValue:
    form = forms.GatherForm()
    if not form.validate_on_submit():
        return _page(form)
    with refusing(form):
        target = _gather(form)
        get_session().commit()
        return redirect(target, 303)
    return _page(form)


def _gather(form: forms.GatherForm) -> str:
    """Make a theme of the passages ticked, or keep them together; where to go then."""
    session, chosen = get_session(), ticked_passages(form.passages.data)
    if form.keep.data:
        unplaced.keep_together(session, chosen, signed())
        record(session, "keep_together", by=g.person, on=Subject("passage", chosen[0].id))
        flash("C’est noté. Les prochaines analyses garderont ces passages ensemble.")
        return url_for("themes.unclassified", page=_asked())
    label = form.gathered_label.data or ""
    with noting_too_few(passage.id for passage in chosen):
        theme = unplaced.make_theme(session, chosen, label, signed(), floor=floor())
    flash("Le nouveau thème est là. La décision s’annule depuis son historique.")
    return url_for("themes.theme", theme_id=theme.id)


def _asked() -> int:
    return min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)


def _page(form: forms.GatherForm) -> ResponseReturnValue:
    session, page = get_session(), _asked()
    run = queries.latest_success(session, g.person.lab_id)
    found = excerpts.unclassified(session, run, limit=PAGE + 1, offset=(page - 1) * PAGE) if run else []
    if page > 1 and not found:
        abort(404)
    log_as_read(found[:PAGE])
    total = excerpts.count_unclassified(session, run)[0] if run else 0
    shown = {"excerpts": found[:PAGE], "total": rounded(total, floor=floor()), "page": page, "more": len(found) > PAGE}
    return form_page("themes/unclassified.html", form, run=run, floor=floor(), **shown)
