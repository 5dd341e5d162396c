"""A participant's pages: write, read again, choose who it is for, take back."""

import secrets
import uuid

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.clock import now, today
from journal.entries import queries, rules, services
from journal.entries.forms import INTENSITY_LABELS, QUARTERS, EntryForm, EraseForm, SharingForm, values_of
from journal.entries.masked import pieces
from journal.entries.models import Entry, Sharing
from journal.web import access
from journal.web.database import get_session
from journal.web.queue import enqueue
from nlp.emotions import Emotion

blueprint = Blueprint("entries", __name__, url_prefix="/journal")


@blueprint.get("/")
@access.roles("participant")
def timeline() -> ResponseReturnValue:
    entries = get_session().scalars(queries.timeline(g.person.id)).all()
    return render_template("entries/timeline.html", entries=entries)


@blueprint.route("/ecrire", methods=["GET", "POST"])
@access.roles("participant")
def write() -> ResponseReturnValue:
    form = EntryForm(data=None if request.method == "POST" else new_values())
    if not form.validate_on_submit():
        return _form_page(form)
    session = get_session()
    entry = services.write_entry(
        session,
        g.person,
        form.content(intensities()),
        submission=form.submission.data or secrets.token_hex(16),
        now=now(),
    )
    session.commit()
    enqueue("mask")
    return redirect(url_for("entries.entry", entry_id=entry.id), 303)


@blueprint.get("/<uuid:entry_id>")
@access.roles("participant")
def entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    return render_template("entries/entry.html", entry=own_entry(entry_id), agency=rules.AGENCY)


@blueprint.route("/<uuid:entry_id>/modifier", methods=["GET", "POST"])
@access.roles("participant")
def edit(entry_id: uuid.UUID) -> ResponseReturnValue:
    found = own_entry(entry_id)
    form = EntryForm(data=values_of(found)) if request.method == "GET" else EntryForm()
    if not form.validate_on_submit():
        return _form_page(form, found)
    if form.version.data != str(found.version):
        return _conflict_page(form, found)
    stopped = services.edit_entry(get_session(), found, form.content(intensities()), now=now())
    get_session().commit()
    enqueue("mask")
    if stopped:
        flash(
            "Votre texte a changé : il est redevenu pour vous seul·e. "
            "Relisez ce que d’autres verraient pour le partager à nouveau."
        )
    return redirect(url_for("entries.entry", entry_id=found.id), 303)


@blueprint.route("/<uuid:entry_id>/partage", methods=["GET", "POST"])
@access.roles("participant")
def sharing(entry_id: uuid.UUID) -> ResponseReturnValue:
    found = own_entry(entry_id)
    form = SharingForm(data={"sharing": found.sharing.value, "version": str(found.version)})
    if not form.validate_on_submit():
        page = render_template(
            "entries/sharing.html", entry=found, form=form, pieces=pieces(found), ready=rules.may_be_shared(found)
        )
        return page, 422 if form.is_submitted() else 200
    level = Sharing(form.sharing.data)
    if level is not Sharing.PRIVATE and form.version.data != str(found.version):
        flash("Votre texte a changé depuis. Relisez ce que d’autres verraient, puis choisissez.")
        return redirect(url_for("entries.sharing", entry_id=found.id), 303)
    if services.share(get_session(), found, level, now=now()):
        record(get_session(), "sharing", by=g.person, on=Subject("entry", found.id), level=level.value)
        flash(EFFECTS[level])
    get_session().commit()
    return redirect(url_for("entries.entry", entry_id=found.id), 303)


EFFECTS = {
    Sharing.PRIVATE: "Ce texte est pour vous seul·e. Il ne compte plus dans les thèmes.",
    Sharing.THEMES: "Ce texte compte dans les thèmes. Personne d’autre que vous ne le lit.",
    Sharing.QUOTABLE: "L’équipe du Lab peut lire des passages masqués de ce texte. "
    "Rien ne sera publié sans votre accord, phrase par phrase.",
}


@blueprint.post("/<uuid:entry_id>/masquer")
@access.roles("participant")
def mask_more(entry_id: uuid.UUID) -> ResponseReturnValue:
    found = own_entry(entry_id)
    words = [part for part in request.form.getlist("word") if part.count("-") == 1 and part.replace("-", "").isdigit()]
    spans = [tuple(int(value) for value in part.split("-")) for part in words]
    services.mask_more(get_session(), found, [*map(tuple, found.author_masks), *((a, b) for a, b in spans)])
    get_session().commit()
    enqueue("mask")
    flash("C’est noté. Le texte masqué se refait, cela prend quelques secondes.")
    return redirect(url_for("entries.sharing", entry_id=found.id), 303)


@blueprint.route("/<uuid:entry_id>/effacer", methods=["GET", "POST"])
@access.roles("participant")
def erase(entry_id: uuid.UUID) -> ResponseReturnValue:
    found = own_entry(entry_id)
    form = EraseForm()
    if not form.validate_on_submit():
        return render_template("entries/erase.html", entry=found, form=form)
    record(get_session(), "erase_entry", by=g.person, on=Subject("entry", found.id))
    services.erase_entry(get_session(), found)
    get_session().commit()
    enqueue("purge")
    flash("Le texte est effacé.")
    return redirect(url_for("entries.timeline"), 303)


def own_entry(entry_id: uuid.UUID) -> Entry:
    """The entry, if the person wrote it; otherwise it does not exist."""
    found = queries.own(get_session(), g.person.id, entry_id)
    if found is None:
        abort(404)
    return found


def new_values() -> dict[str, object]:
    return {"submission": secrets.token_hex(16), "happened_on": today()}


def intensities() -> dict[Emotion, int]:
    """The strength given to each emotion; anything else than 1 to 5 is left out."""
    found = {}
    for emotion in Emotion:
        raw = request.form.get(f"intensity_{emotion.value}", "")
        if raw.isdecimal() and int(raw) in rules.INTENSITIES:
            found[emotion] = int(raw)
    return found


def _form_page(form: EntryForm, found: Entry | None = None, **more: object) -> ResponseReturnValue:
    chosen = (
        intensities()
        if request.method == "POST"
        else {e.emotion: e.intensity for e in (found.emotions if found else ())}
    )
    page = render_template(
        "entries/write.html",
        form=form,
        entry=found,
        intensities=chosen,
        quarters=[(title, [e for e in Emotion if (e.valence, e.control) == (v, c)]) for title, v, c in QUARTERS],
        intensity_labels=INTENSITY_LABELS,
        **({"other": None} | more),
    )
    return page, 422 if form.is_submitted() and not more else 200


def _conflict_page(form: EntryForm, found: Entry) -> ResponseReturnValue:
    """Two tabs: show both versions, let the author choose; nothing is overwritten unseen."""
    form.version.data = str(found.version)
    page, _ = _form_page(form, found, other=found.text)  # type: ignore[misc]
    return page, 409
