"""Only a good token opens the interface for programs, and nothing is written there."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from tests.conftest import SignIn
from tests.factories import NOW
from tests.unit.journal.narrative.scenes import Scene
from tests.web.api.reading.program import RESOURCES, Program


class TestTheDoor:
    @pytest.mark.any_database
    @pytest.mark.parametrize(
        "header", ["", "Bearer", "Bearer ", "Bearer recit_faux", "Basic cmVjaXQ6cmVjaXQ=", "recit_faux", "Bearer é"]
    )
    def test_without_a_good_token_nothing_opens(self, program: Program, header: str) -> None:
        answer = program.ask("lab", Authorization=header)

        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.mimetype == "application/problem+json"
        assert answer.json["status"] == 401

    def test_a_browsers_session_opens_nothing_there(self, scene: Scene, sign_in: SignIn) -> None:
        answer = sign_in(scene.first).client.get("/api/v1/lab")

        assert answer.status_code == 401

    def test_a_program_that_sends_a_cookie_keeps_no_session_alive(self, scene: Scene, sign_in: SignIn) -> None:
        browser = sign_in(scene.first)
        with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
            browser.client.get("/api/v1/lab")

        with time_machine.travel(NOW + timedelta(minutes=35), tick=False):
            browser.get("/jetons", status=303)

    def test_a_token_opens_no_page(self, app: Flask, secret: str) -> None:
        answer = app.test_client().get("/themes/", headers={"Authorization": f"Bearer {secret}"})

        assert answer.status_code == 303

    def test_no_answer_sets_a_cookie_or_lets_another_site_read(self, program: Program) -> None:
        for path in (*RESOURCES, "openapi.json"):
            answer = program.ask(path, Origin="https://ailleurs.example")

            assert answer.headers["Cache-Control"] == "no-store"
            assert "Set-Cookie" not in answer.headers
            assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]

    @pytest.mark.any_database
    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
    def test_nothing_can_be_written(self, program: Program, method: str) -> None:
        headers = {"Authorization": f"Bearer {program.secret}"}
        answer = program.client.open("/api/v1/themes", method=method, headers=headers)

        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert answer.json["title"] == "Lecture seule"

    @pytest.mark.any_database
    @pytest.mark.parametrize("query", ["page=0", "size=101", "page=un", "page=1&page=2", "inconnu=1", "page=1.0"])
    def test_a_wrong_or_unknown_parameter_is_refused(self, program: Program, query: str) -> None:
        answer = program.ask(f"themes?{query}")

        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")

    @pytest.mark.any_database
    @pytest.mark.parametrize("path", ["themes?page=2", "digests/2020-01", "digests/avril", "themes/rien", "rien"])
    def test_what_is_not_there_is_a_problem_not_a_page(self, program: Program, path: str) -> None:
        answer = program.ask(path)

        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")

    def test_what_has_not_moved_is_not_sent_again(self, program: Program) -> None:
        tag = program.ask("themes").headers["ETag"]

        answer = program.ask("themes", **{"If-None-Match": tag})

        assert (answer.status_code, answer.data) == (304, b"")
