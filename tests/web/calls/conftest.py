"""A Lab, four people of it, a call that is open, and an idea at each step of its path."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.actors.models import Actor, ActorKind
from journal.calls import services
from journal.calls.models import Invited
from journal.calls.services import Asking
from journal.clock import now, today
from journal.partners.models import Partner
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person
from tests.pages import Browser
from tests.web.calls.calling import QUESTION, Scene, propose, retain


@pytest.fixture
def scene(session: Session) -> Scene:
    lab = make_lab(session, "Lab Provence")
    atelier = Actor(lab_id=lab.id, name="Atelier Mistral", kind=ActorKind.COMPANY, created_at=NOW)
    session.add(atelier)
    session.flush()
    roles = (Role.PARTICIPANT, Role.PARTICIPANT, Role.PARTNER, Role.COORDINATOR)
    names = ("amina-1", "bakary-2", "carole-3", "denis-4")
    people = [make_person(session, lab, role, username=name) for role, name in zip(roles, names, strict=True)]
    session.add(Partner(person_id=people[2].id, actor_id=atelier.id))
    session.commit()
    return Scene(lab, *people)


@pytest.fixture
def call(scene: Scene, session: Session) -> str:
    """The page of a call to which everyone is invited."""
    asking = Asking(QUESTION, "Six heures.", Invited.BOTH, today() + timedelta(days=21))
    made = services.open_call(session, asking, by=scene.coordinator, now=now())
    session.commit()
    return f"/appels/{made.id}"


@pytest.fixture
def amina(scene: Scene, sign_in: SignIn) -> Browser:
    return sign_in(scene.author)


@pytest.fixture
def denis(scene: Scene, sign_in: SignIn) -> Browser:
    return sign_in(scene.coordinator)


@pytest.fixture
def sent(call: str, amina: Browser, session: Session) -> str:
    """The page of a participant's idea that the team may read."""
    return propose(amina, session, call)


@pytest.fixture
def retained(sent: str, denis: Browser) -> str:
    retain(denis, sent)
    return sent
