"""The partners of a Lab, listed by organisation, invited and closed by the team."""

import uuid

from flask import Blueprint, abort, g, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from journal.accounts import gestures, sessions
from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.actors.models import Actor
from journal.actors.queries import actors_of
from journal.clock import now
from journal.db import in_lab
from journal.partners import queries, services
from journal.partners.forms import PartnerForm
from journal.web import access
from journal.web.database import get_session, or_404
from journal.web.pages import form_page

blueprint = Blueprint("partners", __name__, url_prefix="/cooperation/partenaires")


@blueprint.route("", methods=["GET", "POST"])
@access.roles("coordinator", "admin")
def partners() -> ResponseReturnValue:
    form = _form()
    if form.validate_on_submit():
        # Kept in the session for one reading, like every code.
        sessions.keep_once("invitation", _invite(uuid.UUID(form.actor.data)), g.person.id)
        return redirect(url_for("accounts.invitation_code"), 303)
    accounts_of = queries.accounts_of(get_session(), g.person.lab_id)
    return form_page("partners/partners.html", form, organisations=accounts_of)


def _form() -> PartnerForm:
    form = PartnerForm()
    known = [actor for actor in actors_of(get_session(), g.person.lab_id) if services.may_speak(actor)]
    # None is chosen beforehand: a code opens an account that speaks for the organisation.
    form.actor.choices = [SelectChoice("", "Choisir"), *(SelectChoice(str(actor.id), actor.name) for actor in known)]
    return form


def _invite(actor_id: uuid.UUID) -> dict[str, str]:
    session = get_session()
    actor = or_404(in_lab(session, Actor, g.person.lab_id, actor_id))
    invitation, code = services.invite(session, actor, by=g.person, now=now())
    record(session, "invite", by=g.person, on=Subject("invitation", invitation.id), role=invitation.role.value)
    session.commit()
    return {"id": str(invitation.id), "code": code, "organisation": actor.name}


@blueprint.post("/<uuid:person_id>/<any(fermer, rouvrir, sessions, 'deuxieme-etape'):gesture>")
@access.roles("coordinator", "admin")
@access.even_when_full
def change(person_id: uuid.UUID, gesture: str) -> ResponseReturnValue:
    """Close or reopen a partner's account, or help them sign in again."""
    person = or_404(queries.partner_in_lab(get_session(), g.person.lab_id, person_id))
    gestures.change(person, gesture)
    return redirect(url_for("partners.partners"), 303)


@blueprint.get("/<uuid:person_id>/<any(fermer):gesture>")
@access.roles("coordinator", "admin")
def ask_before_closing(person_id: uuid.UUID, gesture: str) -> ResponseReturnValue:
    """What closing a partner's account will do."""
    person = or_404(queries.partner_in_lab(get_session(), g.person.lab_id, person_id))
    if person.disabled_at is not None:
        abort(404)
    return gestures.asked(person, gesture, back=url_for("partners.partners"))
