"""A participant's journal: the list of entries, one entry, erasing it. Writing and sharing have their own files."""

import uuid
from collections.abc import Callable

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.accounts.models import Person
from journal.clock import today
from journal.entries import (
    draft_views,
    drafts,
    emotion_views,
    pathway_views,
    prompts,
    queries,
    rules,
    searching,
    services,
    sharing_views,
    writing_views,
)
from journal.entries.blueprint import blueprint, own_entry
from journal.entries.forms import EraseForm
from journal.entries.hiding import hidden_by_team
from journal.entries.lines import how_many
from journal.entries.models import NextStep
from journal.web import access
from journal.web.database import get_session
from journal.web.lines import Line
from journal.web.queue import enqueue
from nlp.distress import shows_distress

# Importing these adds their routes to the blueprint.
__all__ = ["blueprint", "draft_views", "emotion_views", "pathway_views", "sharing_views", "writing_views"]

# What a person is told at the top of their journal, what waits for them first. Features register themselves.
NEWS: list[Callable[[Session, Person], list[Line]]] = []
# What is told at once; more would stand between a person and what they wrote.
SHOWN = 2


@blueprint.get("/")
@access.roles("participant")
def timeline() -> ResponseReturnValue:
    session = get_session()
    words = searching.words_in(request.args.get("q", ""))
    found = queries.search(session, g.person.id, words) if words else None
    entries = session.scalars(queries.timeline(g.person.id)).all() if found is None else found
    return render_template(
        "entries/timeline.html",
        entries=entries,
        months=rules.by_month(entries),
        drafts=() if words else drafts.of(session, g.person.id),
        words=words,
        counted=how_many(entries),
        how_many=how_many,
        step_to_ask=_step_to_ask(),
        news=[line for source in NEWS for line in source(session, g.person)],
        shown=SHOWN,
    )


@blueprint.post("/chercher")
@access.roles("participant")
@access.even_when_full
def search() -> ResponseReturnValue:
    """Go to what some words find: they are sent in a form, and no address shows them."""
    return redirect(url_for("entries.timeline", q=searching.sealed(request.form.get("q", ""))), 303)


def _step_to_ask() -> NextStep | None:
    """The action to ask of; a page brings back none that speaks of the worst."""
    found = queries.next_step_to_ask(get_session(), g.person.id, today())
    return None if found and shows_distress(found.text) else found


@blueprint.get("/<uuid:entry_id>")
@access.roles("participant")
def entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    found = own_entry(entry_id)
    return render_template(
        "entries/entry.html",
        entry=found,
        agency=rules.AGENCY,
        intensities=rules.INTENSITIES,
        prompt=prompts.wording(found.prompt),
        # Looked at for this page only: neither stored, counted nor told to anyone.
        distress=shows_distress(found.text),
        suggestions=emotion_views.asked_of(found),
        may_share=len(rules.sharing_choices(found)) > 1,
        by_team=hidden_by_team(found),
    )


@blueprint.route("/<uuid:entry_id>/effacer", methods=["GET", "POST"])
@access.roles("participant")
@access.even_when_full
def erase(entry_id: uuid.UUID) -> ResponseReturnValue:
    found = own_entry(entry_id)
    form = EraseForm()
    if not form.validate_on_submit():
        return render_template("entries/erase.html", entry=found, form=form)
    record(get_session(), "erase_entry", by=g.person, on=Subject("entry", found.id))
    services.erase_entry(get_session(), found)
    get_session().commit()
    enqueue("purge")
    enqueue("refresh")
    flash("Le ressenti est effacé." if found.wordless else "Le texte est effacé.")
    return redirect(url_for("entries.timeline"), 303)
