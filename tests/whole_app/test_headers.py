"""What every answer carries, and what no request gets around."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from journal import create_app
from journal.config import Settings
from journal.web import access
from journal.web.access import declared
from tests.pages import Browser
from tests.whole_app.routes import ask, visits

# Written again here on purpose: a header weakened in the code must fail a test.
pytestmark = pytest.mark.any_database
EXPECTED = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
STATIC = {"static", "bootstrap.static"}
# Addresses that take a form without a token, and why.
WITHOUT_TOKEN = {
    "accounts.unsubscribe": "mail programs send it in one click (RFC 8058); its signed address is the proof"
}


def check(answer: TestResponse, path: str) -> None:
    for name, value in EXPECTED.items():
        assert answer.headers.getlist(name) == [value], f"{path}: {name}"
    assert "Server" not in answer.headers or "Werkzeug" not in answer.headers["Server"]


def test_every_page_of_every_role_carries_the_headers_and_stays_nowhere(
    app: Flask, browsers: dict[str, Browser]
) -> None:
    for browser in (*browsers.values(), Browser(app)):
        for rule, path in visits(app, "GET"):
            answer = ask(browser.client, path)

            check(answer, path)
            if rule.endpoint not in STATIC:
                assert answer.headers["Cache-Control"] == "no-store", path


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/nulle-part", "GET", 404),
        ("/connexion", "DELETE", 405),
        ("/connexion", "POST", 400),
        ("/static/css/theme.css", "GET", 200),
        ("/static/absent.css", "GET", 404),
        ("/bootstrap/static/css/bootstrap.min.css", "GET", 200),
        ("/connexion", "OPTIONS", 200),
    ],
)
def test_errors_and_files_carry_them_too(app: Flask, path: str, method: str, status: int) -> None:
    answer = ask(app.test_client(), path, method)

    assert answer.status_code == status
    check(answer, path)


def test_what_is_too_large_is_refused_with_them(app: Flask) -> None:
    answer = app.test_client().post("/connexion", data={"username": "x" * 300_000})

    assert answer.status_code == 413
    check(answer, "/connexion")


def test_a_crash_carries_them_too(own_app: Flask) -> None:
    own_app.add_url_rule("/panne", view_func=access.public(lambda: 1 / 0))

    answer = own_app.test_client().get("/panne")

    assert answer.status_code == 500
    check(answer, "/panne")


def test_plain_http_promises_no_https(app: Flask) -> None:
    assert "Strict-Transport-Security" not in app.test_client().get("/aide").headers


def test_a_form_without_its_token_is_refused_everywhere(app: Flask, browsers: dict[str, Browser]) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for rule, path in visits(app, method):
            who = declared(app, rule.endpoint) or frozenset()
            if rule.endpoint in WITHOUT_TOKEN:
                continue
            client = next((browsers[role].client for role in sorted(who) if role in browsers), app.test_client())
            answer = ask(client, path, method)

            assert answer.status_code == 400, f"{method} {path} ({rule.endpoint}): {answer.status_code}"


@pytest.fixture
def behind_hosts(settings: Settings) -> Iterator[FlaskClient]:
    app = create_app(replace(settings, trusted_hosts=("recit.example",)))
    yield app.test_client()
    app.extensions["database"].close()


@pytest.mark.parametrize("path", ["/", "/aide", "/connexion", "/static/css/theme.css"])
def test_a_host_nobody_named_is_refused(behind_hosts: FlaskClient, path: str) -> None:
    answer = ask(behind_hosts, path, headers={"Host": "ailleurs.example"})

    assert answer.status_code == 400
    check(answer, path)


def test_a_host_named_in_the_settings_is_served(behind_hosts: FlaskClient) -> None:
    assert behind_hosts.get("/aide", headers={"Host": "recit.example"}).status_code == 200


def test_a_real_site_answers_to_its_own_name_only_unless_told_otherwise(settings: Settings) -> None:
    site = replace(settings, base_url="https://recit.example:8443", testing=False)

    assert site.hosts == ("recit.example",)
    assert replace(site, trusted_hosts=("lab.example",)).hosts == ("lab.example",)
    assert replace(site, insecure_http=True).hosts == ()


def test_no_page_repeats_the_host_of_the_request(app: Flask) -> None:
    for path in ("/", "/aide", "/connexion", "/rejoindre", "/nulle-part"):
        answer = app.test_client().get(path, headers={"X-Forwarded-Host": "ailleurs.example"})

        assert b"ailleurs.example" not in answer.data
        assert "ailleurs" not in (answer.location or "")


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_a_forwarded_address_counts_only_behind_a_declared_proxy(
    settings: Settings, proxies: int, address: str
) -> None:
    app = create_app(replace(settings, proxies=proxies))
    app.add_url_rule("/adresse", view_func=access.public(lambda: request.remote_addr or ""))

    answer = app.test_client().get("/adresse", headers={"X-Forwarded-For": "203.0.113.9"})
    app.extensions["database"].close()

    assert answer.text == address


def test_a_file_stays_a_year_at_an_address_that_tells_its_content_and_an_hour_at_any_other(app: Flask) -> None:
    client = app.test_client()
    told = re.findall(r'"(/static/[^"]+\?v=[^"]+)"', ask(client, "/aide").text)
    assert {path.partition("?")[0] for path in told} >= {"/static/css/theme.css", "/static/js/site.js"}

    for path in told:
        answer = ask(client, path)
        kept = [answer, ask(client, path, headers={"If-None-Match": answer.headers["ETag"]})]
        assert [each.status_code for each in kept] == [200, 304]
        for each in kept:
            assert (each.cache_control.max_age, each.cache_control.immutable) == (31_536_000, True), path
            assert not each.cache_control.no_cache, path
        for other in (path.partition("?")[0], f"{path}0", "/bootstrap/static/css/bootstrap.min.css?v=1"):
            cache = ask(client, other).cache_control
            assert (cache.max_age, cache.immutable) == (3_600, False), other
