"""An actor, and a point of application."""

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.actors.models import Actor, PointOfApplication
from tests.factories_actors import make_actor, make_point


@pytest.fixture
def actor(session: Session, coordinator: Person) -> Actor:
    actor = make_actor(session, coordinator.lab, "Autocars des Collines")
    session.commit()
    return actor


@pytest.fixture
def point(session: Session, coordinator: Person) -> PointOfApplication:
    point = make_point(session, coordinator.lab)
    session.commit()
    return point
