"""« Cette semaine », in a Lab where nothing waits yet: what to do first, rather than that there is nothing to do."""

from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.contact import services as contact
from journal.contact.models import Channel
from journal.contact.services import Wish
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person

WEEK = "/themes/semaine"
JOIN, ALONE = "Personne n’a encore rejoint le Lab", "Vous êtes seul·e à la coordination"


def test_a_lab_that_begins_reads_what_to_do_first(session: Session, sign_in: SignIn) -> None:
    lab = make_lab(session)
    person = make_person(session, lab, Role.COORDINATOR)
    session.commit()
    browser = sign_in(person)

    page = browser.get(WEEK).main
    assert JOIN in page.select_one("a[href='/invitations']").text
    assert ALONE in page.text
    assert "Rien n’attend" not in page.text

    make_person(session, lab)
    session.commit()
    assert JOIN not in browser.get(WEEK).main.text

    make_person(session, lab, Role.COORDINATOR)
    session.commit()
    page = browser.get(WEEK).main
    assert ALONE not in page.text
    assert "Rien n’attend l’équipe." in page.text


def test_people_who_wait_come_before_first_steps(session: Session, sign_in: SignIn) -> None:
    lab = make_lab(session)
    person = make_person(session, lab, Role.COORDINATOR)
    contact.ask(session, make_person(session, lab), Wish("Nour", Channel.IN_PERSON, "", ""), now=NOW)
    session.commit()

    page = sign_in(person).get(WEEK).main

    assert "Une personne attend un signe" in page.text
    assert "Pour commencer" not in page.text
