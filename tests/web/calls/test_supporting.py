"""An idea that is retained is supported: participants are counted, organisations named."""

from flask import Flask
from sqlalchemy.orm import Session

from tests.conftest import SignIn
from tests.pages import Browser, main_of
from tests.web.calls.calling import (
    Scene,
    only_idea,
    support,
)


def test_four_supports_are_not_counted_and_five_are_told_by_steps(
    retained: str, app: Flask, session: Session, scene: Scene, sign_in: SignIn
) -> None:
    bakary = sign_in(scene.other)
    support(app, session, scene.lab, 4)
    assert "Moins de 5 participant·es la soutiennent" in main_of(bakary.get(retained))

    support(app, session, scene.lab, 3)
    assert "au moins 5 participant·es" in main_of(bakary.get(retained))

    support(app, session, scene.lab, 4)
    assert "au moins 5 participant·es" in main_of(bakary.get(retained)), "eleven people: only four more than told"


def test_a_partner_reads_counts_as_anyone_would(
    retained: str, app: Flask, session: Session, scene: Scene, sign_in: SignIn
) -> None:
    support(app, session, scene.lab, 7)

    assert "Moins de 15 participant·es" in main_of(sign_in(scene.partner).get(retained))


def test_one_supports_once_and_takes_it_back(retained: str, scene: Scene, sign_in: SignIn, session: Session) -> None:
    bakary = sign_in(scene.other)
    for _ in range(2):
        bakary.post(f"{retained}/soutenir")
    assert len(only_idea(session).supports) == 1
    session.commit()

    bakary.post(f"{retained}/soutien/retirer")

    session.expire_all()
    assert only_idea(session).supports == []
    session.commit()


def test_an_organisation_supports_by_its_name_and_is_not_counted_with_participants(
    retained: str, app: Flask, session: Session, scene: Scene, sign_in: SignIn
) -> None:
    carole = sign_in(scene.partner)
    carole.post(f"{retained}/soutenir")
    support(app, session, scene.lab, 4)

    page = main_of(sign_in(scene.other).get(retained))
    assert "Atelier Mistral" in page
    assert "Moins de 5 participant·es" in page


def test_nobody_supports_their_own_idea(retained: str, amina: Browser, session: Session) -> None:
    amina.post(f"{retained}/soutenir", status=409)
    assert only_idea(session).supports == []
    session.commit()
