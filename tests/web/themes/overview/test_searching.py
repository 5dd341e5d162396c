"""Passages are found by the words that enough people use, and nothing else is found out that way."""

from datetime import timedelta

import sqlalchemy as sa

from journal.accounts.models import AuditEvent
from journal.accounts.readings import Reading
from journal.clock import now
from journal.entries.models import Entry, Sharing
from journal.themes.deciding.too_few import MOST_PER_DAY, NOTED
from tests.factories import make_entry
from tests.factories_themes import make_run, make_state


def test_passages_are_found_by_words_that_enough_people_use_and_noted_as_read(lab, session, sign_in) -> None:
    shared = {entry.id for entry in lab.entries[:7]}
    browser = sign_in(lab.coordinator)
    address = f"/themes/{lab.theme.id}/passages"

    found = browser.get(f"{address}?q=RETARD bus")

    read = set(session.scalars(sa.select(AuditEvent.subject_id).where(AuditEvent.action == Reading.PASSAGES)))
    session.commit()
    assert len(found.select(".excerpt")) == 7
    assert read == shared
    assert browser.get(f"/themes/{lab.theme.id}").select(f"form[role=search][action='{address}']")
    for words in ("retard 3", "zibeline", "etard", "train"):
        page = browser.get(f"{address}?q={words}")
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

    assert len(browser.get(f"{address}?q=bus").select(".excerpt")) == 12, "all those of one person, or one could tell"
    for _ in range(MOST_PER_DAY):
        assert not browser.get(f"{address}?q=nuit").select(".excerpt")

    assert "revenez demain" in browser.get(f"{address}?q=bus", status=429).text
    noted = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == NOTED)).all()
    assert [len(event.detail["passages"]) for event in noted] == [5] * MOST_PER_DAY


def test_no_word_is_looked_for_in_a_theme_few_people_speak_of_now(lab, session, sign_in) -> None:
    for entry in lab.entries[:4]:
        session.get_one(Entry, entry.id).sharing = Sharing.PRIVATE
    session.commit()

    page = sign_in(lab.coordinator).get(f"/themes/{lab.theme.id}/passages?q=bus")

    assert not page.select(".excerpt, input[type=search]")
