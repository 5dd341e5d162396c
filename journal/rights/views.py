"""My rights: take everything away, see where it went and who read it, erase it all."""

import json
import uuid

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import PasswordField

from journal.accounts import audit, sessions
from journal.accounts import services as accounts
from journal.accounts.audit import Subject
from journal.accounts.blueprint import throttle_of
from journal.accounts.log import record
from journal.accounts.models import Person
from journal.calls.rules import parts_of
from journal.clock import day_of, now, today
from journal.entries import queries as entries
from journal.entries.blueprint import own_entry
from journal.entries.draft_content import owner_mark
from journal.entries.lines import how_many
from journal.months import shift
from journal.narrative.gathering.asked import question_answered
from journal.narrative.gathering.changes import standing_of_each
from journal.narrative.pages.blueprint import parse_month
from journal.rights import carnet, export, news, notices, queries, services
from journal.web import access
from journal.web.database import get_session
from journal.web.forms import BaseForm, Required
from journal.web.pages import attachment, form_page
from journal.web.queue import enqueue
from journal.web.settings import settings

blueprint = Blueprint("rights", __name__, url_prefix="/mes-droits")


class EraseEverythingForm(BaseForm):
    passphrase = PasswordField(
        "Votre phrase de passe",
        [Required("Écrivez votre phrase de passe : elle confirme que c’est bien vous.")],
        render_kw={"autocomplete": "current-password"},
    )


@blueprint.get("/")
@access.roles("participant", "partner")
def index() -> ResponseReturnValue:
    return render_template(
        "rights/index.html", consultations=queries.consultations(get_session(), g.person), this_month=f"{today():%Y-%m}"
    )


@blueprint.get("/textes/<uuid:entry_id>")
@access.roles("participant")
def trace(entry_id: uuid.UUID) -> ResponseReturnValue:
    found = own_entry(entry_id)
    traces = queries.traces(get_session(), found, floor=settings().lab_threshold)
    return render_template(
        "rights/trace.html", entry=found, traces=traces, asked=question_answered(get_session(), found)
    )


@blueprint.get("/mois/<month>")
@access.roles("participant")
def month(month: str) -> ResponseReturnValue:
    first = parse_month(month)
    if first > today():
        abort(404)
    told = news.of_month(get_session(), g.person, first, floor=settings().lab_threshold)
    fresh = notices.is_unread(get_session(), g.person, first)
    around = shift(first, -1), shift(first, 1)
    known = first >= day_of(now() - audit.KEPT)
    shown = {"news": told, "month": first, "around": around, "fresh": fresh, "readings_known": known}
    in_months = standing_of_each(get_session(), g.person.lab_id)
    return render_template(
        "rights/month.html", **shown, changes_told=in_months, parts_of=parts_of, last=around[1] > today()
    )


@blueprint.post("/mois/<month>/lu")
@access.roles("participant")
@access.even_when_full
def month_seen(month: str) -> ResponseReturnValue:
    notices.mark_as_read(get_session(), g.person, parse_month(month), now=now())
    get_session().commit()
    return redirect(url_for("entries.timeline"), 303)


@blueprint.post("/carnet.json")
@access.roles("participant", "partner")
@access.even_when_full
def as_json() -> ResponseReturnValue:
    data = export.gather(get_session(), g.person, now=now())
    return _file(json.dumps(data, ensure_ascii=False, indent=2), "application/json", "mon-journal.json")


@blueprint.post("/carnet.html")
@access.roles("participant")
@access.even_when_full
def as_page() -> ResponseReturnValue:
    written = get_session().scalars(entries.timeline(g.person.id)).all()
    told = {"pages": carnet.pages(written), "counted": how_many(written)}
    page = render_template("rights/carnet.html", **told, made_at=now(), style=carnet.style())
    return _file(page, "text/html", "mon-carnet.html")


@blueprint.post("/carnet.pdf")
@access.roles("participant")
@access.even_when_full
def as_pdf() -> ResponseReturnValue:
    written = get_session().scalars(entries.timeline(g.person.id)).all()
    return _file(carnet.pdf(written, now()), "application/pdf", "mon-carnet.pdf")


def _file(content: str | bytes, kind: str, name: str) -> Response:
    record(get_session(), "export", by=g.person, on=Subject("person", g.person.id), file=name)
    get_session().commit()
    return attachment(content, kind, name)


@blueprint.route("/effacer", methods=["GET", "POST"])
@access.roles("participant", "partner")
@access.even_when_full
def erase() -> ResponseReturnValue:
    form, owner = EraseEverythingForm(), owner_mark(g.person.id)
    if not form.validate_on_submit():
        return form_page("rights/erase.html", form, owner=owner)
    session = get_session()
    me = session.get_one(Person, g.person.id)
    if not accounts.confirm(session, me, form.passphrase.data, throttle_of(me.username), now=now()):
        session.commit()
        form.passphrase.errors = ["Ce n’est pas votre phrase de passe."]
        return form_page("rights/erase.html", form, owner=owner)
    record(session, "erase_account", by=me, on=Subject("person", me.id))
    services.erase_everything(session, me)
    session.commit()
    enqueue("purge")
    enqueue("refresh")
    # On a device that others share, what waits there for them stays: the page takes out the rest.
    sessions.end(device="garder" not in request.form)
    return render_template("rights/erased.html", person=None, owner=owner, again=url_for("home.index"))
