"""An address typed or copied with a slash too many leads to the page: « /recit/ » to « /recit »."""

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, NotFound


def init_app(app: Flask) -> None:
    app.before_request(_without_last_slash)


def _without_last_slash() -> ResponseReturnValue | None:
    """Lead to the page of the same address without its last slash, where there is one to read; it says who may.

    The address is made again from the page and what it names, never from what was asked: it cannot lead elsewhere.
    """
    mistaken = isinstance(request.routing_exception, NotFound) and request.path.endswith("/")
    if not mistaken or request.method not in {"GET", "HEAD"}:
        return None
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return None
    try:
        endpoint, values = adapter.match(request.path.rstrip("/"), method="GET")
    except HTTPException:
        return None
    asked = request.query_string.decode(errors="replace")
    return redirect(url_for(endpoint, **values) + (f"?{asked}" if asked else ""), 308)
