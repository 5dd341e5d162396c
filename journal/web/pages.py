"""What every template may call."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from journal.web import typography


def init_app(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
    for name in ("day", "moment", "month", "of_month", "number", "shortened", "spaced"):
        app.jinja_env.filters[name] = getattr(typography, name)
    app.jinja_env.globals["plural"] = typography.plural
    app.jinja_env.globals["backup_days"] = app.extensions["settings"].backup_days


def form_page(template: str, form: FlaskForm, **shown: object) -> ResponseReturnValue:
    """A page around a form, whose status says whether what was sent is refused."""
    return render_template(template, form=form, **shown), 422 if form.is_submitted() else 200


def asset(name: str) -> str:
    """The address of a static file, with a fingerprint so that a new version is fetched."""
    return url_for("static", filename=name, v=_fingerprint(Path(current_app.static_folder or "") / name))


@cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
