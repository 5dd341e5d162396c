"""A real browser on the real application, at the width of a small phone."""

import contextlib
import shutil
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.serving import BaseWSGIServer, make_server

from journal.accounts import services
from journal.accounts.models import Person, Role
from journal.clock import now
from journal.config import Settings
from tests.factories import PASSPHRASE, make_lab, make_person

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE = {"width": 360, "height": 740}
PATIENCE = 60_000  # to end what hangs: a busy machine may take 20 s to compose a récit


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not on the PATH: browser tests are skipped")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


def in_one_piece(app: Flask, unreachable: set[str]) -> "WSGIApplication":
    """Answer at once: of an answer that the browser stops reading, werkzeug's server leaves the file open.

    What is asked of an unreachable address does not come to the application.
    """

    def answering(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
        if environ["PATH_INFO"] in unreachable:
            start_response("503 Service Unavailable", [])
            return [b""]
        answer = app(environ, start_response)
        with contextlib.closing(answer):  # type: ignore[type-var]  # Flask's answers can be closed
            return [b"".join(answer)]

    return answering


class Server:
    """The application on a port of its own; it can be killed and started again at the same address."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.unreachable: set[str] = set()
        self.port = 0
        self.start()

    def start(self) -> None:
        self.server: BaseWSGIServer = make_server(
            "127.0.0.1", self.port, in_one_piece(self.app, self.unreachable), threaded=True
        )
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    server = Server(app)
    yield server
    server.stop()


class Watched:
    """What must never happen on any page: a blocked script or style, an error, a request to someone else."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.troubles: list[str] = []

    def watch(self, page: Any) -> None:
        page.on("console", self._message)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("request", self._request)

    def _message(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.troubles.append(message.text)

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.troubles.append(f"asked {request.url}")


@pytest.fixture
def watched(server: Server) -> Iterator[Watched]:
    watched = Watched(server.address)
    yield watched
    assert watched.troubles == []


@pytest.fixture
def open_page(chromium: Any, server: Server, watched: Watched) -> Iterator[Any]:
    """``open_page(javascript=..., width=...)`` gives a page of a fresh browser profile."""
    contexts = []

    def opened(*, javascript: bool = True, width: int = 360, **options: Any) -> Any:
        context = chromium.new_context(
            base_url=server.address,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            viewport=PHONE | {"width": width},
            java_script_enabled=javascript,
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("page", watched.watch)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def amina(session: Session, settings: Settings) -> Person:
    person = make_person(session, make_lab(session, "Lab Provence"), username="amina")
    session.commit()
    return person


@pytest.fixture
def invitation(session: Session) -> str:
    lab = make_lab(session, "Lab Provence")
    _, code = services.invite(session, lab, Role.PARTICIPANT, now=now())
    session.commit()
    return code


def enter(page: Any, path: str = "/journal/ecrire", username: str = "amina") -> None:
    """Sign in, as amina unless told otherwise."""
    page.goto("/connexion?suite=" + path)
    page.get_by_label("Votre identifiant").fill(username)
    page.get_by_label("Votre phrase de passe").fill(PASSPHRASE)
    page.get_by_role("button", name="Se connecter").click()
    wait_for_path(page, path)


def wait_for_path(page: Any, path: str) -> None:
    """Until that page is loaded, its scripts included. The address that asks to sign in ends with the same path."""
    page.wait_for_url(lambda address: address.endswith(path) and "/connexion" not in address)
