"""The themes of a Lab, for its coordinators."""

from flask import render_template
from flask.typing import ResponseReturnValue

from journal.themes.blueprint import blueprint
from journal.web import access

__all__ = ["blueprint"]


@blueprint.get("/")
@access.roles("coordinator")
def overview() -> ResponseReturnValue:
    return render_template("themes/overview.html")
