"""Pages of the alliances: their purpose, what each actor brings and expects, and their revisions."""

import uuid
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.actors import alliances as services
from journal.actors import queries
from journal.actors.alliances import Party, Terms
from journal.actors.blueprint import blueprint, lab_actor, lab_alliance, lab_point
from journal.actors.forms import MOST_PARTS, AllianceForm
from journal.actors.models import Alliance, AllianceState, PointOfApplication
from journal.clock import now, today
from journal.db import in_lab
from journal.web import access
from journal.web.database import get_session
from journal.web.forms import refusing
from journal.web.pages import form_page


@blueprint.get("/alliances")
@access.roles("coordinator")
def alliances() -> ResponseReturnValue:
    return render_template("actors/alliances.html", alliances=queries.alliances_of(get_session(), g.person.lab_id))


@blueprint.get("/alliances/<uuid:alliance_id>")
@access.roles("coordinator")
def alliance(alliance_id: uuid.UUID) -> ResponseReturnValue:
    """An alliance, and each of its revisions."""
    session, found = get_session(), lab_alliance(alliance_id)
    everyone = (*queries.actors_of(session, found.lab_id), *queries.actors_of(session, found.lab_id, retired=True))
    return render_template(
        "actors/alliance.html",
        alliance=found,
        point=in_lab(session, PointOfApplication, found.lab_id, found.point_id) if found.point_id else None,
        revisions=queries.revisions_of(session, found),
        names={str(actor.id): actor.name for actor in everyone},
        states=AllianceState,
    )


@blueprint.route("/alliances/ecrire", methods=["GET", "POST"])
@access.roles("coordinator")
def make_alliance() -> ResponseReturnValue:
    form = _form({"starts_on": today()}, None)
    if form.validate_on_submit() and (made := _keep(form, None)):
        flash("L’alliance est écrite.")
        return redirect(url_for("actors.alliance", alliance_id=made.id), 303)
    return _page(form, None)


@blueprint.route("/alliances/<uuid:alliance_id>/changer", methods=["GET", "POST"])
@access.roles("coordinator")
def revise_alliance(alliance_id: uuid.UUID) -> ResponseReturnValue:
    found = lab_alliance(alliance_id)
    parts = [{"actor": str(m.actor_id), "brings": m.brings, "expects": m.expects} for m in found.members]
    known = {"shared_edge": found.shared_edge, "starts_on": found.starts_on, "state": found.state.value}
    rest = {"learnt": found.learnt, "point": str(found.point_id or ""), "parts": [*parts, {}][:MOST_PARTS]}
    form = _form(known | rest, found)
    if form.validate_on_submit() and _keep(form, found):
        flash("L’alliance est revue. Ce qu’elle disait avant reste lisible.")
        return redirect(url_for("actors.alliance", alliance_id=alliance_id), 303)
    return _page(form, found)


def _form(known: dict[str, Any], found: Alliance | None) -> AllianceForm:
    """The form, with the actors that may be chosen: current ones, and those already in the alliance."""
    session, lab_id = get_session(), g.person.lab_id
    actors = list(queries.actors_of(session, lab_id))
    if found is not None:
        actors += [member.actor for member in found.members if member.actor not in actors]
    return AllianceForm(actors, queries.points_of(session, lab_id), data=known)


def _page(form: AllianceForm, found: Alliance | None) -> ResponseReturnValue:
    return form_page("actors/write_alliance.html", form, alliance=found)


def _keep(form: AllianceForm, found: Alliance | None) -> Alliance | None:
    """Write or revise an alliance, or show the error beside its actors."""
    session, terms = get_session(), _terms(form)
    action = "alliance_revise" if found else "alliance_make"
    with refusing(form):
        if found is None:
            found = services.make(session, g.person.lab_id, terms, by=g.person, now=now())
        else:
            services.revise(session, found, terms, by=g.person, now=now())
        record(session, action, by=g.person, on=Subject("alliance", found.id), state=found.state.value)
        session.commit()
        return found
    return None


def _terms(form: AllianceForm) -> Terms:
    chosen = [part.form for part in form.parts if part.form.actor.data]
    return Terms(
        form.shared_edge.data or "",
        form.starts_on.data,
        AllianceState(form.state.data),
        [Party(lab_actor(uuid.UUID(f.actor.data)), f.brings.data or "", f.expects.data or "") for f in chosen],
        point=lab_point(uuid.UUID(form.point.data)) if form.point.data else None,
        learnt=form.learnt.data or "",
    )
