"""A program that reads with a token."""

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

RESOURCES = ("lab", "themes", "answers", "narrative", "digests", "vocabulary", "prompts")


class Program:
    """What fetches the API: no cookie, a token."""

    def __init__(self, app: Flask, secret: str) -> None:
        self.client, self.secret = app.test_client(use_cookies=False), secret

    def ask(self, path: str, **headers: str) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.secret}"} | headers
        return self.client.get(f"/api/v1/{path}", headers=headers)

    def read(self, path: str) -> Any:
        answer = self.ask(path)
        assert answer.status_code == 200, answer.text
        return answer.json
