"""Pages where acts are written, corrected and withdrawn. An act is a dated fact, never an opinion."""

import uuid

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.actors import acts as services
from journal.actors import queries
from journal.actors.blueprint import blueprint, lab_act, lab_actor, lab_point
from journal.actors.forms import ActForm
from journal.actors.models import Act, Actor
from journal.clock import now, today
from journal.web import access
from journal.web.database import get_session
from journal.web.forms import refusing
from journal.web.pages import form_page


@blueprint.route("/acteurs/<uuid:actor_id>/actes", methods=["GET", "POST"])
@access.roles("coordinator")
def write_act(actor_id: uuid.UUID) -> ResponseReturnValue:
    actor = lab_actor(actor_id)
    points = [point for point in queries.points_of(get_session(), g.person.lab_id) if point.closed_on is None]
    form = ActForm(actor, points, data={"point": request.args.get("point", ""), "happened_on": today()})
    if form.validate_on_submit() and _keep(form, actor, None):
        flash("L’acte est écrit. La carte en tient compte.")
        return redirect(url_for("actors.actor", actor_id=actor_id), 303)
    return _page(form, actor, None)


@blueprint.route("/actes/<uuid:act_id>", methods=["GET", "POST"])
@access.roles("coordinator")
def correct_act(act_id: uuid.UUID) -> ResponseReturnValue:
    act = lab_act(act_id)
    points = [p for p in queries.points_of(get_session(), g.person.lab_id) if not p.closed_on or p.id == act.point_id]
    known = {"text": act.text, "happened_on": act.happened_on, "point": str(act.point_id)}
    form = ActForm(act.actor, points, data=known | {"shows": f"{act.axis.value}-{act.level}", "confirmed": act.text})
    if form.validate_on_submit() and _keep(form, act.actor, act):
        flash("L’acte est corrigé.")
        return redirect(url_for("actors.actor", actor_id=act.actor_id), 303)
    return _page(form, act.actor, act)


@blueprint.post("/actes/<uuid:act_id>/<any(retirer, remettre):gesture>")
@access.roles("coordinator")
@access.even_when_full
def decide_act(act_id: uuid.UUID, gesture: str) -> ResponseReturnValue:
    """Withdraw an act, so that no score counts it, or restore it. Either way it stays on the page."""
    act = lab_act(act_id)
    if gesture == "retirer":
        services.withdraw(get_session(), act, now=now())
    else:
        services.put_back(get_session(), act)
    record(get_session(), f"act_{gesture}", by=g.person, on=Subject("act", act.id))
    get_session().commit()
    return redirect(url_for("actors.actor", actor_id=act.actor_id), 303)


def _page(form: ActForm, actor: Actor, act: Act | None) -> ResponseReturnValue:
    return form_page("actors/act.html", form, actor=actor, act=act)


def _keep(form: ActForm, actor: Actor, act: Act | None) -> bool:
    """Write or correct an act, or show the error beside its day."""
    session, fact, point = get_session(), form.fact(), lab_point(form.point_id)
    action = "act_correct" if act else "act_write"
    with refusing(form, "happened_on"):
        if act is None:
            act = services.write(session, actor, point, fact, by=g.person, now=now())
        else:
            services.correct(session, act, point, fact, now=now())
        record(session, action, by=g.person, on=Subject("act", act.id), axis=fact.axis.value, level=fact.level)
        session.commit()
        return True
    return False
