"""Sessions kept in the database, so that signing out ends them everywhere.

The cookie holds a random token; the row holds its SHA-256. Flask's own signed cookie would still open the door
when replayed after a sign-out.
"""

import hashlib
import json
import logging
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from flask import Flask, Request, Response, g, request
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.datastructures import CallbackDict

from journal.accounts.models import Person, Role, WebSession
from journal.clock import now
from journal.db import changed
from journal.encryption import Undecipherable, keyring
from journal.web import api
from journal.web.access import STATIC, STATIC_FILES
from journal.web.database import database, get_session, may_change
from journal.web.elsewhere import sent_from_elsewhere

log = logging.getLogger(__name__)
IDLE = timedelta(minutes=30)
# How long before that end a page says so, and offers to stay.
WARNING = timedelta(minutes=2)
ABSOLUTE = {
    Role.PARTICIPANT: timedelta(hours=12),
    Role.PARTNER: timedelta(hours=8),
    Role.COORDINATOR: timedelta(hours=8),
    Role.ADMIN: timedelta(hours=8),
}
ANONYMOUS = timedelta(hours=2)
# A row is touched at most this often: reading pages should not mean writing.
TOUCH = timedelta(minutes=1)
# Built once: asked by every request.
BY_TOKEN = (
    sa.select(WebSession, Person)
    .outerjoin(Person, Person.id == WebSession.person_id)
    .where(WebSession.token_hash == sa.bindparam("token_hash"))
)
# An expired row stays this long, so that words posted with it reach their author's drafts.
KEPT_AFTER = timedelta(hours=24)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """Flask's session, and the person it belongs to."""

    def __init__(
        self, initial: dict[str, Any] | None = None, *, token: str = "", row: WebSession | None = None
    ) -> None:
        def touched(_self: object) -> None:
            self.modified = True

        super().__init__(initial or {}, touched)
        self.modified = False
        self.token = token
        self.person_id = row.person_id if row else None
        self.public_id = row.public_id if row else None
        self.seen_at = row.seen_at if row else None
        # Held, so that a request that only reads does not ask for them again.
        self.person: Person | None = None
        # Known only to keep the words of a form posted too late; opens nothing.
        self.expired_person_id: uuid.UUID | None = None
        self.rotate = False
        self.ended = False
        self.unopened = False


class DatabaseSessions(SessionInterface):
    def __init__(self) -> None:
        # Sessions that ended while the database could not be written: this process opens them no more, and deletes
        # their rows with the next one it writes.
        self.unforgotten: set[str] = set()

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        token = request.cookies.get(self.get_cookie_name(app), "")
        # Flask opens the session before it knows which endpoint answers.
        if not token or api.is_asked() or request.path.startswith(STATIC_FILES):
            return ServerSession()
        found = _find(hash_token(token))
        if found is None or hash_token(token) in self.unforgotten:
            return ServerSession()
        row, person = found
        if not is_alive(row, person, now()):
            stale = ServerSession()
            stale.expired_person_id = row.person_id
            return stale
        opened = ServerSession(row.data, token=token, row=row)
        opened.person = person
        return opened

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        current = cast("ServerSession", session)
        if request.endpoint in STATIC or current.unopened:
            return
        name = self.get_cookie_name(app)
        if current.ended:
            self.unforgotten.add(hash_token(current.token))
            with _answering_all_the_same():
                self._forget()
            response.delete_cookie(name, path="/", secure=app.config["SESSION_COOKIE_SECURE"], httponly=True)
            return
        if not current.token and not current.modified and not current.person_id:
            return
        moment = now()
        fresh = not current.token or current.rotate
        if fresh and sent_from_elsewhere():
            return  # from another site the browser sends no cookie: a new one would take the place of the person's own
        if not fresh:
            if current.modified or not current.seen_at or moment - current.seen_at >= TOUCH:
                with _answering_all_the_same():
                    self._keep(current, moment)
            return
        try:
            token = self._open(current, moment)
        except OperationalError:
            current.unopened = True  # the page that says so does not try again
            raise
        response.set_cookie(
            name, token, path="/", httponly=True, samesite="Lax", secure=app.config["SESSION_COOKIE_SECURE"]
        )

    def _keep(self, current: ServerSession, moment: datetime) -> None:
        with database().write() as session:
            row = sa.update(WebSession).where(WebSession.token_hash == hash_token(current.token))
            session.execute(row.values(data=dict(current), seen_at=moment))
            session.commit()
        self._forget()

    def _open(self, current: ServerSession, moment: datetime) -> str:
        with database().write() as session:
            if current.token:
                session.execute(sa.delete(WebSession).where(WebSession.token_hash == hash_token(current.token)))
            token = secrets.token_urlsafe(32)
            session.add(
                WebSession(
                    token_hash=hash_token(token),
                    person_id=current.person_id,
                    data=dict(current),
                    device=device_name(request.user_agent.string),
                    created_at=moment,
                    seen_at=moment,
                )
            )
            session.commit()
            return token

    def _forget(self) -> None:
        ended = frozenset(self.unforgotten)
        if not ended:
            return
        with database().write() as session:
            session.execute(sa.delete(WebSession).where(WebSession.token_hash.in_(ended)))
            session.commit()
        self.unforgotten -= ended


