"""What every template may call, and the answers of every feature: a page around a form, a file to keep."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from journal.web import typography

A_YEAR = 31_536_000


def init_app(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
    for name in ("day", "moment", "month", "of_month", "number", "shortened", "spaced"):
        app.jinja_env.filters[name] = getattr(typography, name)
    app.jinja_env.globals["plural"] = typography.plural
    app.jinja_env.globals["backup_days"] = app.extensions["settings"].backup_days
    app.after_request(_keep_fingerprinted)


def form_page(template: str, form: FlaskForm, **shown: object) -> ResponseReturnValue:
    """A page around a form, whose status says whether what was sent is refused."""
    return render_template(template, form=form, **shown), 422 if form.is_submitted() else 200


def attachment(body: str | bytes, kind: str, name: str) -> Response:
    """A file that the browser keeps rather than shows."""
    return Response(body, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def asset(name: str) -> str:
    """The address of a static file, with a fingerprint so that a new version is fetched."""
    return url_for("static", filename=name, v=_known_fingerprint(_path(name)))


def _keep_fingerprinted(response: Response) -> Response:
    """Let a browser keep for a year, unasked, a file whose address tells its content.

    The file is read again, not remembered: while a new version is put in place, an address of one may be answered with
    the content of the other, which no browser may keep.
    """
    # Of other addresses, nothing is read here: one whose question is in no alphabet has its own answer.
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
