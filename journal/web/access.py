"""Who may open a page, and when: declared on each view, and denied by default."""

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
# Static files, served by extensions: they cannot carry the mark, and do not depend on who asks.
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
    """Open the address to programs that send a token; a browser session gives no access to it."""
    return _mark(view, TOKEN)


def even_when_full(view: Callable[P, R]) -> Callable[P, R]:
    """Let the page write when only the disk reserve is left.

    For signing in and out, withdrawing something, or closing what others can read. Everything else has to wait.
    """
    setattr(view, EVEN_WHEN_FULL, True)
    return view


def takes_files(largest: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let those who may open the page send up to ``largest`` bytes, more than a form holds."""

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
    """The roles an endpoint declares, or None when it declares none."""
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
        # Not 403, which would say that the page exists.
        abort(404)
    # Before the body is read: it holds the CSRF token.
    request.max_content_length = getattr(current_app.view_functions[request.endpoint], LARGEST, None)
    step_up = current_app.extensions.get("step_up")
    return step_up() if step_up else None


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method == "POST":
        keep_words = current_app.extensions.get("keep_words")
        kept = keep_words() if keep_words else None
        if request.is_json:
            # Sent by a script as one types: no message, so that the old cookie can still carry the last words.
            return {"kept": kept is not None, "version": kept}, 401
        if kept is not None:
            flash("Votre session s’était fermée. Tout est gardé : vous le retrouverez en vous connectant.")
            return redirect(url_for("accounts.sign_in", suite=request.path), 303)
        from journal.web.errors import signed_out_page

        return signed_out_page()
    target = request.full_path.rstrip("?")
    return redirect(url_for("accounts.sign_in", suite=target), 303)
