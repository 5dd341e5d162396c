"""A coordinator’s token, and the program that reads with it."""

from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from journal.api import services
from tests.factories import NOW
from tests.unit.journal.narrative.scenes import Scene, make_scene
from tests.web.api.reading.program import Program


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def scene(session: Session) -> Scene:
    scene = make_scene(session)
    session.commit()
    return scene


@pytest.fixture
def secret(session: Session, scene: Scene) -> str:
    secret = services.make(session, "mirabelle", days=90, by=scene.first, now=NOW)[1]
    session.commit()
    return secret


@pytest.fixture
def program(app: Flask, secret: str) -> Program:
    return Program(app, secret)
