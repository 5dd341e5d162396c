"""Redirect a URL with an extra slash at the end, such as « /recit/ », to the page « /recit »."""

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, NotFound


def init_app(app: Flask) -> None:
    app.before_request(_without_last_slash)


def _without_last_slash() -> ResponseReturnValue | None:
    """Redirect to the same URL without its last slash, if it is a page; that page then checks access.

    The target is built from the endpoint and its values, never copied from the request: it cannot lead to another site.
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
