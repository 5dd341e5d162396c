"""Someone who forgot their passphrase comes back with the code on paper; nobody else does."""

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from journal.accounts import codes
from journal.accounts.models import Person, WebSession
from journal.clock import now
from tests.conftest import SignIn
from tests.factories import PASSPHRASE, make_person
from tests.pages import Browser

CODE = "K7QM-2XBD-9RTA-HJ4P-W8CV-3NEF"
NEW = "une autre suite de mots"


@pytest.fixture
def amina(session: Session) -> Person:
    person = make_person(session, username="amina", recovery_hash=codes.hash_code(CODE))
    session.commit()
    return person


def recover(browser: Browser, status: int = 303, **changes: str) -> BeautifulSoup:
    page = browser.get("/compte/secours")
    return browser.submit(page, {"username": "amina", "code": CODE, "passphrase": NEW} | changes, status=status)


def test_the_code_opens_the_account_with_a_new_passphrase(browser: Browser, amina: Person) -> None:
    recover(browser, code=CODE.lower().replace("-", " "))
    assert "code de secours" in browser.get(browser.response.location).h1.text

    browser.post("/deconnexion")
    browser.post("/connexion", {"username": "amina", "passphrase": NEW})
    browser.post("/connexion", {"username": "amina", "passphrase": PASSPHRASE}, status=422)


def test_the_code_serves_once_and_its_successor_opens(browser: Browser, amina: Person) -> None:
    recover(browser)
    new_code = browser.get(browser.response.location).select("strong.code")[1].text

    recover(browser, status=422)
    recover(browser, code=new_code)


def test_no_copy_of_the_database_holds_the_new_code(browser: Browser, amina: Person, session: Session) -> None:
    recover(browser)
    (kept,) = session.scalars(sa.select(WebSession.data).where(WebSession.person_id == amina.id)).all()
    session.rollback()
    new_code = browser.get(browser.response.location).select("strong.code")[1].text

    assert "recovery" in kept
    assert new_code not in str(kept)


def test_the_new_code_is_shown_once_and_the_same_passphrase_gives_another(browser: Browser, amina: Person) -> None:
    recover(browser)
    lost = browser.get("/compte/code-de-secours").select("strong.code")[1].text

    page = browser.get("/compte/code-de-secours", follow=True)
    assert "un autre code s’affichera" in page.select_one("[role=status]").text
    browser.submit(page, {"current": NEW, "passphrase": NEW})
    found = browser.get(browser.response.location).select("strong.code")[1].text

    assert found != lost
    recover(browser, code=found)


def test_changing_the_passphrase_kills_the_old_code(amina: Person, sign_in: SignIn) -> None:
    browser = sign_in(amina)
    browser.submit(browser.get("/compte/phrase"), {"current": PASSPHRASE, "passphrase": NEW})

    recover(browser, status=422)


def test_someone_elses_code_opens_nothing(browser: Browser, amina: Person, session: Session) -> None:
    make_person(session, username="basile", recovery_hash=codes.hash_code("AAAA-BBBB-CCCC-DDDD-EEEE-FFFF"))
    session.commit()

    recover(browser, status=422, username="basile")


def test_an_unknown_identifier_a_wrong_code_and_a_closed_account_get_the_same_answer(
    browser: Browser, amina: Person, session: Session
) -> None:
    make_person(session, username="ferme", recovery_hash=codes.hash_code(CODE), disabled_at=now())
    session.commit()

    answers = {
        recover(browser, status=422, **wrong).select_one("#code-error").text
        for wrong in ({"username": "inconnu"}, {"code": "AAAA"}, {"username": "ferme"})
    }

    assert len(answers) == 1


def test_an_account_without_code_is_not_opened_by_an_empty_one(browser: Browser, session: Session) -> None:
    make_person(session, username="sans-code")
    session.commit()

    for code in ("-", "----", "1"):
        recover(browser, status=422, username="sans-code", code=code)


def test_codes_cannot_be_tried_without_end(browser: Browser, amina: Person) -> None:
    for _ in range(5):
        recover(browser, status=422, code="AAAA-BBBB")

    recover(browser, status=429)


def test_a_weak_passphrase_is_refused_before_the_code_is_spent(browser: Browser, amina: Person) -> None:
    recover(browser, status=422, passphrase="azertyuiop12")

    recover(browser)


def test_the_database_keeps_no_code_a_thief_could_use(browser: Browser, amina: Person, session: Session) -> None:
    recover(browser)
    code = browser.get(browser.response.location).select("strong.code")[1].text

    stored = session.scalars(sa.select(Person.recovery_hash)).one()
    assert stored == codes.hash_code(code)
    assert code not in stored


def test_a_wrong_current_passphrase_changes_nothing_and_cannot_be_tried_without_end(
    amina: Person, sign_in: SignIn
) -> None:
    browser = sign_in(amina)
    for _ in range(5):
        page = browser.get("/compte/phrase")
        browser.submit(page, {"current": "pas celle-là du tout", "passphrase": NEW}, status=422)

    browser.submit(browser.get("/compte/phrase"), {"current": PASSPHRASE, "passphrase": NEW}, status=429)


def test_what_is_to_be_mended_is_told_in_the_order_of_the_page(amina: Person, sign_in: SignIn) -> None:
    browser = sign_in(amina)

    page = browser.submit(browser.get("/compte/phrase"), {"current": "", "passphrase": "court"}, status=422)

    assert [link["href"] for link in page.select(".error-summary a")] == ["#current", "#passphrase"]


def test_an_address_is_optional_and_can_be_taken_back(amina: Person, sign_in: SignIn, session: Session) -> None:
    browser = sign_in(amina)
    browser.submit(browser.get("/compte"), {"email": "amina@example.org", "wants_digest": "y"})
    session.refresh(amina)
    assert (amina.email, amina.wants_digest) == ("amina@example.org", True)
    session.commit()

    page = browser.submit(browser.get("/compte"), {"email": ""}, status=422)
    assert "adresse" in page.select_one(".error").text
    browser.post("/compte", {"email": ""})

    session.refresh(amina)
    assert (amina.email, amina.wants_digest) == (None, False)


@pytest.mark.any_database
@pytest.mark.parametrize("field", ["role", "lab_id", "cohort_id", "disabled_at", "username", "passphrase_hash"])
def test_a_field_added_to_a_form_is_ignored(amina: Person, sign_in: SignIn, session: Session, field: str) -> None:
    before = getattr(amina, field)

    sign_in(amina).post("/compte", {"email": "", field: "admin"})

    session.refresh(amina)
    assert getattr(amina, field) == before
