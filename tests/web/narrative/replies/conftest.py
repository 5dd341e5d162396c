import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.actors.models import Actor
from journal.narrative.models import MonthReply
from tests.conftest import SignIn
from tests.factories_actors import make_actor
from tests.pages import Browser
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene
from tests.web.narrative.replies.replying import decide, make_speaker, only, write


@pytest.fixture
def month(scene: Scene, session: Session) -> str:
    """The address of a published month that anyone may read."""
    scene.lab.is_public = True
    scenes.publish(session, scene)
    session.commit()
    return f"/public/{scene.lab.id}/recit/2026-11"


@pytest.fixture
def atelier(scene: Scene, session: Session) -> Actor:
    return make_actor(session, scene.lab, "Atelier Mistral")


@pytest.fixture
def partner(scene: Scene, session: Session, atelier: Actor) -> Person:
    return make_speaker(session, scene.lab, atelier)


@pytest.fixture
def carole(partner: Person, sign_in: SignIn) -> Browser:
    return sign_in(partner)


@pytest.fixture
def team(scene: Scene, sign_in: SignIn) -> Browser:
    return sign_in(scene.first)


@pytest.fixture
def sent(month: str, carole: Browser, session: Session) -> MonthReply:
    """What the organisation answers to what the month says of a theme."""
    write(carole, month)
    return only(session)


@pytest.fixture
def published(sent: MonthReply, team: Browser, session: Session) -> MonthReply:
    decide(team, "published")
    return only(session)


@pytest.fixture
def returned(sent: MonthReply, team: Browser, session: Session) -> MonthReply:
    """A reply that the coordination asks to write otherwise."""
    decide(team, "returned", reason="Dites depuis quand.")
    return only(session)
