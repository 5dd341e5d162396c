import uuid

from flask import Blueprint, g, redirect, render_template, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.models import STAFF, Lab, Role
from journal.clock import now
from journal.home.guide import PICTURES, chapter_of, guide
from journal.home.kept import how_long
from journal.home.site_map import STRANGER, chapters_for
from journal.home.state import Check, state
from journal.legal.views import told
from journal.web import access
from journal.web.database import get_session
from journal.web.settings import settings

blueprint = Blueprint("home", __name__)
FIRST_PAGE = {
    "participant": "entries.timeline",
    "partner": "cooperation.hub",
    "coordinator": "themes.monday",
    "admin": "accounts.people",
}


@blueprint.get("/")
@access.public
def index() -> ResponseReturnValue:
    if g.person:
        first = FIRST_PAGE[g.person.role_name]
        if g.person.role is Role.ADMIN and any(each.is_wrong for each in _checks()):
            first = "home.site_state"
        return redirect(url_for(first), 303)
    return render_template("home/index.html", left=request.args.get("deconnexion"))


@blueprint.get("/aide")
@access.public
def help_page() -> ResponseReturnValue:
    return render_template("home/help.html")


@blueprint.get("/aide/coordination")
@access.roles("coordinator", "admin")
def coordination_guide() -> ResponseReturnValue:
    read = guide(url_for("home.guide_picture", picture="-")[:-1])
    return render_template("home/guide.html", guide=read)


@blueprint.get("/aide/coordination/<picture>")
@access.roles("coordinator", "admin")
def guide_picture(picture: str) -> ResponseReturnValue:
    return send_from_directory(PICTURES, picture)


@blueprint.get("/etat")
@access.roles("admin")
def site_state() -> ResponseReturnValue:
    """What runs and what waits, for administrators."""
    return render_template("home/state.html", checks=_checks())


def _checks() -> list[Check]:
    return state(get_session(), g.person.lab_id, mails=bool(settings().mail_host), now=now())


@blueprint.app_context_processor
def _guiding() -> dict[str, object]:
    """The chapter of the guide about this page, for the team."""
    reads = g.get("person") is not None and g.person.role in STAFF
    return {"chapter": chapter_of(request.endpoint or "") if reads else None}


@blueprint.get("/vos-donnees")
@access.public
def privacy() -> ResponseReturnValue:
    return render_template("home/privacy.html", told=told(), kept=how_long(settings()))


@blueprint.get("/accessibilite")
@access.public
def accessibility() -> ResponseReturnValue:
    return render_template("home/accessibility.html", told=told())


@blueprint.get("/plan")
@access.public
def site_map() -> ResponseReturnValue:
    role = g.person.role_name if g.person else STRANGER
    return render_template("home/site_map.html", chapters=chapters_for(role), read=_lab_read())


def _lab_read() -> Lab | None:
    """The Lab whose open récit leads here, told by the address; none that is not open is said to be there."""
    asked = request.args.get("lab", type=uuid.UUID)
    lab = get_session().get(Lab, asked) if asked else None
    return lab if lab is not None and lab.is_public else None
