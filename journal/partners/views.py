"""The partners of a Lab: invited by the team, listed under their organisation, closed when they leave."""

import uuid
from collections.abc import Callable

from flask import Blueprint, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from journal.accounts import services as accounts
from journal.accounts import sessions, staff
from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.accounts.models import Person
from journal.actors.queries import actor_in_lab, actors_of
from journal.clock import now
from journal.partners import queries, services
from journal.partners.forms import PartnerForm
from journal.web import access
from journal.web.database import get_session, or_404
from journal.web.pages import form_page

blueprint = Blueprint("partners", __name__, url_prefix="/cooperation/partenaires")
GESTURES: dict[str, tuple[Callable[[Session, Person], None], str]] = {
    "fermer": (
        lambda session, person: staff.set_disabled(session, person, disabled=True, now=now()),
        "Le compte est fermé.",
    ),
    "rouvrir": (
        lambda session, person: staff.set_disabled(session, person, disabled=False, now=now()),
        "Le compte est rouvert.",
    ),
    "sessions": (
        lambda session, person: accounts.end_all(session, person.id),
        "Tous les appareils de ce compte sont déconnectés.",
    ),
    "deuxieme-etape": (
        staff.reset_second_factor,
        "La personne choisira un nouveau téléphone à sa prochaine connexion.",
    ),
}


@blueprint.route("", methods=["GET", "POST"])
@access.roles("coordinator", "admin")
def partners() -> ResponseReturnValue:
    form = _form()
    if form.validate_on_submit():
        # Kept in the session for one reading, like every code.
        sessions.current_session()["invitation"] = _invite(uuid.UUID(form.actor.data))
        return redirect(url_for("accounts.invitation_code"), 303)
    accounts_of = queries.accounts_of(get_session(), g.person.lab_id)
    return form_page("partners/partners.html", form, organisations=accounts_of)


def _form() -> PartnerForm:
    form = PartnerForm()
    known = [actor for actor in actors_of(get_session(), g.person.lab_id) if services.may_speak(actor)]
    form.actor.choices = [SelectChoice(str(actor.id), actor.name) for actor in known]
    return form


def _invite(actor_id: uuid.UUID) -> dict[str, str]:
    session = get_session()
    actor = or_404(actor_in_lab(session, g.person.lab_id, actor_id))
    invitation, code = services.invite(session, actor, by=g.person, now=now())
    record(session, "invite", by=g.person, on=Subject("invitation", invitation.id), role=invitation.role.value)
    session.commit()
    return {"id": str(invitation.id), "code": code}


@blueprint.post("/<uuid:person_id>/<any(fermer, rouvrir, sessions, 'deuxieme-etape'):gesture>")
@access.roles("coordinator", "admin")
def change(person_id: uuid.UUID, gesture: str) -> ResponseReturnValue:
    """Close or reopen a partner's account, or help them in again."""
    session = get_session()
    person = or_404(queries.partner_in_lab(session, g.person.lab_id, person_id))
    act, done = GESTURES[gesture]
    act(session, person)
    record(session, "change_person", by=g.person, on=Subject("person", person.id), gesture=gesture)
    session.commit()
    flash(done)
    return redirect(url_for("partners.partners"), 303)
