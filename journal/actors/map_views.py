"""The map of the actors, as a page, a table to download and a sheet to print."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.accounts.models import Lab
from journal.actors import queries
from journal.actors.attitudes import SCALES
from journal.actors.blueprint import blueprint
from journal.actors.drawing import picture
from journal.actors.exporting import map_csv
from journal.actors.forms import MapForm
from journal.actors.mapping import ActorMap, draw_up
from journal.actors.models import Axis
from journal.actors.telling import headlines
from journal.actors.workshop import workshop_pdf
from journal.clock import now, today
from journal.months import shift
from journal.web import access
from journal.web.database import get_session
from journal.web.pages import attachment


@blueprint.get("/carte")
@access.roles("coordinator")
def actor_map() -> ResponseReturnValue:
    form, points = MapForm(request.args, today()), queries.points_of(get_session(), g.person.lab_id)
    found = _asked_for(form)
    if found is None:
        return render_template("actors/no_map.html")
    return render_template(
        "actors/map.html",
        map=found,
        asked=form,
        points=points,
        picture=picture(found),
        headlines=headlines(found),
        scales=SCALES,
        axes=Axis,
    )


@blueprint.get("/carte.csv")
@access.roles("coordinator")
def map_table() -> ResponseReturnValue:
    session = get_session(write=True)
    found = _asked_for(MapForm(request.args, today()))
    if found is None:
        flash("Il n’y a pas encore de carte à emporter\u00a0: ouvrez d’abord un point d’application.")
        return redirect(url_for("actors.points"), 303)
    record(session, "export_actor_map", by=g.person, on=Subject("point_of_application", found.point.id))
    session.commit()
    return attachment(map_csv(found), "text/csv", f"carte-des-acteurs-{found.day.isoformat()}.csv")


@blueprint.get("/carte/atelier")
@access.roles("coordinator")
def workshop() -> ResponseReturnValue:
    """An empty map on paper, to fill in together."""
    found = _asked_for(MapForm(request.args, today()))
    if found is None:
        return render_template("actors/no_map.html")
    sheet = workshop_pdf(found, get_session().get_one(Lab, g.person.lab_id).name, now())
    return attachment(sheet, "application/pdf", "carte-des-acteurs-atelier.pdf")


def _asked_for(form: MapForm) -> ActorMap | None:
    """The map of the requested point, or of the newest open one."""
    session = get_session()
    points = queries.points_of(session, g.person.lab_id)
    point = next((point for point in points if point.id == form.point_id), points[0] if points else None)
    return None if point is None else draw_up(session, point, day=form.day, since=shift(form.day, -form.months))
