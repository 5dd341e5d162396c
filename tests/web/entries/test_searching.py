"""What one looks for in one’s journal is read in no address, hence in no history of a browser others use."""

from datetime import date

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.entries.rules import SHOWN_AT_ONCE
from tests.conftest import SignIn
from tests.factories import make_entry, make_person
from tests.pages import Browser
from tests.web.narrative.months import typographed


def search(journal: Browser, words: str) -> str:
    """Send the form of the journal; return the address it leads to."""
    journal.submit(journal.get("/journal/"), {"q": words}, form="form[role=search]")
    return str(journal.response.location)


def test_no_address_shows_the_words_and_the_page_can_be_come_back_to(
    journal: Browser, session: Session, amina: Person
) -> None:
    entry = make_entry(session, amina, "Le bus de nuit.")
    make_entry(session, amina, "Rien à voir.")
    session.commit()

    address = search(journal, "bus")

    assert "bus" not in address
    for _ in range(2):  # as « back » does, from a text that was opened
        page = journal.get(address)
        assert len(page.select(".timeline li")) == 1
        assert page.select_one("form[role=search] [name=q]")["value"] == "bus"
        assert "bus" not in str(page.select_one("form[role=search]")["action"])
        journal.get(f"/journal/{entry.id}")
    assert search(journal, "  ") == "/journal/"


def test_old_months_are_folded_until_what_they_hold_is_looked_for(
    journal: Browser, session: Session, amina: Person
) -> None:
    for number in range(SHOWN_AT_ONCE):
        make_entry(session, amina, f"Texte {number}.", happened_on=date(2026, 11, 1))
    make_entry(session, amina, "Le bus de nuit.", happened_on=date(2026, 3, 1))
    session.commit()

    page = journal.get("/journal/")

    assert "Mars 2026 1 texte" in typographed(page.select_one("main details:not([open]) > summary").text)
    assert len(page.select("details:not([open]) .timeline li")) == 1
    assert not journal.get(search(journal, "bus")).select("details .timeline")


def test_it_opens_for_nobody_once_the_session_has_ended(
    journal: Browser, session: Session, amina: Person, sign_in: SignIn
) -> None:
    make_entry(session, amina, "Le bus de nuit.")
    make_entry(session, amina, "Rien à voir.")
    other = make_person(session)
    make_entry(session, other, "Le bus de Bakary.")
    session.commit()
    address = search(journal, "bus")

    journal.post("/deconnexion")
    journal.get(address, status=303)
    for person, written in ((amina, 2), (other, 1)):
        page = sign_in(person).get(address)
        assert len(page.select(".timeline li")) == written
        assert page.select_one("form[role=search] [name=q]")["value"] == ""


def test_an_address_that_was_made_up_or_cut_shows_the_whole_journal(
    journal: Browser, session: Session, amina: Person
) -> None:
    make_entry(session, amina, "Le bus de nuit.")
    make_entry(session, amina, "Rien à voir.")
    session.commit()
    address = search(journal, "bus")

    for other in ("/journal/?q=bus", address[:-6], f"{address}x", "/journal/?q=enc2:00000000:AAAA"):
        assert len(journal.get(other).select(".timeline li")) == 2
