"""A coding that comes back: read, compared with current themes, then applied where someone ticks it."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.clock import now
from journal.errors import Refused
from journal.exchange import codebook_views, coding, projects
from journal.exchange.forms import CorrectionsForm, ProjectForm
from journal.exchange.projects import ProjectRefused
from journal.exchange.views import MOST_NAMED, blueprint, page
from journal.themes.pages.blueprint import log_as_read
from journal.web import access
from journal.web.database import get_session
from journal.web.settings import settings
from journal.web.typography import in_guillemets, plural
from nlp.french import enumerated

# Importing the other adds its routes to the blueprint.
__all__ = ["blueprint", "codebook_views"]

# On a page; the others come once these are settled.
MOST_SHOWN = 60


@blueprint.post("/codage")
@access.roles("coordinator")
@access.takes_files(projects.MOST_BYTES)
def compare_coding() -> ResponseReturnValue:
    """Show what a project would move. Only the reading of these passages is logged."""
    form = ProjectForm()
    if not form.validate():
        return page(project=form)
    try:
        project = projects.read(form.project.data.read())
        found = coding.compare(get_session(), g.person.lab_id, project, floor=settings().lab_threshold)
    except ProjectRefused as refusal:
        form.project.errors = [f"{refusal.sentence} Rien n’a changé."]
        return page(project=form)
    shown = found.corrections[:MOST_SHOWN]
    log_as_read(each.excerpt for each in shown)
    return render_template("exchange/coding.html", found=found, shown=shown, named=found.unknown[:MOST_NAMED])


@blueprint.post("/codage/deplacer")
@access.roles("coordinator")
def apply_coding() -> ResponseReturnValue:
    form, session = CorrectionsForm(), get_session()
    if not form.validate():
        return page()
    floor = settings().lab_threshold
    try:
        done = coding.apply(session, form.corrections.data or (), by=g.person, now=now(), floor=floor)
    except Refused as refusal:
        session.rollback()
        flash(f"{refusal.sentence} Rien n’a changé\u00a0: rendez le projet à nouveau.")
        return redirect(url_for("exchange.index"), 303)
    record(session, "apply_coding", by=g.person, on=Subject("lab", g.person.lab_id), changed=done.moved)
    session.commit()
    flash(_outcome(done))
    return redirect(url_for("exchange.index"), 303)


def _outcome(done: coding.Applied) -> str:
    told = f"{plural(done.moved, 'passage déplacé', 'passages déplacés')}."
    if done.moved:
        of_themes = enumerated([f"de {in_guillemets(label)}" for label in done.sources])
        told += f" Chaque décision s’annule dans l’historique {of_themes}."
    if done.left:
        left = plural(done.left, "passage n’a pas bougé", "passages n’ont pas bougé")
        told += f" {left}\u00a0: ce qui en était montré a changé depuis."
    return told
