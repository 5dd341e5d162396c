"""An author may show again a place, a date or what they hid themselves; never what protects someone else."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.clock import now
from journal.entries import services
from journal.entries.masking.queue import mask_waiting
from journal.entries.models import Entry, MaskingState, Sharing
from tests.conftest import SignIn
from tests.factories import make_entry, make_person
from tests.pages import Browser
from tests.web.entries.conftest import the_entry


@pytest.fixture
def amina(session: Session) -> Person:
    return make_person(session)


@pytest.fixture
def journey(session: Session, amina: Person) -> Entry:
    """A first name, a town and a word of her own are hidden."""
    text = "Karim m’a menée à Manosque lundi."
    entry = make_entry(
        session,
        amina,
        text,
        masked_text="[PRÉNOM] m’a menée à [VILLE] [MASQUÉ].",
        masks=[[0, 5, "first_name", "rule"], [18, 26, "town", "gazetteer"], [27, 32, "other", "author"]],
        author_masks=[[27, 32]],
        sharing=Sharing.QUOTABLE,
    )
    session.commit()
    return entry


@pytest.fixture
def journal(amina: Person, journey: Entry, sign_in: SignIn) -> Browser:
    return sign_in(amina)


def lift(journal: Browser, entry: Entry, *places: str) -> None:
    page = journal.get(f"/journal/{entry.id}/partage")
    journal.submit(page, {"show": list(places)}, form="form[action$='/masquer']")


def test_places_and_one_s_own_masks_may_be_lifted_names_never(journal: Browser, journey: Entry) -> None:
    page = journal.get(f"/journal/{journey.id}/partage")

    assert [field["value"] for field in page.select("input[name=show]")] == ["18-26", "27-32"]


def test_a_lifted_mask_closes_the_text_until_its_author_has_read_it_again(
    journal: Browser, journey: Entry, session: Session
) -> None:
    lift(journal, journey, "18-26")

    again = the_entry(session)
    assert (again.sharing, again.masking_state, again.passages) == (Sharing.PRIVATE, MaskingState.RECEIVED, [])
    assert again.author_shown == [[18, 26]]
    assert again.author_masks == [[27, 32]]


def test_one_s_own_mask_lifted_is_forgotten(journal: Browser, journey: Entry, session: Session) -> None:
    lift(journal, journey, "27-32")

    assert the_entry(session).author_masks == []


@pytest.mark.any_database
@pytest.mark.parametrize("place", ["0-5", "0-26", "18-25", "1-4"])
def test_a_name_or_a_piece_of_a_mask_is_never_lifted(
    journal: Browser, journey: Entry, session: Session, place: str
) -> None:
    lift(journal, journey, place)

    again = the_entry(session)
    assert (again.author_shown, again.masking_state) == ([], MaskingState.MASKED)


@pytest.mark.model
def test_masking_again_shows_what_was_lifted_and_still_hides_the_rest(
    app: Flask, journal: Browser, journey: Entry, session: Session
) -> None:
    lift(journal, journey, "18-26", "27-32")

    mask_waiting(app.extensions["database"], now=now)

    masked = the_entry(session).masked_text
    assert "Manosque" in masked
    assert "Karim" not in masked


@pytest.mark.model
def test_a_town_that_is_also_somebody_s_name_stays_hidden_even_when_an_old_page_asked_to_show_it(
    app: Flask, session: Session, amina: Person
) -> None:
    text = "Villeneuve, ma conseillère, est absente."
    entry = make_entry(session, amina, text, masking_state=MaskingState.RECEIVED, author_shown=[[0, 10]])
    session.commit()

    mask_waiting(app.extensions["database"], now=now)

    assert "Villeneuve" not in str(the_entry(session).masked_text)
    assert services.show_again(session, entry, [(0, 10)], now=now()) == 0


def test_hiding_a_word_shown_again_hides_it(session: Session, journey: Entry) -> None:
    services.show_again(session, journey, [(18, 26)], now=now())
    services.mask_more(session, journey, [(18, 26)])

    assert (journey.author_masks, journey.author_shown) == ([[18, 26]], [])
