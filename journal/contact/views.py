"""A participant asks to be contacted; the coordinators of their Lab answer."""

import uuid

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import log_as_read, record
from journal.accounts.queries import coordinators
from journal.accounts.readings import Reading
from journal.clock import now
from journal.contact import leaving, queries, rules, services
from journal.contact.forms import ContactForm
from journal.contact.models import ContactRequest
from journal.web import access, errors
from journal.web.database import get_session, or_404
from journal.web.pages import form_page
from journal.web.queue import enqueue

# Importing ``leaving`` has requests follow who leaves the team.
__all__ = ["blueprint", "leaving"]

blueprint = Blueprint("contact", __name__, url_prefix="/contact")

# How the log names each gesture of the team.
ACTIONS = {
    "prendre": "take_contact",
    "rendre": "give_back_contact",
    "fait": "close_contact",
    "rouvrir": "reopen_contact",
}


@blueprint.route("", methods=["GET", "POST"])
@access.roles("participant")
def ask() -> ResponseReturnValue:
    row = queries.open_request(get_session(), g.person.id)
    form, page = ContactForm(obj=row), request.args.get("page", "").strip()
    if request.method == "GET":
        form.speak_of(page)
    if not form.validate_on_submit():
        closed = queries.last_closed(get_session(), g.person.id)
        read = coordinators(get_session(), g.person.lab_id) > 0
        return form_page("contact/ask.html", form, asked=row, closed=closed, is_read=read, page=page)
    services.ask(get_session(), g.person, form.wish(), now=now())
    # Not logged: the log would tell for a year who asked for help, and when.
    get_session().commit()
    enqueue("mail")
    flash("Votre demande est changée." if row else "Votre demande est partie. Vous pouvez la changer ou la retirer.")
    return redirect(url_for("contact.ask"), 303)


@blueprint.post("/<any(retirer, fait):gesture>")
@access.roles("participant")
@access.even_when_full
def end(gesture: str) -> ResponseReturnValue:
    """Withdraw one's request, or say that someone answered it: either way it is erased."""
    row = queries.open_request(get_session(), g.person.id, lock=True)
    if row is None:
        return redirect(url_for("contact.ask"), 303)
    services.withdraw(get_session(), row)
    get_session().commit()
    flash("C’est noté. Votre demande est effacée." if gesture == "fait" else "Votre demande est effacée.")
    return redirect(url_for("contact.ask"), 303)


@blueprint.get("/demandes")
@access.roles("coordinator")
def requests() -> ResponseReturnValue:
    rows = queries.waiting(get_session(), g.person.lab_id)
    late = {row.id for row in rows if rules.is_late(row, now())}
    closed = queries.just_closed(get_session(), g.person.lab_id, since=now() - rules.MAY_REOPEN)
    # By the number of the request, which names nobody and is erased with it.
    log_as_read(Reading.CONTACT, [row.id for row in (*rows, *closed)])
    return render_template("contact/requests.html", rows=rows, late=late, closed=closed)


@blueprint.post("/demandes/<uuid:request_id>/<any(prendre, rendre, fait, rouvrir):gesture>")
@access.roles("coordinator")
@errors.way_back("contact.requests", "Revenir aux demandes")
def answer(request_id: uuid.UUID, gesture: str) -> ResponseReturnValue:
    """Take charge of a request, leave it to someone else, close it, or reopen it."""
    session = get_session()
    found = queries.closed_in_lab if gesture == "rouvrir" else queries.in_lab
    row = or_404(found(session, g.person.lab_id, request_id))
    if gesture == "prendre":
        services.take(session, row, by=g.person, now=now())
    elif gesture == "rendre":
        services.give_back(session, row)
    elif gesture == "fait":
        services.close(session, row, now=now())
        flash("C’est noté.")
    else:
        services.reopen(session, row, now=now())
    _keep(ACTIONS[gesture], row)
    return redirect(url_for("contact.requests"), 303)


def _keep(action: str, row: ContactRequest) -> None:
    record(get_session(), action, by=g.person, on=Subject("contact_request", row.id))
    get_session().commit()
