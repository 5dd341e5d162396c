from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.web import access
from journal.web.settings import settings

blueprint = Blueprint("home", __name__)
FIRST_PAGE = {
    "participant": "entries.timeline",
    "partner": "common_good.index",
    "coordinator": "themes.overview",
    "admin": "accounts.people",
}


@blueprint.get("/")
@access.public
def index() -> ResponseReturnValue:
    if g.person:
        return redirect(url_for(FIRST_PAGE[g.person.role_name]), 303)
    return render_template("home/index.html")


@blueprint.get("/aide")
@access.public
def help_page() -> ResponseReturnValue:
    return render_template("home/help.html")


@blueprint.get("/vos-donnees")
@access.public
def privacy() -> ResponseReturnValue:
    return render_template("home/privacy.html", retention_months=settings().retention_months)


@blueprint.get("/accessibilite")
@access.public
def accessibility() -> ResponseReturnValue:
    return render_template("home/accessibility.html")
