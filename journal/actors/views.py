"""The pages of actors, one by one. Importing this module registers all the others."""

import uuid

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.actors import (
    act_views,
    alliance_views,
    attitude_views,
    map_views,
    meeting_views,
    point_views,
    queries,
    services,
)
from journal.actors.agenda import contact
from journal.actors.blueprint import blueprint, lab_actor
from journal.actors.forms import ActorForm, ActorsForm
from journal.actors.history import history
from journal.actors.meetings import meetings_of
from journal.actors.models import Actor, ActorKind
from journal.actors.thread import thread
from journal.clock import now, today
from journal.web import access
from journal.web.database import get_session
from journal.web.forms import refusing
from journal.web.pages import form_page
from journal.web.settings import settings

# Importing these adds their routes to the blueprint.
__all__ = ["act_views", "alliance_views", "attitude_views", "blueprint", "map_views", "meeting_views", "point_views"]


@blueprint.get("/acteurs")
@access.roles("coordinator")
def actors() -> ResponseReturnValue:
    session, lab_id = get_session(), g.person.lab_id
    asked = ActorsForm(request.args)
    present, retired = (filter(asked.keeps, queries.actors_of(session, lab_id, retired=gone)) for gone in (False, True))
    return render_template(
        "actors/actors.html", actors=list(present), retired=list(retired), asked=asked, kinds=list(ActorKind)
    )


@blueprint.get("/acteurs/<uuid:actor_id>")
@access.roles("coordinator")
def actor(actor_id: uuid.UUID) -> ResponseReturnValue:
    """What links an actor and the Lab; where it stands, point by point, and the acts behind it."""
    session, found = get_session(), lab_actor(actor_id)
    return render_template(
        "actors/actor.html",
        actor=found,
        chapters=history(session, found, today()),
        contact=contact(found, meetings_of(session, found.lab_id)),
        thread=thread(session, found, today(), settings().lab_threshold),
        today=today(),
    )


@blueprint.route("/acteurs/ajouter", methods=["GET", "POST"])
@access.roles("coordinator")
def add() -> ResponseReturnValue:
    form = ActorForm()
    if form.validate_on_submit() and (added := _keep(form, None)):
        flash("L’acteur est ajouté.")
        return redirect(url_for("actors.actor", actor_id=added.id), 303)
    return _page(form, None)


@blueprint.route("/acteurs/<uuid:actor_id>/changer", methods=["GET", "POST"])
@access.roles("coordinator")
def change(actor_id: uuid.UUID) -> ResponseReturnValue:
    found = lab_actor(actor_id)
    known = {"name": found.name, "kind": found.kind.value, "note": found.note}
    form = ActorForm(known_name=found.name, data=known)
    if form.validate_on_submit() and _keep(form, found):
        flash("L’acteur est changé, partout où il est nommé.")
        return redirect(url_for("actors.actor", actor_id=actor_id), 303)
    return _page(form, found)


@blueprint.post("/acteurs/<uuid:actor_id>/<any(retirer, reprendre):gesture>")
@access.roles("coordinator")
@access.even_when_full
def decide(actor_id: uuid.UUID, gesture: str) -> ResponseReturnValue:
    """Mark an actor as one the Lab no longer works with, or works with again."""
    found = lab_actor(actor_id)
    if gesture == "retirer":
        services.retire(get_session(), found, now=now())
    else:
        services.reinstate(get_session(), found)
    record(get_session(), f"actor_{gesture}", by=g.person, on=Subject("actor", found.id))
    get_session().commit()
    return redirect(url_for("actors.actors"), 303)


def _page(form: ActorForm, found: Actor | None) -> ResponseReturnValue:
    return form_page("actors/change.html", form, actor=found)


def _keep(form: ActorForm, found: Actor | None) -> Actor | None:
    """Add or change an actor, or show the error beside its name."""
    session, kind = get_session(), ActorKind(form.kind.data)
    name, note = form.name.data or "", form.note.data or ""
    action = "actor_change" if found else "actor_add"
    with refusing(form, "name"):
        if found is None:
            found = services.add(session, g.person.lab_id, name, kind, note=note, now=now())
        else:
            services.change(session, found, name=name, kind=kind, note=note)
        record(session, action, by=g.person, on=Subject("actor", found.id), kind=kind.value)
        session.commit()
        return found
    return None
