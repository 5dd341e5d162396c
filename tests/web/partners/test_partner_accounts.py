"""A partner speaks for an organisation of the Lab: an account of their own, and nothing of anyone's journal."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal import create_app
from journal.accounts import services, staff
from journal.accounts.models import Invitation, Lab, Person, Role
from journal.clock import now
from journal.config import Settings
from journal.narrative.mails import mailing
from tests.conftest import SignIn
from tests.factories import NOW, PASSPHRASE, make_lab, make_person
from tests.pages import Browser
from tests.unit.journal.narrative import scenes


@pytest.fixture
def lab(session: Session) -> Lab:
    return make_lab(session, "Lab Provence")


@pytest.fixture
def partner(session: Session, lab: Lab) -> Person:
    person = make_person(session, lab, Role.PARTNER, username="atelier-12")
    session.commit()
    return person


@pytest.fixture
def desk(partner: Person, sign_in: SignIn) -> Browser:
    return sign_in(partner)


def test_joins_with_a_code_told_for_whom_they_speak_and_asked_no_address(
    browser: Browser, session: Session, lab: Lab
) -> None:
    _, code = services.invite(session, lab, Role.PARTNER, now=now(), max_uses=12)
    session.commit()

    browser.submit(browser.get("/rejoindre"), {"code": code})
    page = browser.get(browser.response.location)
    assert "c’est son nom que les autres lisent, jamais le vôtre" in page.text
    assert page.select_one("[name=email]") is None
    browser.submit(page, {"passphrase": PASSPHRASE, "consent": "y", "email": "a@exemple.org"})

    joined = session.scalars(sa.select(Person).where(Person.role == Role.PARTNER)).one()
    assert (joined.email, joined.wants_digest, joined.wants_notice) == (None, False, False)
    assert session.scalars(sa.select(Invitation)).one().max_uses == 1


def test_finds_their_account_and_their_sessions(desk: Browser) -> None:
    page = desk.get("/", follow=True)

    assert "Partenaire" in desk.get("/compte").text
    assert not page.select("a[href^='/journal'], a[href^='/themes'], a[href^='/exports']")
    assert [link["href"] for link in page.select("a[href^='/recit']")] == ["/recit/reponses"]  # their own
    desk.get("/compte/sessions")
    desk.get("/compte/phrase")


def test_may_be_told_by_mail_of_calls_and_of_nothing_else_whatever_they_send(
    desk: Browser, session: Session, partner: Person
) -> None:
    page = desk.get("/compte")
    assert [box["name"] for box in page.select("[name^=wants_]")] == ["wants_call"]
    assert "se ferme faute de visite" in page.select_one("#email-hint").text

    chosen = {"wants_call": "y", "wants_digest": "y", "wants_notice": "y"}
    desk.post("/compte", chosen, status=422)
    desk.post("/compte", {"email": "a@exemple.org"} | chosen)

    session.refresh(partner)
    assert (partner.email, partner.wants_call) == ("a@exemple.org", True)
    assert (partner.wants_digest, partner.wants_notice, partner.wants_question) == (False, False, False)


def test_an_address_given_for_no_mail_says_what_it_serves_for(desk: Browser) -> None:
    told = desk.submit(desk.get("/compte"), {"email": "a@exemple.org"}, follow=True)

    assert "avant la fermeture de votre compte" in told.select_one(".notice").text


def test_is_sent_no_month_of_the_recit_even_if_the_row_says_so(session: Session) -> None:
    scene = scenes.make_scene(session)
    scenes.publish(session, scene)
    wanting = {"email": "a@exemple.org", "wants_digest": True}
    make_person(session, scene.lab, Role.PARTNER, **wanting)
    reader = make_person(session, scene.lab, Role.PARTICIPANT, **wanting)

    mailing._plan(session, NOW)

    assert session.scalars(sa.select(mailing.DigestDelivery.person_id)).all() == [reader.id]


def test_takes_away_what_the_site_knows_of_them(desk: Browser) -> None:
    page = desk.get("/mes-droits/")
    assert "carnet" not in page.text

    desk.submit(page, status=200)

    assert desk.response.json["account"]["username"] == "atelier-12"


def test_erases_their_account(desk: Browser, session: Session, partner: Person) -> None:
    desk.submit(desk.get("/mes-droits/effacer"), {"passphrase": PASSPHRASE}, status=200)

    assert session.scalar(sa.select(Person.id).where(Person.id == partner.id)) is None
    desk.get("/compte", status=303)


def test_is_asked_for_a_second_factor_like_the_team(settings: Settings, partner: Person) -> None:
    app = create_app(replace(settings, staff_second_factor=True))
    browser = Browser(app)
    browser.post("/connexion", {"username": partner.username, "passphrase": PASSPHRASE})

    browser.get("/compte/sessions", status=303)

    assert browser.response.location == "/compte/deuxieme-etape"
    browser.get("/compte/deuxieme-etape")
    app.extensions["database"].close()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMIN, Role.PARTICIPANT])
def test_never_becomes_anyone_else(session: Session, lab: Lab, partner: Person, role: Role) -> None:
    with pytest.raises(staff.KeepsRole):
        staff.set_role(session, partner, role)
    with pytest.raises(staff.KeepsRole):
        staff.set_role(session, make_person(session, lab, role), Role.PARTNER)


def test_is_not_invited_from_the_list_of_the_team(session: Session, lab: Lab, sign_in: SignIn) -> None:
    admin = make_person(session, lab, Role.ADMIN)
    session.commit()
    browser = sign_in(admin)

    browser.submit(browser.get("/invitations"), {"role": "partner"}, status=422)

    assert session.scalars(sa.select(Invitation)).all() == []
