"""What every template may call, and two responses that every feature makes: a form page and a download."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from journal.web import typography
from journal.web.forms import telling_what_is_needed

A_YEAR = 31_536_000


def init_app(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
    for name in ("day", "moment", "week", "month", "of_month", "number", "shortened", "spaced"):
        app.jinja_env.filters[name] = getattr(typography, name)
    app.jinja_env.filters["telling_what_is_needed"] = telling_what_is_needed
    app.jinja_env.globals["plural"] = typography.plural
    app.jinja_env.globals["backup_days"] = app.extensions["settings"].backup_days
    app.after_request(_keep_fingerprinted)


def form_page(template: str, form: FlaskForm, **shown: object) -> ResponseReturnValue:
    """A page with a form: status 422 when what was sent is refused, 200 otherwise."""
    return render_template(template, form=form, **shown), 422 if form.is_submitted() else 200


def attachment(body: str | bytes, kind: str, name: str) -> Response:
    """A file that the browser downloads rather than shows."""
    return Response(body, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def asset(name: str) -> str:
    """The URL of a static file, with a fingerprint so that a new version is fetched."""
    return url_for("static", filename=name, v=_known_fingerprint(_path(name)))


def _keep_fingerprinted(response: Response) -> Response:
    """Let browsers cache for a year a static file whose URL carries the fingerprint of its content.

    The file is read again each time: during a deployment, the URL of one version may be answered with the content of
    another, which must not be cached.
    """
    # The query string of other URLs is not read here: one that cannot be decoded is handled elsewhere.
    asked = request.args.get("v") if request.endpoint == "static" else None
    if asked and response.status_code in {200, 304}:
        name = (request.view_args or {})["filename"]
        if asked == _fingerprint(_path(name)):
            response.cache_control.max_age = A_YEAR
            response.cache_control.immutable = True
    return response


def _path(name: str) -> Path:
    return Path(current_app.static_folder or "") / name


@cache
def _known_fingerprint(path: Path) -> str:
    return _fingerprint(path)


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
