"""Coordinators invite partners, for an organisation of the Lab, and close their accounts."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.actors.models import Actor, ActorKind
from tests.conftest import SignIn
from tests.factories import NOW, PASSPHRASE, make_lab, make_person
from tests.pages import Browser, main_of
from tests.web.common_good.agreeing import Scene


def test_a_coordinator_invites_someone_of_an_organisation_who_then_speaks_for_it(
    scene: Scene, denis: Browser, browser: Browser, session: Session
) -> None:
    actor = session.scalars(sa.select(Actor)).one()
    session.commit()
    denis.submit(denis.get("/cooperation/partenaires"), {"actor": str(actor.id)})
    slip = denis.get("/invitations/code")
    assert "Vous y parlerez pour Atelier Mistral." in slip.select_one(".slip").get_text()
    assert slip.select_one("a[href='/cooperation/partenaires']").text == "Revenir aux partenaires"
    code = str(slip.select("strong.code")[1].text)

    browser.submit(browser.get("/rejoindre"), {"code": code})
    fields = {"username": "galet-77", "passphrase": PASSPHRASE, "consent": "y"}
    browser.submit(browser.get(browser.response.location), fields)
    browser.submit(browser.get("/bien-commun/proposer/whom"), {"kind": "remark", "text": "Nous recrutons."})

    page = main_of(denis.get("/bien-commun/mediation"))
    assert "par Atelier Mistral (entreprise)" in page
    assert "galet-77" not in page
    assert "galet-77" in denis.get("/cooperation/partenaires").text


def test_the_participants_are_no_organisation(scene: Scene, denis: Browser, session: Session) -> None:
    role = Actor(lab_id=scene.lab.id, name="Les participants", kind=ActorKind.PARTICIPANTS, created_at=NOW)
    session.add(role)
    session.commit()

    denis.post("/cooperation/partenaires", {"actor": str(role.id)}, status=422)
    refused = denis.submit(denis.get("/cooperation/partenaires"), status=422)
    assert "Choisissez une organisation." in refused.text  # none is chosen beforehand


def test_a_partner_s_account_is_closed_by_the_team_of_their_lab(
    scene: Scene, denis: Browser, session: Session, sign_in: SignIn
) -> None:
    carole = sign_in(scene.partner)
    address = f"/cooperation/partenaires/{scene.partner.id}/fermer"
    stranger = make_person(session, make_lab(session), Role.ADMIN)
    session.commit()
    sign_in(stranger).post(address, status=404)
    carole.get("/bien-commun")

    denis.post(address)

    carole.get("/bien-commun", status=303)
    denis.post(f"/cooperation/partenaires/{scene.other.id}/fermer", status=404)
