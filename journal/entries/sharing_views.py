"""Choosing who an entry is for: seeing what others would read, masking more, sharing, withdrawing."""

import uuid

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.clock import now
from journal.entries import rules, services
from journal.entries.blueprint import blueprint, own_entry
from journal.entries.forms import SharingForm
from journal.entries.hiding import hidden_by_team
from journal.entries.masked import pieces
from journal.entries.models import Entry, Sharing
from journal.entries.words_views import CHANGED_SINCE, MASKED_ANEW
from journal.web import access
from journal.web.database import get_session
from journal.web.pages import form_page
from journal.web.queue import enqueue

EFFECTS = {
    Sharing.PRIVATE: "Ce texte est pour vous seul·e. Il ne compte plus dans les thèmes.",
    Sharing.THEMES: "Ce texte compte dans les thèmes. Personne d’autre que vous ne le lit.",
    Sharing.QUOTABLE: "L’équipe du Lab peut lire des passages masqués de ce texte. "
    "Rien ne sera publié sans votre accord, phrase par phrase.",
}
# Of what was felt, without a text.
FELT_EFFECTS = {
    Sharing.PRIVATE: "C’est pour vous seul·e. Cela ne compte plus nulle part.",
    Sharing.THEMES: "C’est compté avec ce que d’autres ressentent à cette étape. Personne d’autre que vous ne le voit.",
}
SHOWN = (
    "C’est noté. Le texte masqué se refait, et reste pour vous seul·e : "
    "relisez ce que d’autres liraient, puis choisissez à nouveau."
)


@blueprint.route("/<uuid:entry_id>/partage", methods=["GET", "POST"])
@access.roles("participant")
@access.even_when_full
def sharing(entry_id: uuid.UUID) -> ResponseReturnValue:
    found = own_entry(entry_id)
    form = SharingForm(data={"sharing": found.sharing.value, "seen": rules.seen_mark(found)})
    form.offer(found)
    if not form.validate_on_submit():
        return _sharing_page(found, form)
    level = Sharing(form.sharing.data)
    if level is not Sharing.PRIVATE and form.seen.data != rules.seen_mark(found):
        flash("Ce que d’autres liraient a changé depuis. Relisez-le, puis choisissez.")
        return redirect(url_for("entries.sharing", entry_id=found.id), 303)
    if services.share(get_session(), found, level, now=now()):
        record(get_session(), "sharing", by=g.person, on=Subject("entry", found.id), level=level.value)
        flash(FELT_EFFECTS[level] if found.wordless else EFFECTS[level])
    get_session().commit()
    enqueue("refresh" if level is Sharing.PRIVATE else "join")
    return redirect(url_for("entries.entry", entry_id=found.id), 303)


def _sharing_page(found: Entry, form: SharingForm) -> ResponseReturnValue:
    form.seen.data = rules.seen_mark(found)  # of the text that this page shows, whatever the last one showed
    ready = rules.may_be_shared(found)
    cut = pieces(found.text, found.masks)
    shown = {"pieces": cut, "ready": ready, "by_team": hidden_by_team(found), "agency": rules.AGENCY}
    return form_page("entries/sharing.html", form, entry=found, **shown)


@blueprint.post("/<uuid:entry_id>/masquer")
@access.roles("participant")
@access.even_when_full
def mask_more(entry_id: uuid.UUID) -> ResponseReturnValue:
    found = own_entry(entry_id)
    if request.form.get("seen") != rules.seen_mark(found):
        flash(CHANGED_SINCE)
        return redirect(url_for("entries.sharing", entry_id=found.id), 303)
    spans = rules.read_spans(request.form.getlist("word"))
    lifted = services.show_again(get_session(), found, rules.read_spans(request.form.getlist("show")), now=now())
    if lifted:
        record(get_session(), "lift_masks", by=g.person, on=Subject("entry", found.id), spans=lifted)
    if spans:
        services.mask_more(get_session(), found, [*((a, b) for a, b in found.author_masks), *spans])
        record(get_session(), "mask_more", by=g.person, on=Subject("entry", found.id), spans=len(spans))
    if spans or lifted:
        get_session().commit()
        enqueue("mask")
        flash(SHOWN if lifted else MASKED_ANEW)
    return redirect(url_for("entries.sharing", entry_id=found.id), 303)
