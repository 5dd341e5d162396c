"""The database session of a request: read-only for a GET, writable otherwise, closed before the response is sent."""

import uuid
from typing import TypeVar, cast

from flask import Flask, Response, abort, current_app, g, request
from sqlalchemy.orm import Session

from journal.db import Database, open_database, see_labs, take_turns

T = TypeVar("T")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def database() -> Database:
    return cast("Database", current_app.extensions["database"])


def may_change() -> bool:
    """Whether the request may change something: views then lock the rows they decide on."""
    return request.method not in SAFE


def get_session(*, write: bool | None = None) -> Session:
    """The request's session. A page that must write during a GET, to log a reading, passes ``write=True``."""
    wants_write = may_change() if write is None else write
    name = "db_write" if wants_write else "db_read"
    if name not in g:
        opened = database().write() if wants_write else database().read()
        see_labs(opened, g.get("labs", ()))
        if wants_write and "turn" in g:
            take_turns(opened, g.turn)
        setattr(g, name, opened)
    return cast("Session", g.get(name))


def one_at_a_time(person_id: uuid.UUID) -> None:
    """Run the requests of one person one after the other, so that each sees what the one before it wrote.

    Two may come at once, from a double click or from two tabs. SQLite allows one writer at a time; on PostgreSQL, both
    would find that nothing is there yet, and write it.
    """
    g.turn = str(person_id)
    if "db_write" in g:
        take_turns(g.db_write, g.turn)


def see_lab(lab_id: uuid.UUID) -> None:
    """Let the request see the rows of this Lab too: until it is called, the request sees none."""
    g.labs = g.get("labs", frozenset()) | {lab_id}
    for name in ("db_write", "db_read"):
        if name in g:
            see_labs(g.get(name), g.labs)


def or_404(row: T | None) -> T:
    """The row that was looked for; 404 when there is none."""
    if row is None:
        abort(404)
    return row


def init_app(app: Flask, url: str) -> None:
    app.extensions["database"] = open_database(url)
    # Before the web session is saved: an open transaction would hold the lock that saving needs.
    app.after_request(_close)
    app.teardown_request(lambda _error: _close_all())


def abandon() -> None:
    """Roll back what the request was writing, so that a page can still be rendered after a failure."""
    for name in ("db_write", "db_read"):
        if name in g:
            g.get(name).rollback()


def _close(response: Response) -> Response:
    _close_all()
    return response


def _close_all() -> None:
    for name in ("db_write", "db_read"):
        session = g.pop(name, None)
        if session is not None:
            session.close()
