"""Importing a codebook: its changes are shown, then applied on request."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.clock import now
from journal.errors import Refused
from journal.exchange import codebooks
from journal.exchange.forms import ChangesForm, CodebookForm
from journal.exchange.views import MOST_NAMED, blueprint, page
from journal.web import access
from journal.web.database import get_session
from journal.web.typography import plural

__all__ = ["blueprint"]


@blueprint.post("/grille")
@access.roles("coordinator")
def compare_codebook() -> ResponseReturnValue:
    """Show the names and definitions that a codebook would change. Nothing is written."""
    form = CodebookForm()
    if not form.validate():
        return page(book=form)
    try:
        found = codebooks.compare(get_session(), g.person.lab_id, codebooks.read(form.codebook.data.read()))
    except codebooks.CodebookRefused as refusal:
        form.codebook.errors = [f"{refusal.sentence} Rien n’a changé."]
        return page(book=form)
    return render_template("exchange/codebook.html", found=found, named=found.unknown[:MOST_NAMED])


@blueprint.post("/grille/reprendre")
@access.roles("coordinator")
def take_codebook() -> ResponseReturnValue:
    """Apply what was shown, all or nothing, except what someone changed in the meantime."""
    form, session = ChangesForm(), get_session()
    if not form.validate():
        return page()
    try:
        changes = codebooks.carried_back(form.changes.data or "")
        taken = codebooks.take(session, changes, by=g.person, now=now())
    except (codebooks.CodebookRefused, Refused) as refusal:
        session.rollback()
        flash(f"{refusal.sentence} Rien n’a changé.")
        return redirect(url_for("exchange.index"), 303)
    record(session, "import_codebook", by=g.person, on=Subject("lab", g.person.lab_id), changed=taken.changed)
    session.commit()
    flash(_outcome(taken))
    return redirect(url_for("exchange.index"), 303)


def _outcome(taken: codebooks.Taken) -> str:
    told = f"{plural(taken.changed, 'thème changé', 'thèmes changés')}."
    if taken.changed:
        told += " Chaque changement s’annule sur la page de son thème."
    if taken.left:
        left = plural(taken.left, "thème n’a pas bougé", "thèmes n’ont pas bougé")
        told += f" {left}\u00a0: quelqu’un l’a changé depuis, ou il n’est plus là."
    return told
