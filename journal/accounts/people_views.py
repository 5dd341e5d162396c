"""The accounts of a Lab, for administrators: staff by name, participants as a number."""

import uuid

from flask import abort, g, redirect, url_for
from flask.typing import ResponseReturnValue

from journal.accounts import lines, queries
from journal.accounts.blueprint import blueprint
from journal.accounts.forms import ParticipantForm
from journal.accounts.gestures import GESTURES, asked, change
from journal.accounts.models import Person
from journal.web import access, errors
from journal.web.database import get_session, or_404
from journal.web.pages import form_page


@blueprint.route("/comptes", methods=["GET", "POST"])
@access.roles("admin")
@access.even_when_full
@errors.way_back("accounts.people", "Revenir aux comptes")
def people() -> ResponseReturnValue:
    """The accounts of the Lab, and a form to help a participant who gives their identifier."""
    form = ParticipantForm()
    if form.validate_on_submit():
        found = queries.participant_named(get_session(), g.person, form.username.data)
        if found is not None:
            return _change(found, form.gesture.data)
        form.username.errors = ["Aucun compte de participant·e du Lab ne porte cet identifiant."]
    session = get_session()
    return form_page(
        "accounts/people.html",
        form,
        members=queries.members(session, g.person),
        participants=queries.participants(session, g.person.lab_id),
        too_few=lines.too_few(queries.coordinators(session, g.person.lab_id)),
    )


@blueprint.post("/comptes/<uuid:person_id>/<gesture>")
@access.roles("admin")
@access.even_when_full
@errors.way_back("accounts.people", "Revenir aux comptes")
def change_person(person_id: uuid.UUID, gesture: str) -> ResponseReturnValue:
    """Close, reopen, or change the role of a staff account of the Lab."""
    person = _member_or_404(person_id)
    if gesture not in GESTURES:
        abort(404)
    return _change(person, gesture)


@blueprint.get("/comptes/<uuid:person_id>/<any(fermer, coordination, administration):gesture>")
@access.roles("admin")
def ask_before_change(person_id: uuid.UUID, gesture: str) -> ResponseReturnValue:
    """What closing a staff account, or changing its role, will do."""
    person = _member_or_404(person_id)
    if person.disabled_at is not None:
        abort(404)
    return asked(person, gesture, back=url_for("accounts.people"))


def _member_or_404(person_id: uuid.UUID) -> Person:
    return or_404(next((each for each in queries.members(get_session(), g.person) if each.id == person_id), None))


def _change(person: Person, gesture: str) -> ResponseReturnValue:
    change(person, gesture)
    return redirect(url_for("accounts.people"), 303)
