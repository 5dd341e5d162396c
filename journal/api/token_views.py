"""The page where coordinators give and revoke tokens, and read how a program uses one."""

import uuid

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.api import openapi, services
from journal.api.forms import TokenForm
from journal.api.models import ApiToken
from journal.clock import now
from journal.db import in_lab
from journal.web import access
from journal.web.database import get_session, or_404
from journal.web.pages import form_page
from journal.web.settings import settings

blueprint = Blueprint("tokens", __name__, url_prefix="/jetons")


@blueprint.route("", methods=["GET", "POST"])
@access.roles("coordinator")
def index() -> ResponseReturnValue:
    form = TokenForm()
    if not form.validate_on_submit():
        return _page(form)
    session = get_session()
    try:
        token, secret = services.make(session, form.name.data, days=form.days.data, by=g.person, now=now())
    except services.NameTaken as refusal:
        form.name.errors = [refusal.sentence]
        return _page(form)
    record(session, "make_token", by=g.person, on=Subject("api_token", token.id), days=form.days.data)
    session.commit()
    # Shown in this very answer: the secret is written nowhere, not even for a minute.
    return render_template("api/made.html", token=token, secret=secret, address=settings().base_url)


def _page(form: TokenForm) -> ResponseReturnValue:
    return form_page(
        "api/tokens.html",
        form,
        tokens=services.alive(get_session(), g.person.lab_id, now=now()),
        address=settings().base_url,
        resources=[(path, each["get"]["summary"]) for path, each in openapi.document()["paths"].items()],
        per_minute=services.PER_MINUTE,
    )


@blueprint.post("/<uuid:token_id>/annuler")
@access.roles("coordinator")
@access.even_when_full
def revoke(token_id: uuid.UUID) -> ResponseReturnValue:
    session = get_session()
    token = or_404(in_lab(session, ApiToken, g.person.lab_id, token_id))
    if token.revoked_at is not None:
        abort(404)
    services.revoke(session, token, now=now())
    record(session, "revoke_token", by=g.person, on=Subject("api_token", token.id))
    session.commit()
    flash("Ce jeton n’ouvre plus rien.")
    return redirect(url_for("tokens.index"), 303)
