"""Error pages, in French, which keep what the person had typed."""

import logging
from collections.abc import Callable
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from flask import Flask, Response, current_app, make_response, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, SecurityError

from journal.errors import DomainError
from journal.web import api
from journal.web.database import abandon
from journal.web.elsewhere import sent_from_elsewhere
from journal.web.typed import held_a_secret, typed

log = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R")
BACK = "_way_back"
# Codes of PostgreSQL and SQLite for a key or unique value that already exists, or a parent row that is gone.
MEANWHILE = {"23505", "23503", 1555, 2067, 787}

MESSAGES = {
    400: (
        "Demande incomplète",
        "Le site n’a pas compris ce que vous avez envoyé. Revenez à la page précédente, puis recommencez.",
    ),
    403: ("Page fermée", "Votre compte n’ouvre pas cette page. Repartez de l’accueil."),
    404: (
        "Page introuvable",
        "Cette page n’existe pas, ou votre compte ne l’ouvre pas. Vérifiez l’adresse, ou repartez de l’accueil.",
    ),
    405: ("Geste impossible", "Ce geste ne se fait pas d’ici. Revenez à la page précédente, puis recommencez."),
    409: (
        "Déjà changé",
        "Quelqu’un a changé la même chose pendant ce temps. Rechargez la page, relisez, puis recommencez.",
    ),
    413: (
        "Envoi trop lourd",
        "Ce que vous envoyez est trop lourd pour le site. "
        "Choisissez un fichier plus petit, ou raccourcissez votre texte.",
    ),
    429: ("Un peu trop vite", "Vous avez fait beaucoup d’essais en peu de temps. Attendez une minute, puis reprenez."),
    500: (
        "Un problème chez nous",
        "Ce n’est pas de votre fait, et ce que vous aviez enregistré est gardé. Réessayez dans quelques minutes. "
        "Si cela continue, dites-le à la personne qui anime votre groupe.",
    ),
    503: ("Le site est occupé", "Le site n’arrive pas à enregistrer en ce moment. Réessayez dans une minute."),
}
ELSEWHERE = (
    "Demande venue d’un autre site",
    "Une page d’un autre site a envoyé cette demande à votre place. Rien n’a été fait, et rien n’en est gardé.",
)


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, lambda _error: expired_page())
    app.register_error_handler(DomainError, _domain_page)
    app.register_error_handler(HTTPException, _http_page)
    app.register_error_handler(OperationalError, _database_page)
    app.register_error_handler(IntegrityError, _changed_page)
    app.register_error_handler(Exception, _crash_page)


def way_back(endpoint: str, label: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare where the error page of this view links back to; URL values come from the refused request."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, BACK, (endpoint, label))
        return view

    return mark


def _back() -> tuple[str, str] | None:
    """The URL and label of the link back that the refused view declares."""
    view = current_app.view_functions.get(request.endpoint or "")
    declared: tuple[str, str] | None = getattr(view, BACK, None)
    if declared is None:
        return None
    endpoint, label = declared
    needed = {name for rule in current_app.url_map.iter_rules(endpoint) for name in rule.arguments}
    known = {name: value for name, value in (request.view_args or {}).items() if name in needed}
    return url_for(endpoint, **known), label


def expired_page() -> Response:
    """The CSRF token has expired: show what was typed, ready to be sent again."""
    return page(
        400,
        "Votre page a attendu trop longtemps",
        "Elle s’est fermée par sécurité. Rien n’est perdu\u00a0: envoyez à nouveau, ou repartez de l’accueil.",
        again=True,
    )


def signed_out_page() -> Response:
    """Nobody is signed in any more: keep what was typed on the page until someone signs in.

    A script then gives the page the CSRF token of whoever signed in. Without scripts, sending has to be confirmed: if
    the old token were still valid, one person's words could be sent from another's account.
    """
    sentence = "Ce que vous demandiez n’est pas parti. Connectez-vous, puis recommencez."
    if any(each.label for each in typed()):
        sentence = "Ce que vous avez écrit est encore ici. Connectez-vous dans un autre onglet, puis revenez l’envoyer."
    return page(400, "Vous n’êtes plus connecté·e", sentence, again=True, signed_out=True)


def page(status: int, title: str, sentence: str, **shown: Any) -> Response:
    """An error page that keeps what was typed; for the API, a problem document.

    ``again`` offers to send it again, ``signed_out`` to sign in in another tab, ``back`` is a link back.
    """
    response = api.problem(status, title, sentence) if api.is_asked() else _html(status, title, sentence, **shown)
    if status in {429, 503}:
        response.headers["Retry-After"] = "60"
    return response


def _html(
    status: int,
    title: str,
    sentence: str,
    *,
    again: bool = False,
    signed_out: bool = False,
    back: tuple[str, str] | None = None,
) -> Response:
    if sent_from_elsewhere():
        # A form filled in by another site must not be shown here, ready to be sent with a valid token.
        title, sentence = ELSEWHERE
        again, signed_out, back = False, False, None
    html = render_template(
        "errors/page.html",
        title=title,
        sentence=sentence,
        # After too many tries of a passphrase, nothing is offered to send again.
        words=[] if status == 429 and held_a_secret() else typed(),
        again=again,
        signed_out=signed_out,
        back=back,
    )
    return make_response(html, status)


def _domain_page(error: DomainError) -> Response:
    return page(
        error.status, error.title, error.sentence, again=error.status == 429 and not held_a_secret(), back=_back()
    )


def _http_page(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    if isinstance(error, SecurityError):
        # No URL can be built for an unknown host, so the answer is a sentence without links.
        return make_response(
            "Cette adresse n’est pas celle du site.\n", 400, {"Content-Type": "text/plain; charset=utf-8"}
        )
    if isinstance(error, InternalServerError) and isinstance(error.original_exception, OperationalError):
        return _database_page(error.original_exception)  # the session could not be read, or opened
    status = error.code or 500
    title, sentence = MESSAGES.get(status, MESSAGES[500])
    response = page(status, title, sentence)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _database_page(error: OperationalError) -> Response:
    # The parameters of the statement hold people's words: log only the driver's message.
    log.error("database unavailable: %s", error.orig)
    abandon()
    return page(503, *MESSAGES[503], again=True)


def _changed_page(error: IntegrityError) -> Response:
    """Someone else wrote the same thing, or deleted its parent row, since the page was read."""
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorcode", None)
    if code not in MEANWHILE:
        return _crash_page(error)
    log.warning("%s at %s: done meanwhile by someone else", type(error).__name__, request.endpoint)
    abandon()
    return page(409, *MESSAGES[409], again=True)


def _crash_page(error: Exception) -> Response:
    log.error("unexpected %s at %s", type(error).__name__, request.endpoint, exc_info=_without_values(error))
    abandon()
    return page(500, *MESSAGES[500], again=True)


def _without_values(error: Exception) -> tuple[type[Exception], Exception, TracebackType | None]:
    """The traceback, without the message of the error, which may quote someone."""
    return (Exception, Exception(type(error).__name__), error.__traceback__)
