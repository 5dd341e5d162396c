"""The legal notice of a Lab: an administrator writes it, everyone reads it."""

import uuid
from dataclasses import asdict

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.accounts.models import Lab
from journal.clock import now
from journal.db import hold
from journal.errors import Refused
from journal.legal import queries, services
from journal.legal.forms import LabForm
from journal.legal.rules import WHEN, Facts
from journal.web import access
from journal.web.database import get_session, may_change
from journal.web.forms import refusing
from journal.web.pages import form_page

blueprint = Blueprint("legal", __name__)
OVERTAKEN = (
    "Quelqu’un d’autre a enregistré cette page pendant que vous écriviez. Vos mots sont ci-dessous, et ce qui est "
    "enregistré aussi\u00a0: gardez ce qui convient, puis enregistrez à nouveau."
)


@blueprint.route("/lab", methods=["GET", "POST"])
@access.roles("admin")
def lab() -> ResponseReturnValue:
    """The page where it is written."""
    if may_change():
        hold(get_session(), Lab, g.person.lab_id, whole=True)
    facts = queries.facts_of(get_session(), g.person.lab_id)
    form = LabForm(data=asdict(facts) | {"basis": facts.basis or "", "version": facts.version})
    read = form.version.data == facts.version
    if form.validate_on_submit():
        with refusing(form):
            _write(form, read=read)
            flash("C’est enregistré. Les pages publiques le disent dès maintenant.")
            return redirect(url_for("legal.lab"), 303)
    form.version.data = facts.version
    kept = {} if read or form.basis.errors else _kept(form, facts)  # a forged basis has no name to show
    return form_page("legal/lab.html", form, facts=facts, kept=kept, when=WHEN)


def _kept(form: LabForm, facts: Facts) -> dict[str, str]:
    """By field, what someone else saved in the meantime and this form would change."""
    now_said = asdict(facts) | {"basis": facts.basis.label if facts.basis else "Pas encore dite"}
    return {name: now_said[name] for name, typed in form.said().items() if typed != getattr(facts, name)}


def _write(form: LabForm, *, read: bool) -> None:
    session = get_session()
    if not read:
        raise Refused(OVERTAKEN)
    of = session.get_one(Lab, g.person.lab_id)
    changed = services.write(session, of, form.said(), now=now())
    if changed:
        record(session, "change_lab", by=g.person, on=Subject("lab", of.id), changed=changed)
    session.commit()


@blueprint.get("/mentions-legales")
@access.public
def notice() -> ResponseReturnValue:
    return render_template("legal/notice.html", told=told())


def told() -> queries.Told:
    """The Lab a page is about for its reader; ``lab``, in the URL, names one for a visitor."""
    return queries.told_to(get_session(), g.person, request.args.get("lab", type=uuid.UUID))


@blueprint.app_context_processor
def _naming() -> dict[str, object]:
    """The Lab that a public page is about, for the links at its foot, and its notice."""
    named = (request.view_args or {}).get("lab_id") or request.args.get("lab", type=uuid.UUID)
    return {"lab_named": named, "facts_of": lambda lab_id: queries.facts_of(get_session(), lab_id)}
