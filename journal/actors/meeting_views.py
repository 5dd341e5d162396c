"""« Qui va voir qui » : pages where meetings are planned, reported and cancelled."""

import uuid
from collections.abc import Mapping

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.actors import meetings as services
from journal.actors import queries
from journal.actors.agenda import agenda
from journal.actors.blueprint import blueprint, lab_actor, lab_meeting
from journal.actors.mapping import ActorMap, draw_up
from journal.actors.meeting_forms import MeetingForm, OutcomeForm
from journal.actors.models import Actor, Meeting
from journal.clock import now, today
from journal.web import access
from journal.web.database import get_session
from journal.web.forms import refusing
from journal.web.pages import form_page

TOLD = "C’est noté. Si cette rencontre montre un acte, écrivez-le\u00a0: la carte en vit."


@blueprint.get("/rencontres")
@access.roles("coordinator")
def meetings() -> ResponseReturnValue:
    session, lab_id = get_session(), g.person.lab_id
    drawn = _map_of_today()
    found = agenda(queries.actors_of(session, lab_id), services.meetings_of(session, lab_id), _ranks(drawn), today())
    places = {place.actor.id: place for place in drawn.everyone} if drawn else {}
    return render_template("actors/meetings.html", agenda=found, map=drawn, places=places, day_of_page=today())


@blueprint.route("/acteurs/<uuid:actor_id>/rencontre", methods=["GET", "POST"])
@access.roles("coordinator")
def foresee_meeting(actor_id: uuid.UUID) -> ResponseReturnValue:
    actor = lab_actor(actor_id)
    form = MeetingForm(_allies(actor), data={"role": "la coordination", "foreseen_on": today()})
    if form.validate_on_submit() and _keep(form, actor, None):
        flash("La rencontre est prévue.")
        return redirect(url_for("actors.actor", actor_id=actor_id), 303)
    return form_page("actors/meeting.html", form, actor=actor, meeting=None)


@blueprint.route("/rencontres/<uuid:meeting_id>", methods=["GET", "POST"])
@access.roles("coordinator")
def change_meeting(meeting_id: uuid.UUID) -> ResponseReturnValue:
    found = lab_meeting(meeting_id)
    known = {"role": found.role, "foreseen_on": found.foreseen_on, "purpose": found.purpose}
    form = MeetingForm(_allies(found.actor, found.visitor), data=known | {"visitor": str(found.visitor_id or "")})
    if form.validate_on_submit() and _keep(form, found.actor, found):
        flash("La rencontre est changée.")
        return redirect(url_for("actors.actor", actor_id=found.actor_id), 303)
    return form_page("actors/meeting.html", form, actor=found.actor, meeting=found)


@blueprint.route("/rencontres/<uuid:meeting_id>/raconter", methods=["GET", "POST"])
@access.roles("coordinator")
def tell_meeting(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Report the outcome of a meeting, or correct it."""
    found = lab_meeting(meeting_id)
    known = {"held_on": found.held_on or min(found.foreseen_on, today()), "outcome": found.outcome}
    form = OutcomeForm([found.actor, *_allies(found.actor)], data=known | {"confirmed": found.outcome})
    if form.validate_on_submit():
        with refusing(form, "held_on"):
            services.tell(get_session(), found, form.held_on.data, form.outcome.data or "", today=today())
            return _kept(found, "meeting_tell", TOLD)
    return form_page("actors/tell_meeting.html", form, meeting=found)


@blueprint.post("/rencontres/<uuid:meeting_id>/annuler")
@access.roles("coordinator")
@access.even_when_full
def drop_meeting(meeting_id: uuid.UUID) -> ResponseReturnValue:
    found = lab_meeting(meeting_id)
    services.drop(get_session(), found, now=now())
    return _kept(found, "meeting_drop", "Cette rencontre n’a plus lieu.")


def _keep(form: MeetingForm, actor: Actor, found: Meeting | None) -> bool:
    """Plan or change a meeting, or show the error beside its day."""
    session, plan = get_session(), form.plan(_allies(actor, found.visitor if found else None))
    action = "meeting_change" if found else "meeting_foresee"
    with refusing(form, "foreseen_on"):
        if found is None:
            found = services.foresee(session, actor, plan, by=g.person, now=now())
        else:
            services.change(session, found, plan)
        record(session, action, by=g.person, on=Subject("meeting", found.id))
        session.commit()
        return True
    return False


def _kept(found: Meeting, action: str, sentence: str) -> ResponseReturnValue:
    record(get_session(), action, by=g.person, on=Subject("meeting", found.id))
    get_session().commit()
    flash(sentence)
    return redirect(url_for("actors.actor", actor_id=found.actor_id), 303)


def _allies(actor: Actor, *more: Actor | None) -> list[Actor]:
    """Who may go for the Lab: its current actors, except the one to meet."""
    present = list(queries.actors_of(get_session(), actor.lab_id))
    return [each for each in (*present, *(a for a in more if a and a not in present)) if each.id != actor.id]


def _map_of_today() -> ActorMap | None:
    """The map of the newest open point of application."""
    session = get_session()
    points = [row for row in queries.points_of(session, g.person.lab_id) if row.closed_on is None]
    return draw_up(session, points[0], day=today(), since=today()) if points else None


def _ranks(drawn: ActorMap | None) -> Mapping[uuid.UUID, int]:
    """The order of attitudes: allies first, since they deserve most time; then as on the map."""
    ordered = [place.actor.id for _, places in drawn.by_attitude for place in places] if drawn else []
    return {key: rank for rank, key in enumerate(ordered)}
