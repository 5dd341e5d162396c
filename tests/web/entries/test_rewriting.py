"""Someone changes a text, or erases it: what was shared is taken back, and no version is overwritten unseen."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.entries.models import MaskingState, Sharing
from nlp.emotions import Emotion
from tests.factories import make_entry, make_person
from tests.pages import Browser
from tests.web.entries.conftest import the_entry


def test_someone_elses_entry_does_not_exist(journal: Browser, session: Session) -> None:
    other = make_entry(session, make_person(session))
    session.commit()

    for page in ("", "/modifier", "/partage", "/effacer"):
        journal.get(f"/journal/{other.id}{page}", status=404)
    journal.post(f"/journal/{other.id}/masquer", {"word": "0-3"}, status=404)
    journal.post(f"/journal/{other.id}/effacer", status=404)
    journal.post(f"/journal/{other.id}/ressenti", {"emotions": "joy"}, status=404)
    assert the_entry(session).version == 1


def test_changing_the_text_of_a_shared_entry_takes_it_back(journal: Browser, session: Session, amina: Person) -> None:
    entry = make_entry(session, amina, sharing=Sharing.QUOTABLE)
    session.commit()

    journal.submit(journal.get(f"/journal/{entry.id}/modifier"), {"text": "Un tout autre texte."}, follow=True)

    entry = the_entry(session)
    assert entry.sharing is Sharing.PRIVATE
    assert entry.masking_state is MaskingState.RECEIVED
    assert entry.masked_text is None
    assert entry.passages == []


def test_changing_what_helped_takes_it_back_too_since_it_is_masked_and_read(
    journal: Browser, session: Session, amina: Person
) -> None:
    entry = make_entry(session, amina, sharing=Sharing.THEMES, helped="ma voisine", masked_helped="ma voisine")
    session.commit()

    journal.submit(journal.get(f"/journal/{entry.id}/modifier"), {"helped": "Karim"})

    entry = the_entry(session)
    assert entry.sharing is Sharing.PRIVATE
    assert entry.masked_helped == ""


def test_changing_only_the_emotions_leaves_the_sharing_as_it_was(
    journal: Browser, session: Session, amina: Person
) -> None:
    entry = make_entry(session, amina, sharing=Sharing.THEMES, emotions={Emotion.JOY: 2})
    session.commit()

    journal.submit(journal.get(f"/journal/{entry.id}/modifier"), {"emotions": ["hope"]})

    entry = the_entry(session)
    assert entry.sharing is Sharing.THEMES
    assert [row.emotion for row in entry.emotions] == [Emotion.HOPE]


def test_two_tabs_editing_the_same_text_see_both_versions(journal: Browser, session: Session, amina: Person) -> None:
    entry = make_entry(session, amina)
    session.commit()
    first, second = (journal.get(f"/journal/{entry.id}/modifier") for _ in range(2))
    journal.submit(first, {"text": "Version du premier onglet"})

    page = journal.submit(second, {"text": "Version du second onglet"}, status=409)

    assert "premier onglet" in page.select_one(".error-summary blockquote").text
    assert "second onglet" in page.select_one("textarea[name=text]").text
    assert the_entry(session).text == "Version du premier onglet"


def test_an_erased_entry_is_gone_with_all_that_was_made_from_it(
    journal: Browser, session: Session, amina: Person
) -> None:
    entry = make_entry(session, amina, emotions={Emotion.JOY: 2}, sharing=Sharing.QUOTABLE)
    session.commit()

    address = f"/journal/{entry.id}"

    journal.submit(journal.get(f"{address}/effacer"), follow=True)

    for table in ("entry", "passage", "entry_emotion"):
        assert session.scalar(sa.text(f"SELECT count(*) FROM {table}")) == 0  # noqa: S608
    session.commit()
    journal.get(address, status=404)
