"""Passages are found by the words that enough people use, and nothing else is found out that way."""

from datetime import timedelta

import sqlalchemy as sa
from bs4 import BeautifulSoup

from journal.accounts.models import AuditEvent
from journal.accounts.readings import Reading
from journal.clock import now
from journal.entries.models import Entry, Sharing
from journal.themes.deciding.too_few import MOST_PER_DAY, NOTED
from tests.factories import make_entry
from tests.factories_themes import make_run, make_state
from tests.pages import Browser


def look_for(browser: Browser, address: str, words: str, *, status: int = 200) -> BeautifulSoup:
    return browser.post(address, {"q": words}, follow=True, status=status)


def test_passages_are_found_by_words_that_enough_people_use_and_noted_as_read(lab, session, sign_in) -> None:
    shared = {entry.id for entry in lab.entries[:7]}
    browser = sign_in(lab.coordinator)
    address = f"/themes/{lab.theme.id}/passages"

    found = look_for(browser, address, "RETARD bus")

    read = set(session.scalars(sa.select(AuditEvent.subject_id).where(AuditEvent.action == Reading.PASSAGES)))
    session.commit()
    assert len(found.select(".excerpt")) == 7
    assert read == shared
    assert browser.get(f"/themes/{lab.theme.id}").select(f"form[role=search][action='{address}']")
    for words in ("retard 3", "zibeline", "etard", "train"):
        page = look_for(browser, address, words)
        assert not page.select(".excerpt")
        assert "Moins de 5\u00a0personnes emploient ces mots" in page.text


def test_which_passages_share_an_author_is_not_to_be_found_by_searching(lab, session, sign_in) -> None:
    talker = lab.entries[0].author
    more = [make_entry(session, talker, "brut", sharing=Sharing.QUOTABLE) for _ in range(5)]
    for number, entry in enumerate(more):
        entry.passages[0].text = f"Le bus de nuit {number}"
    later = make_run(session, lab.lab, finished_at=now() + timedelta(days=1))
    make_state(session, later, lab.theme, [entry.passages[0] for entry in (*lab.entries, *more)])
    session.commit()
    browser, address = sign_in(lab.coordinator), f"/themes/{lab.theme.id}/passages"

    assert len(look_for(browser, address, "bus").select(".excerpt")) == 12, "all those of one person, or one could tell"
    for _ in range(MOST_PER_DAY):
        assert not look_for(browser, address, "nuit").select(".excerpt")

    assert "revenez demain" in look_for(browser, address, "bus", status=429).text
    noted = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == NOTED)).all()
    assert [len(event.detail["passages"]) for event in noted] == [5] * MOST_PER_DAY


def test_no_word_is_looked_for_in_a_theme_few_people_speak_of_now(lab, session, sign_in) -> None:
    for entry in lab.entries[:4]:
        session.get_one(Entry, entry.id).sharing = Sharing.PRIVATE
    session.commit()

    page = look_for(sign_in(lab.coordinator), f"/themes/{lab.theme.id}/passages", "bus")

    assert not page.select(".excerpt, input[type=search]")


def test_the_words_looked_for_are_in_no_address(lab, sign_in) -> None:
    browser, address = sign_in(lab.coordinator), f"/themes/{lab.theme.id}/passages"

    browser.post(address, {"q": "bus"})
    found = browser.response.headers["Location"]

    assert found.startswith(f"{address}?q=")
    assert "bus" not in found
    assert browser.get(found).select(".excerpt")
    assert not browser.get(f"{address}?q=bus").select(".excerpt"), "an address that shows its words finds nothing"
    assert not sign_in(lab.coordinator).get(found).select(".excerpt"), "sealed for one session"
