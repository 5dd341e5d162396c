"""The coordinators' pages of the actors: whom the Lab works with, and where each stands. Nobody else reads them."""

import uuid

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.actors import queries, services
from journal.actors.forms import ActorForm
from journal.actors.models import Actor, ActorKind
from journal.clock import now
from journal.web import access
from journal.web.database import get_session

blueprint = Blueprint("actors", __name__, url_prefix="/cooperation")


@blueprint.get("/acteurs")
@access.roles("coordinator")
def actors() -> ResponseReturnValue:
    session, lab_id = get_session(), g.person.lab_id
    present, retired = queries.actors_of(session, lab_id), queries.actors_of(session, lab_id, retired=True)
    return render_template("actors/actors.html", actors=present, retired=retired)


@blueprint.route("/acteurs/ajouter", methods=["GET", "POST"])
@access.roles("coordinator")
def add() -> ResponseReturnValue:
    form = ActorForm()
    if form.validate_on_submit() and _keep(form, None):
        flash("L’acteur est ajouté.")
        return redirect(url_for("actors.actors"), 303)
    page = render_template("actors/change.html", form=form, actor=None)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/acteurs/<uuid:actor_id>/changer", methods=["GET", "POST"])
@access.roles("coordinator")
def change(actor_id: uuid.UUID) -> ResponseReturnValue:
    actor = actor_or_404(actor_id)
    known = {"name": actor.name, "kind": actor.kind.value, "note": actor.note}
    form = ActorForm(known_name=actor.name, data=known)
    if form.validate_on_submit() and _keep(form, actor):
        flash("L’acteur est changé, partout où il est nommé.")
        return redirect(url_for("actors.actors"), 303)
    page = render_template("actors/change.html", form=form, actor=actor)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/acteurs/<uuid:actor_id>/<any(retirer, reprendre):gesture>")
@access.roles("coordinator")
def decide(actor_id: uuid.UUID, gesture: str) -> ResponseReturnValue:
    """Say that the Lab no longer works with an actor, or that it does again."""
    actor = actor_or_404(actor_id)
    if gesture == "retirer":
        services.retire(get_session(), actor, now=now())
    else:
        services.take_back(get_session(), actor)
    record(get_session(), f"actor_{gesture}", by=g.person, on=Subject("actor", actor.id))
    get_session().commit()
    return redirect(url_for("actors.actors"), 303)


def _keep(form: ActorForm, actor: Actor | None) -> bool:
    """Add or change an actor; a refusal goes beside its name."""
    session, kind = get_session(), ActorKind(form.kind.data)
    name, note = form.name.data or "", form.note.data or ""
    action = "actor_change" if actor else "actor_add"
    try:
        if actor is None:
            actor = services.add(session, g.person.lab_id, name, kind, note=note, now=now())
        else:
            services.change(session, actor, name=name, kind=kind, note=note)
    except services.Refused as refusal:
        session.rollback()
        form.name.errors = [refusal.sentence]
        return False
    record(session, action, by=g.person, on=Subject("actor", actor.id), kind=kind.value)
    session.commit()
    return True


def actor_or_404(actor_id: uuid.UUID) -> Actor:
    actor = queries.actor_in_lab(get_session(), g.person.lab_id, actor_id)
    if actor is None:
        abort(404)
    return actor
