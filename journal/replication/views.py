"""Opening an experiment to the other Labs of the site, taking up one of theirs, reporting what was found."""

import uuid

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.clock import now
from journal.experiments.blueprint import experiment_or_404, kept
from journal.experiments.models import Experiment
from journal.experiments.services import path
from journal.replication import queries, rules, services
from journal.replication.forms import FoundForm, SheetForm, TakeUpForm
from journal.replication.models import OpenedExperiment, WrittenSheet
from journal.replication.services import Sheet
from journal.replication.standing import stands
from journal.replication.telling import results
from journal.web import access, errors
from journal.web.database import get_session, may_change, or_404
from journal.web.forms import refusing
from journal.web.pages import form_page
from journal.web.settings import settings

blueprint = Blueprint("replication", __name__)


@blueprint.get("/essais-ouverts")
@access.roles("coordinator")
def index() -> ResponseReturnValue:
    session, lab_id = get_session(), g.person.lab_id
    sheets = [
        (each, queries.taken_up(session, lab_id, each.experiment_id))
        for each in queries.opened_by_others(session, lab_id)
    ]
    return render_template("replication/index.html", sheets=sheets, stands=stands)


@blueprint.get("/essais-ouverts/<uuid:opened_id>")
@access.roles("coordinator")
def sheet(opened_id: uuid.UUID) -> ResponseReturnValue:
    """The sheet of another Lab's experiment."""
    session, found = get_session(), _opened_or_404(opened_id)
    taken = queries.taken_up(session, g.person.lab_id, found.experiment_id)
    return render_template(
        "replication/sheet.html", sheet=found, taken=taken, results=found.results, stands=stands(found)
    )


@blueprint.route("/essais-ouverts/<uuid:opened_id>/reprendre", methods=["GET", "POST"])
@access.roles("coordinator")
@errors.way_back("replication.index", "Revenir aux essais ouverts")
def take_up(opened_id: uuid.UUID) -> ResponseReturnValue:
    """Start here what another Lab tried."""
    session, found = get_session(), _opened_or_404(opened_id)
    if may_change():
        services.check_not_taken_up(session, found, g.person.lab_id)  # else there is no form to mend
    elif queries.taken_up(session, g.person.lab_id, found.experiment_id) is not None:
        return redirect(url_for("replication.sheet", opened_id=found.id))
    form = TakeUpForm(data={"title": found.title, "tried": found.tried})
    if form.validate_on_submit():
        row = services.take_up(session, found, form.description(), by=g.person, now=now())
        return kept(row, "take_up_experiment", f"L’essai est repris. {found.lab.name} le saura.")
    return form_page("replication/take_up.html", form, sheet=found)


@blueprint.route("/experimentations/<uuid:experiment_id>/ouvrir", methods=["GET", "POST"])
@access.roles("coordinator")
def open_to_others(experiment_id: uuid.UUID) -> ResponseReturnValue:
    """Write what other Labs will read, beside the results shown with it."""
    session, row = get_session(), experiment_or_404(experiment_id)
    if not rules.may_be_opened(path(row)):
        abort(404)
    known, former = queries.sheet_of(session, row), queries.shut_sheet_of(session, row)
    form = SheetForm(data=_written(row, known or former))
    if form.validate_on_submit():
        with refusing(form):
            words = Sheet(form.title.data or "", form.tried.data or "", form.lesson.data or "")
            services.open_to_others(session, row, words, _results(row), by=g.person, now=now())
            return kept(row, "open_experiment", "La fiche est ouverte aux autres Labs.")
    return form_page("replication/open.html", form, experiment=row, sheet=known, kept=former, results=_results(row))


@blueprint.post("/experimentations/<uuid:experiment_id>/refermer")
@access.roles("coordinator")
@access.even_when_full
def shut(experiment_id: uuid.UUID) -> ResponseReturnValue:
    session, row = get_session(), experiment_or_404(experiment_id)
    services.shut(session, or_404(queries.sheet_of(session, row)), now=now())
    return kept(row, "shut_experiment", "La fiche n’est plus lue par les autres Labs. Vous en gardez les mots.")


@blueprint.post("/experimentations/<uuid:experiment_id>/fiche-refermee/effacer")
@access.roles("coordinator")
@access.even_when_full
def forget(experiment_id: uuid.UUID) -> ResponseReturnValue:
    """Erase the words of a closed sheet."""
    session, row = get_session(), experiment_or_404(experiment_id)
    services.forget(session, or_404(queries.shut_sheet_of(session, row)))
    return kept(row, "forget_sheet", "Les mots de la fiche refermée sont effacés.")


@blueprint.route("/experimentations/<uuid:experiment_id>/retour", methods=["GET", "POST"])
@access.roles("coordinator")
def tell(experiment_id: uuid.UUID) -> ResponseReturnValue:
    """Report to the Lab of origin what was found here."""
    session, row = get_session(), experiment_or_404(experiment_id)
    replication = or_404(queries.origin_of(session, row))
    form = FoundForm(data={"found": replication.found})
    if form.validate_on_submit():
        with refusing(form):
            services.tell(session, replication, form.found.data or "", now=now())
            return kept(row, "tell_found", f"C’est noté. {replication.source_lab.name} le lira.")
    return form_page("replication/tell.html", form, experiment=row, replication=replication)


def _opened_or_404(opened_id: uuid.UUID) -> OpenedExperiment:
    return or_404(queries.opened_elsewhere(get_session(), g.person.lab_id, opened_id))


def _results(row: Experiment) -> list[str]:
    """The results as anyone might read them: another Lab reads no more than a visitor would."""
    return results(get_session(), row, floor=settings().public_threshold)


def _written(row: Experiment, known: WrittenSheet | None) -> dict[str, str]:
    """The current words of the sheet, or those to start from."""
    if known is not None:
        return {"title": known.title, "tried": known.tried, "lesson": known.lesson}
    return {"title": row.title, "tried": row.tried}
