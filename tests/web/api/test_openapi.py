"""The OpenAPI file and the site say the same, and schemathesis finds no answer the file did not announce."""

import re
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from sqlalchemy.orm import Session

from journal.api import services
from journal.api.views import openapi
from journal.config import Settings
from tests.whole_app.world import make_world

EXAMPLES = 15


@pytest.fixture
def secret(session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """A token in a Lab where everything exists, that no limit stops: the limit has a test of its own."""
    world = make_world(session, settings, "mirabelle")
    monkeypatch.setattr(services, "PER_MINUTE", 1_000_000)
    return world.secret


def test_every_address_of_the_api_is_in_the_file_and_the_reverse(app: Flask) -> None:
    served = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule): (rule.methods or set()) - {"HEAD", "OPTIONS"}
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
    }
    told = {path: {method.upper() for method in operations} for path, operations in openapi.document()["paths"].items()}

    assert told == served


def test_the_file_is_served_to_anyone(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/openapi.json")

    assert answer.json == openapi.document()


def test_every_field_is_said_once_in_the_file(app: Flask) -> None:
    schemas = openapi.document()["components"]["schemas"]

    assert schemas["Theme"]["additionalProperties"] is False
    assert {"participants", "solidity", "months"} <= set(schemas["Theme"]["required"])


def operations() -> list[str]:
    return sorted(openapi.document()["paths"])


@pytest.mark.any_database
@pytest.mark.parametrize("path", operations())
def test_schemathesis_finds_nothing_the_file_did_not_announce(app: Flask, secret: str, path: str) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operation: Any = schema[path]["GET"]

    _try(operation, schemathesis.GenerationMode.POSITIVE, secret)
    if operation.definition.raw["parameters"]:  # nothing wrong can be asked where nothing is
        _try(operation, schemathesis.GenerationMode.NEGATIVE, secret)


def _try(operation: Any, mode: Any, secret: str) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def run(case: Any) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})

    run()
