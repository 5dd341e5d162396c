"""Pages of the points of application."""

import uuid

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.actors import points as services
from journal.actors import queries
from journal.actors.blueprint import blueprint, lab_point
from journal.actors.forms import PointForm
from journal.actors.models import PointOfApplication
from journal.clock import now, today
from journal.themes.models import Theme
from journal.themes.queries import adopted
from journal.web import access
from journal.web.database import get_session
from journal.web.forms import refusing
from journal.web.pages import form_page


@blueprint.route("/points", methods=["GET", "POST"])
@access.roles("coordinator")
def points() -> ResponseReturnValue:
    """The points of application, and a form to add one."""
    session, lab_id = get_session(), g.person.lab_id
    themes = adopted(session, lab_id)
    form = PointForm(themes, data={"opened_on": today()})
    if form.validate_on_submit() and _keep(form, None):
        flash("Le point d’application est ouvert.")
        return redirect(url_for("actors.points"), 303)
    names = {theme.id: theme.label for theme in themes}
    return form_page("actors/points.html", form, points=queries.points_of(session, lab_id), themes=names)


@blueprint.route("/points/<uuid:point_id>", methods=["GET", "POST"])
@access.roles("coordinator")
def change_point(point_id: uuid.UUID) -> ResponseReturnValue:
    point = lab_point(point_id)
    known = {"sentence": point.sentence, "theme": str(point.theme_id or ""), "opened_on": point.opened_on}
    form = PointForm(_themes(point), data=known)
    if form.validate_on_submit() and _keep(form, point):
        flash("Le point d’application est changé.")
        return redirect(url_for("actors.points"), 303)
    return form_page("actors/change_point.html", form, point=point)


@blueprint.post("/points/<uuid:point_id>/<any(clore, rouvrir):gesture>")
@access.roles("coordinator")
def decide_point(point_id: uuid.UUID, gesture: str) -> ResponseReturnValue:
    point = lab_point(point_id)
    if gesture == "clore":
        services.close(get_session(), point, on=today())
    else:
        services.reopen(get_session(), point)
    record(get_session(), f"point_{gesture}", by=g.person, on=Subject("point_of_application", point.id))
    get_session().commit()
    return redirect(url_for("actors.points"), 303)


def _themes(point: PointOfApplication) -> list[Theme]:
    """Those that may be chosen: the adopted ones, and the one it already comes from, whatever its state."""
    themes = list(adopted(get_session(), point.lab_id))
    if point.theme_id is not None and point.theme_id not in {theme.id for theme in themes}:
        themes.append(get_session().get_one(Theme, point.theme_id))
    return themes


def _keep(form: PointForm, point: PointOfApplication | None) -> bool:
    """Open or change a point, or show the error beside its date."""
    session, sentence, on = get_session(), form.sentence.data or "", form.opened_on.data
    theme = session.get(Theme, uuid.UUID(form.theme.data)) if form.theme.data else None  # a choice of the form
    action = "point_change" if point else "point_open"
    with refusing(form, "opened_on"):
        if point is None:
            point = services.open_point(session, g.person.lab_id, sentence, theme=theme, on=on, now=now())
        else:
            services.change(session, point, sentence, theme=theme, on=on)
        record(session, action, by=g.person, on=Subject("point_of_application", point.id))
        session.commit()
        return True
    return False
