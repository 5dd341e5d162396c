"""The Lab, two people of it, and a proposal at each step of its path."""

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.actors.models import Actor, ActorKind
from journal.common_good import services
from journal.partners.models import Partner
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person
from tests.pages import Browser
from tests.web.common_good.agreeing import PARTS, REWRITTEN, SEND, TEXT, Scene, mask, proposed


@pytest.fixture
def scene(session: Session) -> Scene:
    lab = make_lab(session, "Lab Provence")
    atelier = Actor(lab_id=lab.id, name="Atelier Mistral", kind=ActorKind.COMPANY, created_at=NOW)
    session.add(atelier)
    session.flush()
    roles = (Role.PARTICIPANT, Role.PARTICIPANT, Role.PARTNER, Role.COORDINATOR, Role.COORDINATOR)
    names = ("amina-1", "bakary-2", "carole-3", "denis-4", "elise-5")
    people = [make_person(session, lab, role, username=name) for role, name in zip(roles, names, strict=True)]
    session.add(Partner(person_id=people[2].id, actor_id=atelier.id))
    session.flush()
    services.write_first(session, PARTS, "Écrit ensemble en juin.", by=people[3], now=NOW)
    session.commit()
    return Scene(lab, *people)


@pytest.fixture
def amina(scene: Scene, sign_in: SignIn) -> Browser:
    return sign_in(scene.author)


@pytest.fixture
def denis(scene: Scene, sign_in: SignIn) -> Browser:
    return sign_in(scene.mediator)


@pytest.fixture
def written(amina: Browser, session: Session) -> str:
    """The page of the words a participant just wrote."""
    amina.submit(amina.get("/bien-commun/proposer/whom"), {"kind": "remark", "text": TEXT})
    return str(amina.response.location)


@pytest.fixture
def sent(written: str, amina: Browser, session: Session) -> str:
    """The page of a proposal that waits for a mediator."""
    mask(session)
    amina.submit(amina.get(written), form=SEND)
    return f"/bien-commun/propositions/{proposed(session).id}"


@pytest.fixture
def offered(sent: str, denis: Browser) -> str:
    denis.submit(denis.get(f"{sent}/reformuler"), {"text": REWRITTEN, "note": "Est-ce cela ?"})
    return sent


@pytest.fixture
def discussed(offered: str, amina: Browser) -> str:
    amina.submit(amina.get(offered), {"choice": "yes"}, form="form[action$='/accord']")
    return offered
