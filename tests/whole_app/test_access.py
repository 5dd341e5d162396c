"""Who may open what: written once in access_matrix.toml, compared with the code and tried on every address."""

import tomllib
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.web.access import STATIC, declared
from journal.web.errors import BACK
from tests.conftest import SignIn
from tests.factories import make_person
from tests.pages import Browser
from tests.whole_app.routes import ask, visits

MATRIX = Path(__file__).with_name("access_matrix.toml")
ROLES = [role.value for role in Role]


@pytest.fixture
def matrix() -> dict[str, set[str]]:
    return {endpoint: set(who) for endpoint, who in tomllib.loads(MATRIX.read_text("utf-8")).items()}


def test_every_endpoint_declares_who_may_open_it(app: Flask) -> None:
    silent = sorted(endpoint for endpoint in app.view_functions if declared(app, endpoint) is None)

    assert silent == [], "put an access mark of journal.web.access on these views"


def test_the_matrix_says_what_the_code_does(app: Flask, matrix: dict[str, set[str]]) -> None:
    coded = {endpoint: set(declared(app, endpoint) or ()) for endpoint in app.view_functions}
    missing = [f'"{e}" = {sorted(who)}'.replace("'", '"') for e, who in sorted(coded.items()) if e not in matrix]

    assert not missing, "decide, then add to access_matrix.toml:\n" + "\n".join(missing)
    assert matrix == coded


def test_the_matrix_names_known_roles_only(matrix: dict[str, set[str]]) -> None:
    assert set().union(*matrix.values()) <= {*ROLES, "public", "token"}


def test_only_static_files_are_public_without_saying_so_themselves() -> None:
    assert {"static", "bootstrap.static"} == STATIC


@pytest.mark.any_database
def test_a_stranger_is_sent_to_the_door_from_every_page(app: Flask, matrix: dict[str, set[str]]) -> None:
    stranger = app.test_client()
    for rule, path in visits(app, "GET"):
        if "public" in matrix[rule.endpoint]:
            continue
        answer = ask(stranger, path)

        if "token" in matrix[rule.endpoint]:
            assert answer.status_code == 401, path
            continue
        assert answer.status_code in {303, 404}, path
        if answer.status_code == 303:
            assert answer.location.startswith("/connexion?suite="), path


@pytest.mark.any_database
def test_a_stranger_changes_nothing(app: Flask, matrix: dict[str, set[str]], browser: Browser) -> None:
    token = browser.token()
    for rule, path in visits(app, "POST"):
        if "public" in matrix[rule.endpoint]:
            continue
        answer = ask(browser.client, path, "POST", data={"csrf_token": token})

        assert answer.status_code in {303, 400, 401, 404}, path
        if answer.status_code == 303:
            assert answer.location.startswith("/connexion"), path


@pytest.mark.any_database
@pytest.mark.parametrize("role", ROLES)
def test_a_page_of_another_role_does_not_exist(
    app: Flask, matrix: dict[str, set[str]], browsers: dict[str, Browser], role: str
) -> None:
    browser = browsers[role]
    for method in ("GET", "POST"):
        for rule, path in visits(app, method):
            if matrix[rule.endpoint] & {"public", role}:
                continue
            answer = ask(browser.client, path, method)

            expected = 401 if "token" in matrix[rule.endpoint] else 404
            assert answer.status_code == expected, f"{method} {path}: {answer.status_code} for {role}"


@pytest.mark.parametrize("role", ROLES)
def test_what_does_not_exist_is_never_a_crash(
    app: Flask, matrix: dict[str, set[str]], browsers: dict[str, Browser], role: str
) -> None:
    for rule, path in visits(app, "GET"):
        if not matrix[rule.endpoint] & {"public", role}:
            continue
        answer = ask(browsers[role].client, path)

        assert answer.status_code in {200, 204, 302, 303, 404, 409}, f"{path}: {answer.status_code}"
        assert answer.status_code == 404 or "inconnu" not in path or "public" in matrix[rule.endpoint], path


def test_a_view_without_a_mark_stays_closed_to_everyone(own_app: Flask, session: Session) -> None:
    own_app.add_url_rule("/sans-marque", view_func=lambda: "open")
    admin = make_person(session, role=Role.ADMIN)
    session.commit()

    for browser in (Browser(own_app), SignIn(own_app)(admin)):
        browser.get("/sans-marque", status=403)


def test_every_way_back_from_a_refusal_is_a_page_the_same_people_may_open(app: Flask) -> None:
    ways = {name: getattr(view, BACK)[0] for name, view in app.view_functions.items() if hasattr(view, BACK)}

    def arguments(endpoint: str) -> set[str]:
        return set().union(*(rule.arguments for rule in app.url_map.iter_rules(endpoint)))

    assert ways
    for endpoint, back in ways.items():
        assert declared(app, endpoint) <= declared(app, back), endpoint
        assert arguments(back) <= arguments(endpoint), endpoint
