"""A person arrives with a code and opens a journal."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts import services
from journal.accounts.models import Person, Role, WebSession
from journal.clock import now
from tests.factories import PASSPHRASE, make_lab, make_person
from tests.pages import Browser


@pytest.fixture
def code(session: Session) -> str:
    lab = make_lab(session, "Lab Provence")
    _, code = services.invite(session, lab, Role.PARTICIPANT, now=now(), max_uses=2)
    session.commit()
    return code


def join(browser: Browser, code: str, **changes: str) -> None:
    browser.submit(browser.get("/rejoindre"), {"code": code})
    page = browser.get(browser.response.location)
    browser.submit(page, {"passphrase": PASSPHRASE, "consent": "y"} | changes)


def test_a_code_typed_without_dashes_and_a_passphrase_open_a_journal(
    browser: Browser, code: str, session: Session
) -> None:
    join(browser, code.replace("-", "").lower())

    page = browser.get(browser.response.location)

    assert "code de secours" in page.h1.text
    person = session.scalar(sa.select(Person).where(Person.role == Role.PARTICIPANT))
    assert person is not None
    assert person.email is None


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("role", "name", "reads"),
    [
        (Role.PARTICIPANT, "Un nom inventé", "Chaque texte est d’abord pour vous"),
        (Role.COORDINATOR, "vos collègues vous reconnaissent", "Vous lisez des passages masqués"),
        (Role.ADMIN, "vos collègues vous reconnaissent", "Vous ne lisez ni les textes, ni les thèmes."),
    ],
)
def test_each_role_reads_who_will_know_its_name_and_what_it_will_read(
    browser: Browser, session: Session, role: Role, name: str, reads: str
) -> None:
    _, code = services.invite(session, make_lab(session), role, now=now())
    session.commit()

    browser.submit(browser.get("/rejoindre"), {"code": code})
    page = browser.get(browser.response.location)

    assert name in page.select_one("#username-hint").text
    assert reads in page.main.text


def test_an_unknown_and_an_expired_code_get_the_same_answer(browser: Browser, session: Session) -> None:
    lab = make_lab(session)
    _, old = services.invite(session, lab, Role.PARTICIPANT, now=now() - timedelta(days=91))
    session.commit()

    answers = [
        browser.submit(browser.get("/rejoindre"), {"code": code}, status=422).select_one(".error").text
        for code in (old, "AAAA-BBBB-CCCC-DDDD")
    ]

    assert answers[0] == answers[1]


def test_a_weak_passphrase_is_refused_with_advice_and_the_rest_kept(browser: Browser, code: str) -> None:
    browser.submit(browser.get("/rejoindre"), {"code": code})
    page = browser.get(browser.response.location)

    page = browser.submit(page, {"username": "Thym 42", "passphrase": "azertyuiop12", "consent": "y"}, status=422)

    assert "premières" in page.select_one("#passphrase-error").text
    assert page.select_one("#username")["value"] == "thym-42"
    assert page.title.text.startswith("Erreur")


def test_the_name_that_is_offered_stays_until_someone_takes_it(browser: Browser, code: str, session: Session) -> None:
    browser.submit(browser.get("/rejoindre"), {"code": code})
    path = browser.response.location
    offered = browser.get(path).select_one("#username")["value"]
    assert browser.get(path).select_one("#username")["value"] == offered

    make_person(session, username=offered)
    session.commit()

    assert browser.get(path).select_one("#username")["value"] != offered


def test_joining_asks_for_no_address_and_an_account_questions_one_without_a_dot(
    browser: Browser, code: str, session: Session
) -> None:
    browser.submit(browser.get("/rejoindre"), {"code": code})
    page = browser.get(browser.response.location)
    assert page.select("main [name=email]") == []
    browser.submit(page, {"passphrase": PASSPHRASE, "consent": "y", "email": "kevin@exemple.fr"})

    page = browser.submit(browser.get("/compte"), {"email": "kevin@exemple"}, status=422)

    assert "Vérifiez cette adresse" in page.select_one("#email-error").text
    assert session.scalars(sa.select(Person.email)).all() == [None]


def test_an_address_given_for_no_mail_says_what_it_serves_for(session: Session, sign_in) -> None:
    person = make_person(session)
    session.commit()
    account = sign_in(person)
    alone = "ne servira qu’à vous prévenir avant un effacement"
    address = {"email": "kevin@exemple.fr"}

    assert alone in account.submit(account.get("/compte"), address, follow=True).select_one(".notice").text
    again = account.submit(account.get("/compte"), address | {"wants_notice": "y"}, follow=True)
    assert alone not in again.select_one(".notice").text


def test_an_invitation_does_not_let_one_try_names_at_will(browser: Browser, code: str, session: Session) -> None:
    taken = make_person(session).username
    session.commit()
    browser.submit(browser.get("/rejoindre"), {"code": code})
    page = browser.get(browser.response.location)
    filled = {"passphrase": PASSPHRASE, "consent": "y"}

    for _ in range(5):
        browser.submit(page, filled | {"username": taken}, status=422)
    browser.submit(page, filled | {"username": "thym-des-collines"}, status=429)


def test_the_database_holds_no_token_a_thief_could_use(browser: Browser, code: str, session: Session) -> None:
    join(browser, code)

    token = browser.client.get_cookie("session").value

    hashes = session.scalars(sa.select(WebSession.token_hash)).all()
    assert token not in hashes
    assert all(len(value) == 64 for value in hashes)


def test_a_cookie_copied_before_signing_out_opens_nothing_after(session: Session, sign_in) -> None:
    person = make_person(session)
    session.commit()
    browser = sign_in(person)
    copied = browser.client.get_cookie("session").value

    browser.post("/deconnexion")
    browser.client.set_cookie("session", copied)
    browser.client.get("/")

    assert (
        session.scalar(sa.select(sa.func.count()).select_from(WebSession).where(WebSession.person_id == person.id)) == 0
    )


def test_signing_out_asks_the_browser_to_forget(session: Session, sign_in) -> None:
    person = make_person(session)
    session.commit()
    browser = sign_in(person)

    browser.post("/deconnexion")

    assert "storage" in browser.response.headers["Clear-Site-Data"]
    assert "Vous êtes déconnecté·e" in browser.get(browser.response.location).select_one("[role=status]").text


def test_signing_out_with_unsaved_words_leaves_them_to_their_author(session: Session, sign_in) -> None:
    person = make_person(session)
    session.commit()
    browser = sign_in(person)

    browser.post("/deconnexion", {"garder": "1"})

    assert browser.response.headers["Clear-Site-Data"] == '"cache", "cookies"'
    assert "attend sur cet appareil" in browser.get(browser.response.location).select_one("[role=status]").text
    browser.get("/compte", status=303)


def test_leaving_quickly_leads_to_a_page_about_nothing(browser: Browser) -> None:
    browser.get("/quitter", status=302)

    assert "meteo" in browser.response.location


def test_five_wrong_passphrases_close_the_door_for_a_minute_only(session: Session, browser: Browser) -> None:
    person = make_person(session)
    session.commit()

    for _ in range(5):
        browser.post("/connexion", {"username": person.username, "passphrase": "pas la bonne"}, status=422)
    browser.post("/connexion", {"username": person.username, "passphrase": PASSPHRASE}, status=429)

    assert browser.response.headers["Retry-After"] == "60"
