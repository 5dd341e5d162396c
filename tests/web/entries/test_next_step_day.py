"""A next step may have a day: the day after, the journal asks once how it went, and no more."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.clock import midnight, today
from journal.entries.models import Draft, Entry, NextStep, NextStepState
from journal.entries.prompts import AFTERWARDS
from journal.rights import export
from journal.rights.carnet import pages
from tests.conftest import SignIn
from tests.factories import NOW, make_entry, make_person
from tests.pages import Browser

QUESTION = "Comment cela s’est-il passé"


def plan(session: Session, author: Person, due_on: date | None, text: str = "Rappeler la mairie") -> NextStep:
    """A step chosen in a text of the week before."""
    entry = make_entry(session, author, happened_on=today() - timedelta(days=20))
    step = NextStep(author_id=author.id, entry_id=entry.id, text=text, created_at=NOW, due_on=due_on)
    session.add(step)
    session.commit()
    return step


def asked(journal: Browser) -> str:
    """What the first page asks, in its own words; nothing when it asks nothing."""
    found = [each.get_text(" ", strip=True) for each in journal.get("/journal/").select(".notice")]
    return next((text for text in found if QUESTION in text), "")


def follow(journal: Browser) -> BeautifulSoup:
    link = next(a for a in journal.get("/journal/").select(".notice a") if QUESTION in a.text)
    return journal.get(str(link["href"]))


@pytest.fixture
def yesterday(session: Session, amina: Person) -> NextStep:
    return plan(session, amina, today() - timedelta(days=1))


def test_the_day_is_written_shown_and_changed(journal: Browser, session: Session) -> None:
    day = today() + timedelta(days=3)
    journal.submit(journal.get("/journal/ecrire"), {"text": "Bon.", "next_step": "Rappeler", "next_step_on": f"{day}"})
    entry_id = session.scalars(sa.select(Entry.id)).one()
    session.rollback()
    edit = journal.get(f"/journal/{entry_id}/modifier")
    assert edit.select_one("[name=next_step_on]")["value"] == f"{day}"

    journal.submit(edit, {"next_step_on": f"{day + timedelta(days=1)}"})

    step = session.scalars(sa.select(NextStep)).one()
    assert step.due_on == day + timedelta(days=1)
    session.rollback()
    for path in (f"/journal/{entry_id}", "/journal/prochains-pas"):
        assert f"pour le {(day + timedelta(days=1)).day}" in journal.get(path).get_text().replace("\u00a0", " ")


@pytest.mark.any_database
@pytest.mark.parametrize(
    "wrong",
    [
        {"next_step": "Rappeler", "next_step_on": "2206-12-01"},
        {"next_step": "Rappeler", "next_step_on": "2020-12-01"},
        {"next_step": "Rappeler", "next_step_on": "demain"},
        {"next_step": "", "next_step_on": f"{today()}"},
    ],
)
def test_a_day_that_cannot_be_is_questioned_and_no_word_is_lost(journal: Browser, wrong: dict[str, str]) -> None:
    page = journal.submit(journal.get("/journal/ecrire"), {"text": "Le car de sept heures"} | wrong, status=422)

    assert page.select_one(".error-summary a[href^='#next_step']")
    assert page.select_one("textarea").text.strip() == "Le car de sept heures"


def test_nothing_is_asked_before_the_day_after(journal: Browser, session: Session, amina: Person) -> None:
    day = today() + timedelta(days=2)
    plan(session, amina, day)
    with time_machine.travel(midnight(day) + timedelta(hours=12), tick=False):
        journal.post("/connexion", {"username": amina.username, "passphrase": "quatre mots pour entrer"})
        assert asked(journal) == ""
    with time_machine.travel(midnight(day + timedelta(days=1)) + timedelta(minutes=1), tick=False):
        journal.post("/connexion", {"username": amina.username, "passphrase": "quatre mots pour entrer"})
        assert "Rappeler la mairie" in asked(journal)


def test_one_writes_of_it_and_settles_it_in_one_go(journal: Browser, session: Session, yesterday: NextStep) -> None:
    page = follow(journal)
    assert "Rappeler la mairie" in page.select_one(".notice").text
    assert page.select_one("[name=prompt]")["value"] == AFTERWARDS

    journal.submit(page, {"text": "J’ai eu quelqu’un au bout du fil.", "step_state": "done"})

    session.refresh(yesterday)
    assert yesterday.state is NextStepState.DONE
    assert session.scalars(sa.select(Entry.prompt).where(Entry.text.startswith("J’ai eu"))).one() == AFTERWARDS
    session.rollback()
    assert asked(journal) == ""


def test_writing_without_saying_where_it_stands_leaves_it_to_come(
    journal: Browser, session: Session, yesterday: NextStep
) -> None:
    # The text is about an older day: only coming from the question says that it answers it.
    journal.submit(follow(journal), {"text": "Je n’ai pas osé.", "happened_on": f"{today() - timedelta(days=5)}"})

    session.refresh(yesterday)
    assert yesterday.state is NextStepState.PLANNED
    session.rollback()
    assert asked(journal) == ""
    assert "À venir" in journal.get("/journal/prochains-pas").text


def test_it_is_put_aside_in_one_gesture_and_asked_again_only_of_another_day(
    journal: Browser, session: Session, yesterday: NextStep
) -> None:
    journal.submit(journal.get("/journal/"), form=".notice form[action$='laisser']")
    assert asked(journal) == ""

    fields = {each: f"{yesterday.id.hex}-{each}" for each in ("state", "due_on")}
    tomorrow = today() + timedelta(days=1)
    page = journal.get("/journal/prochains-pas")
    journal.submit(page, {fields["state"]: "postponed", fields["due_on"]: f"{tomorrow}"}, form="main details form")

    session.refresh(yesterday)
    assert (yesterday.due_on, yesterday.put_aside_at) == (tomorrow, None)


@pytest.mark.parametrize(
    ("text", "day", "written", "still"),
    [
        ("Le car de sept heures", -1, -1, True),  # that day, of something else
        ("À la Mairie, personne.", -1, -1, False),
        ("Le car de sept heures", -1, 0, False),  # written since: one has been here, and saw the question
        ("La mairie ferme à midi", -2, 0, True),  # of a day before
    ],
)
def test_it_is_asked_until_one_has_told_it_or_written_since(
    *, journal: Browser, session: Session, yesterday: NextStep, text: str, day: int, written: int, still: bool
) -> None:
    author = session.get_one(Person, yesterday.author_id)
    at = midnight(today() + timedelta(days=written)) + timedelta(minutes=1)
    make_entry(session, author, text, happened_on=today() + timedelta(days=day), written_at=at)
    session.commit()

    assert bool(asked(journal)) is still


def test_the_text_where_it_was_chosen_does_not_answer_it(
    journal: Browser, session: Session, yesterday: NextStep
) -> None:
    session.get_one(Entry, yesterday.entry_id).happened_on = today() - timedelta(days=1)
    session.commit()

    assert asked(journal)


@pytest.mark.parametrize("state", [NextStepState.DONE, NextStepState.DROPPED])
def test_nothing_is_asked_of_what_is_settled(
    journal: Browser, session: Session, yesterday: NextStep, state: NextStepState
) -> None:
    yesterday.state = state
    session.commit()

    assert asked(journal) == ""


def test_only_the_last_is_asked_and_none_after_two_weeks(journal: Browser, session: Session, amina: Person) -> None:
    plan(session, amina, today() - timedelta(days=15), "Trop ancien")
    assert asked(journal) == ""

    plan(session, amina, today() - timedelta(days=14), "Le premier")
    plan(session, amina, today() - timedelta(days=2), "Le dernier")
    assert "Le dernier" in asked(journal)
    assert "Le premier" not in asked(journal)


def test_a_day_that_is_long_past_stays_with_its_text_and_is_settled(
    journal: Browser, session: Session, amina: Person
) -> None:
    long_past = today() - timedelta(days=15)
    step = plan(session, amina, long_past)
    step_id, entry_id = step.id, step.entry_id
    session.rollback()

    journal.submit(journal.get(f"/journal/{entry_id}/modifier"), {"text": "Corrigé, sans le nom."})
    session.expire_all()
    assert (step.entry.text, step.due_on) == ("Corrigé, sans le nom.", long_past)
    session.rollback()

    page = journal.get("/journal/prochains-pas")
    journal.submit(page, {f"{step_id.hex}-state": "done"}, form=f"main form[action$='{step_id}']")
    session.refresh(step)
    assert (step.state, step.due_on) == (NextStepState.DONE, long_past)


def test_another_day_long_past_is_still_questioned(journal: Browser, session: Session, amina: Person) -> None:
    entry_id = plan(session, amina, today() - timedelta(days=15)).entry_id
    session.rollback()
    edit = journal.get(f"/journal/{entry_id}/modifier")

    journal.submit(edit, {"next_step_on": f"{today() - timedelta(days=16)}"}, status=422)


def test_a_step_that_speaks_of_the_worst_is_not_brought_back(journal: Browser, session: Session, amina: Person) -> None:
    plan(session, amina, today() - timedelta(days=1), "Dire à quelqu’un que j’ai envie de mourir")

    assert asked(journal) == ""


def test_the_step_of_another_is_neither_shown_settled_nor_put_aside(
    session: Session, yesterday: NextStep, sign_in: SignIn
) -> None:
    other = make_person(session)
    session.commit()
    journal = sign_in(other)
    assert asked(journal) == ""

    page = journal.get(f"/journal/ecrire?pas={yesterday.id}")
    assert "Rappeler" not in page.text
    journal.post(f"/journal/ecrire?pas={yesterday.id}", {"text": "Bon.", "step_state": "done"})
    journal.post(f"/journal/prochains-pas/{yesterday.id}/laisser", status=404)

    session.refresh(yesterday)
    assert (yesterday.state, yesterday.put_aside_at) == (NextStepState.PLANNED, None)


@pytest.mark.any_database
@pytest.mark.parametrize("named", ["", "rien", "00000000-0000-0000-0000-000000000000"])
def test_an_address_that_names_no_step_is_a_page_to_write(journal: Browser, named: str) -> None:
    assert not journal.get(f"/journal/ecrire?pas={named}").select("[name=step_state]")


def test_the_day_is_kept_with_a_draft(journal: Browser, session: Session) -> None:
    page = journal.get("/journal/ecrire")
    submission = page.select_one("[name=submission]")["value"]
    begun = {"text": "Je commence", "next_step": "Rappeler", "next_step_on": "2026-12-24", "submission": submission}
    journal.client.post("/journal/brouillon", json=begun, headers={"X-CSRFToken": journal.token()})
    assert session.scalars(sa.select(Draft)).one().content["next_step_on"] == "2026-12-24"
    session.rollback()

    assert journal.get("/journal/ecrire").select_one("[name=next_step_on]")["value"] == "2026-12-24"


def test_the_day_leaves_with_the_export_and_the_notebook(session: Session, amina: Person, yesterday: NextStep) -> None:
    (told,) = export.gather(session, amina, now=NOW)["next_steps"]
    notes = dict(pages([session.get_one(Entry, yesterday.entry_id)])[0]["notes"])

    assert told["due_on"] == f"{yesterday.due_on}"
    assert str(today().year) in notes["Pour le"] or str(today().year - 1) in notes["Pour le"]
