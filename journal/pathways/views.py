"""The page where a participant describes their pathway. Nobody else sees it."""

import uuid

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.pathways import queries, rules, services
from journal.pathways.forms import PauseForm, StepForm, TargetJobForm
from journal.pathways.models import Pause, Step, TargetJob
from journal.web import access
from journal.web.database import get_session
from journal.web.forms import BaseForm
from journal.web.pages import form_page

blueprint = Blueprint("pathways", __name__, url_prefix="/parcours")
FORMS: dict[type[rules.Part], type[BaseForm]] = {Step: StepForm, Pause: PauseForm, TargetJob: TargetJobForm}


@blueprint.get("/etapes")
@access.roles("participant")
def steps() -> ResponseReturnValue:
    return _page()


@blueprint.post("/etapes")
@access.roles("participant")
def add_step() -> ResponseReturnValue:
    form = StepForm(prefix="step")
    if not form.validate():
        return _page(step_form=form)
    pathway = services.begin(get_session(), g.person.id)
    services.add_step(
        get_session(), pathway, form.kind.data, form.starts_on.data, form.ends_on.data, form.note.data or ""
    )
    return _kept("L’étape est notée.")


@blueprint.post("/pauses")
@access.roles("participant")
def add_pause() -> ResponseReturnValue:
    form = PauseForm(prefix="pause")
    if not form.validate():
        return _page(pause_form=form)
    pathway = services.begin(get_session(), g.person.id)
    services.add_pause(get_session(), pathway, form.starts_on.data, form.ends_on.data, form.note.data or "")
    return _kept("La pause est notée.")


@blueprint.post("/metiers")
@access.roles("participant")
def add_target_job() -> ResponseReturnValue:
    form = TargetJobForm(prefix="job")
    if not form.validate():
        return _page(job_form=form)
    services.add_target_job(get_session(), services.begin(get_session(), g.person.id), form.title.data)
    return _kept("Le métier est noté.")


@blueprint.post("/<uuid:part_id>/effacer")
@access.roles("participant")
@access.even_when_full
def remove(part_id: uuid.UUID) -> ResponseReturnValue:
    services.remove(get_session(), _own_part(part_id))
    return _kept("C’est effacé.")


@blueprint.route("/<uuid:part_id>/changer", methods=["GET", "POST"])
@access.roles("participant")
def change(part_id: uuid.UUID) -> ResponseReturnValue:
    part = _own_part(part_id)
    form = FORMS[type(part)](obj=part)
    if not form.validate_on_submit():
        return form_page("pathways/change.html", form)
    form.populate_obj(part)
    return _kept("C’est changé.")


def _own_part(part_id: uuid.UUID) -> rules.Part:
    found = rules.part_of(queries.pathway_of(get_session(), g.person.id), part_id)
    if found is None:
        abort(404)
    return found


def _kept(sentence: str) -> ResponseReturnValue:
    get_session().commit()
    flash(sentence)
    return redirect(url_for("pathways.steps"), 303)


def _page(**forms: BaseForm) -> ResponseReturnValue:
    shown = {
        "step_form": StepForm(None, prefix="step"),
        "pause_form": PauseForm(None, prefix="pause"),
        "job_form": TargetJobForm(None, prefix="job"),
    } | forms
    pathway, refused = queries.pathway_of(get_session(), g.person.id), next(iter(forms.values()), None)
    page = render_template("pathways/steps.html", pathway=pathway, form=refused, **shown)
    return page, 422 if forms else 200
