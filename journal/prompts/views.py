"""The page where the team chooses the prompts of its Lab."""

import uuid

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.clock import now
from journal.db import in_lab
from journal.pathways.models import StepKind
from journal.prompts import queries, services
from journal.prompts.forms import PromptForm, known
from journal.prompts.models import LabPrompt
from journal.web import access, errors
from journal.web.database import get_session, or_404
from journal.web.forms import refusing
from journal.web.pages import form_page

blueprint = Blueprint("prompts", __name__, url_prefix="/questions")


@blueprint.get("")
@access.roles("coordinator")
def index() -> ResponseReturnValue:
    rows = queries.prompts_of(get_session(), g.person.lab_id)
    return render_template(
        "prompts/index.html",
        shown=[row for row in rows if row.paused_at is None],
        paused=[row for row in rows if row.paused_at is not None],
        labels={step.value: step.label for step in StepKind},
    )


@blueprint.route("/nouvelle", methods=["GET", "POST"])
@access.roles("coordinator")
def add() -> ResponseReturnValue:
    session, form = get_session(), PromptForm()
    if form.validate_on_submit():
        with refusing(form, "text"):
            row = services.add(session, g.person.lab_id, form.text.data or "", form.chosen())
            return _kept(row, "add_prompt", "La question est ajoutée.")
    return form_page("prompts/write.html", form, prompt=None, theirs=None)


@blueprint.route("/<uuid:prompt_id>", methods=["GET", "POST"])
@access.roles("coordinator")
def change(prompt_id: uuid.UUID) -> ResponseReturnValue:
    session, row = get_session(), _prompt_or_404(prompt_id)
    form = PromptForm(data=known(row))
    valid = form.validate_on_submit()
    theirs = row if valid and form.overtakes(row) else None
    if valid and not theirs:
        with refusing(form, "text"):
            services.change(session, row, form.text.data or "", form.chosen())
            return _kept(row, "change_prompt", "La question est changée.")
    return form_page("prompts/write.html", form, prompt=row, theirs=theirs)


@blueprint.post("/<uuid:prompt_id>/<any(monter, descendre, pause, reprendre):gesture>")
@access.roles("coordinator")
@errors.way_back("prompts.index", "Revenir aux questions du Lab")
def decide(prompt_id: uuid.UUID, gesture: str) -> ResponseReturnValue:
    """Move a prompt up or down, pause it, or offer it again."""
    session, row = get_session(), _prompt_or_404(prompt_id)
    if gesture == "pause":
        services.pause(session, row, now=now())
        return _kept(row, "pause_prompt", "La question est en pause\u00a0: elle n’est plus proposée.")
    if gesture == "reprendre":
        services.resume(session, row)
        return _kept(row, "resume_prompt", "La question est à nouveau proposée.")
    services.move(session, row, up=gesture == "monter")
    return _kept(row, "move_prompt", "L’ordre est changé.")


def _kept(row: LabPrompt, action: str, told: str) -> ResponseReturnValue:
    session = get_session()
    record(session, action, by=g.person, on=Subject("lab_prompt", row.id))
    session.commit()
    flash(told)
    return redirect(url_for("prompts.index"), 303)


def _prompt_or_404(prompt_id: uuid.UUID) -> LabPrompt:
    return or_404(in_lab(get_session(), LabPrompt, g.person.lab_id, prompt_id))
