"""The accounts of a Lab, for its admins: staff by name, participants as a number."""

import uuid
from collections.abc import Callable

from flask import abort, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from journal.accounts import services, staff
from journal.accounts.audit import Subject
from journal.accounts.blueprint import blueprint
from journal.accounts.forms import ParticipantForm
from journal.accounts.log import record
from journal.accounts.models import Person, Role
from journal.clock import now
from journal.web import access
from journal.web.database import get_session
from journal.web.pages import form_page

# The last part of the address, and what it does.
GESTURES: dict[str, Callable[[Session, Person], None]] = {
    "fermer": lambda session, person: staff.set_disabled(session, person, disabled=True, now=now()),
    "rouvrir": lambda session, person: staff.set_disabled(session, person, disabled=False, now=now()),
    "coordination": lambda session, person: staff.set_role(session, person, Role.COORDINATOR),
    "administration": lambda session, person: staff.set_role(session, person, Role.ADMIN),
    "sessions": lambda session, person: services.end_all(session, person.id),
    "deuxieme-etape": staff.reset_second_factor,
}
DONE = {
    "fermer": "Le compte est fermé.",
    "rouvrir": "Le compte est rouvert.",
    "coordination": "Ce compte est maintenant à la coordination.",
    "administration": "Ce compte est maintenant à l’administration.",
    "sessions": "Tous les appareils de ce compte sont déconnectés.",
    "deuxieme-etape": "La personne choisira un nouveau téléphone à sa prochaine connexion.",
}


@blueprint.route("/comptes", methods=["GET", "POST"])
@access.roles("admin")
def people() -> ResponseReturnValue:
    """The Lab's accounts; the form helps the participant who gives their identifier."""
    form = ParticipantForm()
    if form.validate_on_submit():
        found = staff.participant_named(get_session(), g.person, form.username.data)
        if found is not None:
            return _change(found, form.gesture.data)
        form.username.errors = ["Aucun compte de participant·e du Lab ne porte cet identifiant."]
    session = get_session()
    return form_page(
        "accounts/people.html",
        form,
        members=staff.members(session, g.person),
        participants=staff.count_participants(session, g.person),
    )


@blueprint.post("/comptes/<uuid:person_id>/<gesture>")
@access.roles("admin")
def change_person(person_id: uuid.UUID, gesture: str) -> ResponseReturnValue:
    """Close, reopen, or change the role of a staff account of the Lab."""
    person = next((member for member in staff.members(get_session(), g.person) if member.id == person_id), None)
    if person is None or gesture not in GESTURES:
        abort(404)
    return _change(person, gesture)


def _change(person: Person, gesture: str) -> ResponseReturnValue:
    session = get_session()
    GESTURES[gesture](session, person)
    record(session, "change_person", by=g.person, on=Subject("person", person.id), gesture=gesture)
    session.commit()
    flash(DONE[gesture])
    return redirect(url_for("accounts.people"), 303)
