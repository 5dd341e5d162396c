"""Pages where coordinators describe an experiment, and write and correct its steps."""

import uuid
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.accounts.models import Role
from journal.actors.queries import actors_of
from journal.clock import now
from journal.experiments import queries, removing, rules, services
from journal.experiments.blueprint import (
    EVIDENCE,
    GONE_WITH,
    blueprint,
    carried_by,
    check_words,
    experiment_or_404,
    kept,
)
from journal.experiments.forms import BeginForm, CorrectForm, DeclineForm, DescriptionForm, StepForm
from journal.experiments.models import Experiment, ExperimentStep, Rung
from journal.experiments.services import StepContent
from journal.themes.queries import adopted
from journal.web import access, errors
from journal.web.database import get_session, or_404
from journal.web.forms import BaseForm, refusing
from journal.web.pages import form_page

NOTED = "La marche est notée, avec sa preuve."
CORRECTED = "La marche est corrigée. Ce qui était écrit reste en vue."
FORGOTTEN = (
    "La marche est corrigée. Ce qui était écrit n’est plus gardé, ni ici, ni dans les récits. "
    "Les mails partis et les feuilles imprimées restent."
)
PROPOSED = "Votre marche est proposée. La coordination l’acceptera, ou vous dira ici pourquoi elle ne la retient pas."


@blueprint.route("/nouvelle", methods=["GET", "POST"])
@access.roles("coordinator")
def begin() -> ResponseReturnValue:
    form = BeginForm(**_choices(), data={"themes": request.args.getlist("theme")})
    if form.validate_on_submit():
        with refusing(form, "evidence"):
            idea = _words(form, Rung.IDEA)
            row = services.begin(get_session(), form.description(), idea, by=g.person, now=now())
            return kept(row, "begin_experiment", "L’expérimentation est écrite.")
    return form_page("experiments/describe.html", form, experiment=None)


@blueprint.route("/<uuid:experiment_id>/changer", methods=["GET", "POST"])
@access.roles("coordinator")
def change(experiment_id: uuid.UUID) -> ResponseReturnValue:
    row = experiment_or_404(experiment_id)
    form = DescriptionForm(**_choices(), data=_known(row))
    if form.validate_on_submit():
        with refusing(form, "tried"):
            check_words(row, **{name: form[name].data or "" for name in ("title", "tried", "for_whom")})
            services.describe(get_session(), row, form.description())
            return kept(row, "describe_experiment", "C’est changé.")
    return form_page("experiments/describe.html", form, experiment=row)


@blueprint.route("/<uuid:experiment_id>/effacer", methods=["GET", "POST"])
@access.roles("coordinator")
@access.even_when_full
def remove(experiment_id: uuid.UUID) -> ResponseReturnValue:
    """Delete an experiment written by mistake, after reading what goes with it."""
    row, form = experiment_or_404(experiment_id), BaseForm()
    if form.validate_on_submit():
        with refusing(form):
            record(get_session(), "delete_experiment", by=g.person, on=Subject("experiment", row.id))
            removing.remove(get_session(), row)
            get_session().commit()
            flash("L’expérimentation est effacée.")
            return redirect(url_for("experiments.index"), 303)
    why = removing.problem(get_session(), row)
    gone = [lost for tell in GONE_WITH for lost in tell(get_session(), row)]
    return form_page("experiments/remove.html", form, experiment=row, why=why, elsewhere=gone)


@blueprint.route("/<uuid:experiment_id>/marche", methods=["GET", "POST"])
@access.roles("partner", "coordinator")
def step(experiment_id: uuid.UUID) -> ResponseReturnValue:
    """Add a step, or propose one in the name of an organisation that carries the experiment."""
    row = experiment_or_404(experiment_id)
    proposes = g.person.role is Role.PARTNER
    if proposes and not carried_by(row):
        abort(404)
    path = services.path(row)
    form = StepForm(path, rules.may_follow(path))
    if form.validate_on_submit():
        with refusing(form, "evidence"):
            words = _words(form, Rung(form.rung.data))
            if not proposes:  # a partner is told of nobody’s words: whoever accepts the step is
                check_words(row, evidence=words.evidence)
            services.add_step(get_session(), row, words, by=g.person, now=now(), proposed=proposes)
            return kept(row, "experiment_step", PROPOSED if proposes else NOTED)
    proofs = [] if proposes else [each for tell in EVIDENCE for each in tell(get_session(), row)]
    return form_page("experiments/step.html", form, experiment=row, here=path[-1], proofs=proofs)


@blueprint.route("/marches/<uuid:experiment_step_id>/corriger", methods=["GET", "POST"])
@access.roles("coordinator")
@access.even_when_full
def correct(experiment_step_id: uuid.UUID) -> ResponseReturnValue:
    row, wrong = _step_or_404(experiment_step_id)
    form = CorrectForm(data={name: getattr(wrong, name) for name in ("happened_on", "evidence", "link")})
    if form.validate_on_submit():
        with refusing(form, "evidence"):
            words, forgets = _words(form, wrong.rung), bool(form.names_someone.data)
            check_words(row, evidence=words.evidence)
            services.correct(get_session(), row, wrong, words, by=g.person, now=now(), names_someone=forgets)
            return kept(row, "correct_experiment_step", FORGOTTEN if forgets else CORRECTED)
    return form_page("experiments/correct.html", form, experiment=row, step=wrong)


@blueprint.post("/marches/<uuid:experiment_step_id>/accepter")
@access.roles("coordinator")
@errors.way_back("experiments.index", "Revenir aux expérimentations")
def accept(experiment_step_id: uuid.UUID) -> ResponseReturnValue:
    """Accept a proposed step."""
    row, proposed = _step_or_404(experiment_step_id)
    check_words(row, evidence=proposed.evidence)
    services.accept(get_session(), row, proposed, by=g.person, now=now())
    return kept(row, "experiment_step_accepter", "La marche est acceptée.")


@blueprint.route("/marches/<uuid:experiment_step_id>/refuser", methods=["GET", "POST"])
@access.roles("coordinator")
@errors.way_back("experiments.index", "Revenir aux expérimentations")
def decline(experiment_step_id: uuid.UUID) -> ResponseReturnValue:
    """Decline a proposed step, with a reason."""
    row, proposed = _step_or_404(experiment_step_id)
    form = DeclineForm()
    if form.validate_on_submit():
        with refusing(form, "because"):
            services.decline(get_session(), row, proposed, form.because.data or "", by=g.person, now=now())
            return kept(row, "experiment_step_refuser", "La marche n’est pas retenue. Qui l’a proposée lira pourquoi.")
    return form_page("experiments/decline.html", form, experiment=row, step=proposed)


def _choices() -> dict[str, Any]:
    session, lab_id = get_session(), g.person.lab_id
    return {
        "themes": adopted(session, lab_id),
        "answers": queries.answers(session, lab_id),
        "actors": actors_of(session, lab_id),
    }


def _known(row: Experiment) -> dict[str, Any]:
    return {
        "title": row.title,
        "tried": row.tried,
        "for_whom": row.for_whom,
        "themes": [str(theme.id) for theme in row.themes],
        "actors": [str(actor.id) for actor in row.actors],
        "answer": str(row.answer_id or ""),
    }


def _words(form: BeginForm | StepForm | CorrectForm, rung: Rung) -> StepContent:
    return StepContent(rung, form.happened_on.data, form.evidence.data or "", form.link.data or "")


def _step_or_404(experiment_step_id: uuid.UUID) -> tuple[Experiment, ExperimentStep]:
    return or_404(queries.step_in_lab(get_session(), g.person.lab_id, experiment_step_id))
