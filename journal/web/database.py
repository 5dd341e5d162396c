"""The database session of a request: reading for a GET, writing for the rest, closed before the answer leaves."""

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
    """Whether the request may change something: the rows it decides on are then held until it ends."""
    return request.method not in SAFE


def get_session(*, write: bool | None = None) -> Session:
    """The request's session. A page that must write while it answers a GET (a logged reading) says so."""
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
    """Let what a person sends at once, by a double click or from two tabs, be done in turn: each sees what was done.

    SQLite lets one writer begin at a time. On PostgreSQL both would read that nothing is there yet, and write it.
    """
    g.turn = str(person_id)
    if "db_write" in g:
        take_turns(g.db_write, g.turn)


def see_lab(lab_id: uuid.UUID) -> None:
    """Let the request see the rows of a Lab, beside those it already sees: until then it sees none."""
    g.labs = g.get("labs", frozenset()) | {lab_id}
    for name in ("db_write", "db_read"):
        if name in g:
            see_labs(g.get(name), g.labs)


def or_404(row: T | None) -> T:
    """What was looked for; a page about what is not there does not exist."""
    if row is None:
        abort(404)
    return row


def init_app(app: Flask, url: str) -> None:
    app.extensions["database"] = open_database(url)
    # Before the web session is saved: an unfinished write would hold the lock that saving needs.
    app.after_request(_close)
    app.teardown_request(lambda _error: _close_all())


def abandon() -> None:
    """Forget what the request was writing: after a failure, a page still has to be made."""
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
