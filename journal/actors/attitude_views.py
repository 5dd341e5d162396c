"""The page of a Lab's table: the attitude that each place of the map suggests, and the advice."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.actors import table as services
from journal.actors.attitudes import CELLS, SCALES
from journal.actors.blueprint import blueprint
from journal.actors.forms import WordingForm
from journal.actors.models import Attitude, Axis
from journal.web import access
from journal.web.database import get_session
from journal.web.pages import form_page


@blueprint.get("/attitudes")
@access.roles("coordinator")
def attitudes() -> ResponseReturnValue:
    found = services.table_of(get_session(), g.person.lab_id)
    return render_template("actors/attitudes.html", table=found, attitudes=Attitude, scales=SCALES, axes=Axis)


@blueprint.post("/attitudes")
@access.roles("coordinator")
def place_attitudes() -> ResponseReturnValue:
    """Set the attitude of each place of the map."""
    try:
        cells = {cell: Attitude(request.form.get(f"cell-{cell[0]}-{cell[1]}", "")) for cell in CELLS}
    except ValueError:
        raise BadRequest from None  # a choice the page does not offer
    services.set_cells(get_session(), g.person.lab_id, cells)
    _log("attitudes_place")
    flash("Les attitudes de la carte sont changées.")
    return redirect(url_for("actors.attitudes"), 303)


@blueprint.route(
    "/attitudes/<any(passive, grumbler, hesitant, ally, militant, opponent, irreducible, torn):attitude>",
    methods=["GET", "POST"],
)
@access.roles("coordinator")
def reword_attitude(attitude: str) -> ResponseReturnValue:
    chosen = Attitude(attitude)
    wording = services.table_of(get_session(), g.person.lab_id).wordings[chosen]
    form = WordingForm(data={"name": wording.name, "strategy": wording.strategy})
    if form.validate_on_submit():
        services.reword(get_session(), g.person.lab_id, chosen, form.wording())
        _log("attitudes_reword", attitude=attitude)
        flash("Les mots sont changés.")
        return redirect(url_for("actors.attitudes"), 303)
    return form_page("actors/reword.html", form, wording=wording)


@blueprint.post("/attitudes/origine")
@access.roles("coordinator")
def usual_attitudes() -> ResponseReturnValue:
    services.back_to_usual(get_session(), g.person.lab_id)
    _log("attitudes_usual")
    flash("La table est revenue à celle d’origine.")
    return redirect(url_for("actors.attitudes"), 303)


def _log(action: str, **detail: str) -> None:
    record(get_session(), action, by=g.person, on=Subject("lab", g.person.lab_id), **detail)
    get_session().commit()