@contextmanager
def _answering_all_the_same() -> Iterator[None]:
    """Send a response even when the database cannot be written: what it says was read, or done."""
    try:
        yield
    except OperationalError as error:
        log.error("a session is left as it was: %s", error.orig)


def _find(token_hash: str) -> Any:
    """The row of a token and its person, read in the request's session when it only reads."""
    if not may_change():
        return get_session().execute(BY_TOKEN, {"token_hash": token_hash}).first()
    with database().read() as session:
        return session.execute(BY_TOKEN, {"token_hash": token_hash}).first()


def is_alive(row: WebSession, person: Person | None, moment: datetime) -> bool:
    """Whether a session may still be used: idle and absolute limits, account still open."""
    if row.person_id is None:
        return moment - row.created_at < ANONYMOUS
    if person is None or person.disabled_at is not None:
        return False
    return moment - row.seen_at < IDLE and moment - row.created_at < ABSOLUTE[person.role]


def alive_of(session: Session, person: Person, moment: datetime) -> list[WebSession]:
    """The sessions in which a person is signed in now, most recent first."""
    rows = session.scalars(
        sa.select(WebSession).where(WebSession.person_id == person.id).order_by(WebSession.seen_at.desc())
    )
    return [row for row in rows if is_alive(row, person, moment)]


def device_name(user_agent: str) -> str:
    """A browser and a system in words, never the whole string: enough to recognise one's phone."""
    browsers = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac", "Mac"))
    browser = next((name for mark, name in browsers if mark in user_agent), "Navigateur")
    system = next((name for mark, name in systems if mark in user_agent), "")
    return f"{browser} sur {system}" if system else browser


def current_session() -> ServerSession:
    from flask import session

    return cast("ServerSession", session._get_current_object())  # type: ignore[attr-defined]


def keep_once(name: str, secret: object, person_id: uuid.UUID) -> None:
    """Store a secret for a person's next page, encrypted: copies of the database contain session data."""
    current_session()[name] = keyring().encrypt(json.dumps(secret), f"web_session.{name}", person_id)


def take_once(name: str, person_id: uuid.UUID) -> Any:
    """The stored secret, which is deleted; None when there is none."""
    sealed = str(current_session().pop(name, ""))
    with suppress(Undecipherable):
        return json.loads(keyring().decrypt(sealed, f"web_session.{name}", person_id))
    return None


def start(person: Person) -> None:
    """Give the browser a new session for ``person``; the old token stops working."""
    current = current_session()
    current.clear()
    current.person_id = person.id
    current.rotate = True
    current.modified = True


def end(*, device: bool = True) -> None:
    """End the browser's session and ask it to clear its data; without ``device``, all but unsaved words."""
    current_session().ended = True
    g.to_forget = ("cache", "cookies", "storage") if device else ("cache", "cookies")


def leave() -> None:
    """End the browser's session, if any, and ask nothing more of it, which would delay whoever leaves."""
    current = current_session()
    current.ended = bool(current.token)


def purge(session: Session, moment: datetime) -> int:
    """Delete the rows that can no longer be used; return how many."""
    dead = sa.or_(
        sa.and_(WebSession.person_id.is_(None), WebSession.created_at < moment - ANONYMOUS),
        WebSession.seen_at < moment - KEPT_AFTER,
    )
    return changed(session, sa.delete(WebSession).where(dead))
