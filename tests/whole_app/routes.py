"""Every address of the site, one a line.

``python -m tests.whole_app.routes > tests/whole_app/routes.txt`` updates the committed list.
"""

import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, IntegerConverter, Rule, UUIDConverter
from werkzeug.test import TestResponse

from journal import create_app
from journal.config import Settings

HIDDEN_METHODS = {"HEAD", "OPTIONS"}
COMMITTED = Path(__file__).with_name("routes.txt")


def described(app: Flask) -> list[str]:
    """``POST /connexion accounts.sign_in``, sorted by address."""
    lines = [
        (rule.rule, method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - HIDDEN_METHODS)
    ]
    return [f"{method:<5}{address}  {endpoint}" for address, method, endpoint in sorted(lines)]


def visits(app: Flask, method: str) -> Iterator[tuple[Rule, str]]:
    """Each rule that answers a method, with an address that names objects which do not exist."""
    adapter = app.url_map.bind("localhost")
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if method not in (rule.methods or set()):
            continue
        values = {name: _example(rule, name) for name in rule.arguments}
        yield rule, adapter.build(rule.endpoint, values, method=method)


def _example(rule: Rule, name: str) -> object:
    match rule._converters[name]:
        case UUIDConverter():
            return uuid.UUID(int=7, version=4)
        case AnyConverter(items=items):
            return min(items)
        case IntegerConverter():
            return 2026
        case _:
            return "inconnu"


def ask(client: FlaskClient, path: str, method: str = "GET", **options: Any) -> TestResponse:
    """Fetch a page whole, files included, and leave nothing open."""
    answer = client.open(path, method=method, **options)
    answer.get_data()
    answer.close()
    return answer


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(secret_key="x" * 32, data_dir=Path(folder), testing=True))
        sys.stdout.write("\n".join(described(app)) + "\n")
        app.extensions["database"].close()


if __name__ == "__main__":
    main()
