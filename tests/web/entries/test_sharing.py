"""Sharing with eyes open: nobody shares a text whose mask they have not read, and taking back is one gesture."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Person
from journal.entries.models import Entry, MaskingState, Sharing, SharingChange
from journal.exchange.tables import PASSAGES
from journal.pathways.models import StepKind
from tests.factories import make_entry, make_person
from tests.pages import Browser
from tests.web.entries.conftest import the_entry

TEXT = "Karim m’a aidée à refaire ma lettre."
MASKED = "[PRÉNOM] m’a aidée à refaire ma lettre."


@pytest.fixture
def amina(session: Session) -> Person:
    return make_person(session)


@pytest.fixture
def entry(session: Session, amina: Person) -> Entry:
    made = make_entry(session, amina, TEXT, masked_text=MASKED, masks=[[0, 5, "first_name", "rule"]])
    session.commit()
    return made


@pytest.fixture
def journal(amina: Person, entry: Entry, sign_in) -> Browser:
    return sign_in(amina)


CHOICES = "form.sharing-form"


def test_the_page_shows_exactly_what_others_would_read_and_explains_each_mask(journal: Browser, entry: Entry) -> None:
    page = journal.get(f"/journal/{entry.id}/partage")

    assert page.select_one(".masked-text").text == MASKED
    assert "Karim" in page.select_one("mark.mask").text
    assert [option["value"] for option in page.select("[name=sharing]")] == ["private", "themes", "quotable"]


def test_the_page_says_all_that_the_team_reads_beside_a_passage(
    journal: Browser, entry: Entry, session: Session
) -> None:
    session.execute(sa.update(Entry).values(step=StepKind.INTERVIEWS, happened_on=date(2026, 11, 12)))
    session.commit()

    beside = journal.get(f"/journal/{entry.id}/partage").select_one(".beside").text.lower()

    for column in set(PASSAGES.titles) - {"Passage masqué", "Thèmes", "Repère"}:
        assert column.lower() in beside
    assert "novembre\u00a02026" in beside
    assert StepKind.INTERVIEWS.label.lower() in beside


@pytest.mark.parametrize("level", [Sharing.THEMES, Sharing.QUOTABLE])
def test_a_masked_text_its_author_read_can_be_shared(
    journal: Browser, entry: Entry, session: Session, level: Sharing
) -> None:
    page = journal.submit(
        journal.get(f"/journal/{entry.id}/partage"), {"sharing": level.value}, form=CHOICES, follow=True
    )

    assert the_entry(session).sharing is level
    assert page.select_one(".notice")
    change = session.scalars(sa.select(SharingChange)).one()
    assert (change.old, change.new) == (Sharing.PRIVATE, level)
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "sharing")).one()
    assert event.detail == {"level": level.value}


@pytest.mark.parametrize("state", [MaskingState.RECEIVED, MaskingState.FAILED])
def test_a_text_that_is_not_masked_cannot_be_shared(
    journal: Browser, entry: Entry, session: Session, state: MaskingState
) -> None:
    page = journal.get(f"/journal/{entry.id}/partage")
    session.execute(sa.update(Entry).values(masking_state=state, masked_text=None))
    session.commit()

    waiting = journal.get(f"/journal/{entry.id}/partage")
    assert [option["value"] for option in waiting.select("[name=sharing]:not([disabled])")] == ["private"]
    journal.submit(waiting, {"sharing": "quotable"}, form=CHOICES, status=409)
    journal.submit(page, {"sharing": "quotable"}, form=CHOICES)

    assert the_entry(session).sharing is Sharing.PRIVATE


def test_a_mask_remade_since_the_page_was_read_must_be_read_again(
    journal: Browser, entry: Entry, session: Session
) -> None:
    page = journal.get(f"/journal/{entry.id}/partage")
    session.execute(sa.update(Entry).values(masked_text="[PRÉNOM] m’a aidée."))
    session.commit()

    again = journal.submit(page, {"sharing": "quotable"}, form=CHOICES, follow=True)

    assert "a changé depuis" in again.select_one(".notice").text
    assert again.select_one(".masked-text").text == "[PRÉNOM] m’a aidée."
    assert the_entry(session).sharing is Sharing.PRIVATE


def test_taking_back_is_one_choice_on_the_same_page_and_needs_no_reading(
    journal: Browser, entry: Entry, session: Session
) -> None:
    page = journal.get(f"/journal/{entry.id}/partage")
    session.execute(sa.update(Entry).values(sharing=Sharing.QUOTABLE, masked_text="autre"))
    session.commit()

    after = journal.submit(page, {"sharing": "private"}, form=CHOICES, follow=True)

    assert the_entry(session).sharing is Sharing.PRIVATE
    assert "Il ne compte plus" in after.select_one(".notice").text


def test_masking_more_closes_the_text_to_everyone_until_it_is_remade(
    journal: Browser, entry: Entry, session: Session
) -> None:
    session.execute(sa.update(Entry).values(sharing=Sharing.QUOTABLE))
    session.commit()
    page = journal.get(f"/journal/{entry.id}/partage")
    letter = page.find("span", string="lettre.").find_previous("input")

    journal.submit(page, {"word": [letter["value"]]}, form="form[action$='/masquer']")

    again = the_entry(session)
    assert [again.text[start:end] for start, end in again.author_masks] == ["lettre."]
    assert again.masking_state is MaskingState.RECEIVED
    assert again.masked_text is None
    assert again.passages == []


@pytest.mark.parametrize("word", ["", "-", "5-", "a-b", "0-5-9", "9-3", "400-900", "-3-5"])
def test_places_that_make_no_sense_are_ignored(journal: Browser, entry: Entry, session: Session, word: str) -> None:
    page = journal.get(f"/journal/{entry.id}/partage")

    journal.submit(page, {"word": [word]}, form="form[action$='/masquer']")

    assert the_entry(session).author_masks == []


def test_a_choice_that_does_not_say_which_text_was_read_shares_nothing(
    journal: Browser, entry: Entry, session: Session
) -> None:
    """The page fills in what it shows: only what was sent says that someone read it."""
    journal.post(f"/journal/{entry.id}/partage", {"sharing": "quotable"})

    assert "a changé depuis" in journal.get(f"/journal/{entry.id}/partage").select_one("[role=status]").text
    assert the_entry(session).sharing is Sharing.PRIVATE
