"""On every page the menu shows where one is."""

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from tests.conftest import SignIn
from tests.factories import make_person
from tests.unit.journal.narrative import scenes


@pytest.mark.parametrize(
    ("role", "path", "here"),
    [
        (Role.COORDINATOR, "/exports", "Récits du mois"),
        (Role.COORDINATOR, "/jetons", "Récits du mois"),
        (Role.COORDINATOR, "/recit/2026-11", "Récits du mois"),
        (Role.COORDINATOR, "/recit", "Récit"),
        (Role.PARTICIPANT, "/recit/2026-11", "Le récit"),
        (Role.ADMIN, "/groupes", "Invitations"),
        (Role.ADMIN, "/etat", "État du site"),
    ],
)
def test_the_menu_shows_where_one_is(session: Session, sign_in: SignIn, role: Role, path: str, here: str) -> None:
    scene = scenes.make_scene(session)
    scenes.publish(session, scene)
    person = make_person(session, scene.lab, role)
    session.commit()

    current = sign_in(person).get(path).select(".site-nav [aria-current=page]")

    assert [link.get_text() for link in current] == [here]
