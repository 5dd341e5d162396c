"""Who may open a page, and when: said on each view, denied when nothing is said."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from flask import Flask, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

P = ParamSpec("P")
R = TypeVar("R")
ACCESS, EVEN_WHEN_FULL, LARGEST = "_access", "_even_when_full", "_largest"
PUBLIC = frozenset({"public"})
TOKEN = frozenset({"token"})
ANYONE_SIGNED_IN = frozenset({"participant", "partner", "coordinator", "admin"})
# Files, served by extensions: they cannot carry the mark, and know nothing of who asks.
STATIC = frozenset({"static", "bootstrap.static"})
STATIC_FILES = ("/static/", "/bootstrap/static/")


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Open the page to everyone."""
    return _mark(view, PUBLIC)


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Open the page to anyone with an account, whatever their role."""
    return _mark(view, ANYONE_SIGNED_IN)


def roles(*names: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Open the page to these roles only."""
    return lambda view: _mark(view, frozenset(names))


def token(view: Callable[P, R]) -> Callable[P, R]:
    """Open the address to programs that bring a token: a browser's session opens nothing there."""
    return _mark(view, TOKEN)


def even_when_full(view: Callable[P, R]) -> Callable[P, R]:
    """Let the page change something when the disk has only its reserve left.

    For what lets people in or out, takes something back or closes what others read. Everything else waits.
    """
    setattr(view, EVEN_WHEN_FULL, True)
    return view


def takes_files(largest: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let the page receive more than forms do, in bytes, from those it is open to: nobody else is waited for."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, LARGEST, largest)
        return view

    return mark


def is_open_when_full(app: Flask, endpoint: str) -> bool:
    return hasattr(app.view_functions[endpoint], EVEN_WHEN_FULL)


def _mark(view: Callable[P, R], who: frozenset[str]) -> Callable[P, R]:
    setattr(view, ACCESS, who)
    return view


def declared(app: Flask, endpoint: str) -> frozenset[str] | None:
    """The roles an endpoint names, or nothing when it names none."""
    if endpoint in STATIC:
        return PUBLIC
    return cast("frozenset[str] | None", getattr(app.view_functions[endpoint], ACCESS, None))


def init_app(app: Flask) -> None:
    app.before_request(_guard)


def _guard() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # let routing answer 404 or 405
    who = declared(current_app, request.endpoint)
    if who == PUBLIC:
        return None
    if who is None:
        abort(403)
    if who == TOKEN:
        return cast("ResponseReturnValue | None", current_app.extensions["token_guard"]())
    if g.person is None:
        return _ask_to_sign_in()
    if g.person.role_name not in who:
        # Not 403: a page of another role does not exist for this one.
        abort(404)
    # Before anything of the body is read: the token of the form is in it.
    request.max_content_length = getattr(current_app.view_functions[request.endpoint], LARGEST, None)
    step_up = current_app.extensions.get("step_up")
    return step_up() if step_up else None


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method == "POST":
        keep_words = current_app.extensions.get("keep_words")
        kept = keep_words() if keep_words else None
        if request.is_json:
            # A script's save: no message, so that the old cookie can still bring the last words.
            return {"kept": kept is not None, "version": kept}, 401
        if kept is not None:
            flash("Votre session s’était fermée. Tout est gardé : vous le retrouverez en vous connectant.")
            return redirect(url_for("accounts.sign_in", suite=request.path), 303)
        from journal.web.errors import signed_out_page

        return signed_out_page()
    target = request.full_path.rstrip("?")
    return redirect(url_for("accounts.sign_in", suite=target), 303)
