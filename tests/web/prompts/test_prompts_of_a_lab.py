"""The team of a Lab offers questions to start from: in turn, among those of the site, and to its own people."""

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from journal.accounts.audit import AuditEvent
from journal.accounts.models import Person, Role
from journal.clock import today
from journal.entries.models import Draft, Entry
from journal.pathways import services as pathways
from journal.pathways.models import StepKind
from journal.prompts import services
from journal.prompts.models import LabPrompt
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person
from tests.pages import Browser, main_of

TRIP = "Racontez un trajet de cette semaine."
GESTURE = "Quel geste vous a-t-on montré\u00a0?"
BREAK = "Comment se passent vos pauses, en ce moment\u00a0?"


@pytest.fixture
def coordinator(session: Session) -> Person:
    found = make_person(session, make_lab(session), Role.COORDINATOR)
    session.commit()
    return found


@pytest.fixture
def amina(session: Session, coordinator: Person) -> Person:
    found = make_person(session, coordinator.lab)
    session.commit()
    return found


@pytest.fixture
def team(coordinator: Person, sign_in: SignIn) -> Browser:
    return sign_in(coordinator)


@pytest.fixture
def journal(amina: Person, sign_in: SignIn) -> Browser:
    return sign_in(amina)


def add(team: Browser, text: str, *steps: StepKind, status: int = 303, **more: str) -> BeautifulSoup:
    fields = {"text": text, "steps": [step.value for step in steps], **more}
    return team.submit(team.get("/questions/nouvelle"), fields, status=status)


def the_row(session: Session, text: str = TRIP) -> LabPrompt:
    rows = sa.select(LabPrompt).where(LabPrompt.text == text).execution_options(populate_existing=True)
    found = session.scalars(rows).one()
    session.commit()  # a test that holds the database would stop the application
    return found


def texts(session: Session) -> list[str]:
    found = list(session.scalars(sa.select(LabPrompt.text).order_by(LabPrompt.position)))
    session.commit()
    return found


def offered(journal: Browser) -> list[str]:
    return [str(field["value"]) for field in journal.get("/journal/ecrire").select("[name=prompt]") if field["value"]]


def listed(team: Browser) -> list[str]:
    return [quote.text for quote in team.get("/questions").select("main ol blockquote")]


def press(team: Browser, session: Session, text: str, gesture: str) -> None:
    team.post(f"/questions/{the_row(session, text).id}/{gesture}", status=303)


def write(journal: Browser, **fields: str) -> None:
    journal.submit(journal.get("/journal/ecrire?nouveau=1"), {"text": "Le car est passé.", **fields}, status=303)


def test_a_question_of_the_lab_is_offered_with_two_of_the_site_says_so_and_is_not_ticked(
    team: Browser, journal: Browser
) -> None:
    add(team, TRIP)

    page = journal.get("/journal/ecrire")

    assert len(offered(journal)) == 3
    assert offered(journal)[2] == TRIP
    assert page.select_one("[name=prompt][checked]")["value"] == ""
    assert [label.text.strip() for label in page.select(".prompt label") if "Question de votre Lab" in label.text] == [
        f"{TRIP} Question de votre Lab"
    ]


def test_it_is_set_as_french_is(team: Browser, session: Session) -> None:
    add(team, "Qu'avez-vous  appris ?\nEt de qui ?")

    assert texts(session) == ["Qu’avez-vous appris\u00a0? Et de qui\u00a0?"]


def test_they_come_in_turn_in_the_order_of_the_team(team: Browser, journal: Browser, session: Session) -> None:
    for text in (TRIP, GESTURE, BREAK):
        add(team, text)
    press(team, session, BREAK, "monter")
    press(team, session, TRIP, "monter")  # already the first
    assert listed(team) == [TRIP, BREAK, GESTURE]
    buttons = [button.text.strip() for button in team.get("/questions").select("main ol button")]
    assert f"Monter ({BREAK})" in buttons
    assert len(set(buttons)) == len(buttons)

    met = []
    for _ in range(4):
        met.append(offered(journal)[2])
        write(journal)

    assert met == [TRIP, BREAK, GESTURE, TRIP]
    press(team, session, TRIP, "descendre")
    assert listed(team) == [BREAK, TRIP, GESTURE]


def test_one_just_taken_does_not_come_back_at_once(team: Browser, journal: Browser) -> None:
    add(team, TRIP)
    write(journal, prompt=TRIP)

    assert TRIP not in offered(journal)
    assert len(offered(journal)) == 3


def test_it_is_offered_at_its_steps_alone_and_there_before_the_others(
    team: Browser, journal: Browser, amina: Person, session: Session
) -> None:
    add(team, TRIP)
    add(team, GESTURE, StepKind.TRAINING)
    assert offered(journal)[2] == TRIP

    pathways.add_step(session, pathways.begin(session, amina.id), StepKind.TRAINING, today())
    session.commit()

    assert offered(journal)[2] == GESTURE


def test_in_pause_it_is_offered_to_nobody_until_it_is_offered_again(
    team: Browser, journal: Browser, session: Session
) -> None:
    add(team, TRIP)

    press(team, session, TRIP, "pause")
    assert TRIP not in journal.get("/journal/ecrire").text
    assert listed(team) == []
    assert TRIP in main_of(team.get("/questions"))
    team.post(f"/questions/{the_row(session).id}/monter", status=422)

    press(team, session, TRIP, "reprendre")
    assert offered(journal)[2] == TRIP


def test_texts_keep_the_question_they_started_from_as_it_was(team: Browser, journal: Browser, session: Session) -> None:
    add(team, TRIP)
    write(journal, prompt=TRIP)
    written = journal.response.location

    change = f"/questions/{the_row(session).id}"
    team.submit(team.get(change), {"text": BREAK, "steps": []}, status=303)

    assert TRIP in journal.get(written).main.text
    assert BREAK not in journal.get(written).main.text
    assert session.scalars(sa.select(Entry.prompt)).one() == TRIP


def test_a_draft_keeps_the_question_it_started_from(
    team: Browser, journal: Browser, amina: Person, session: Session
) -> None:
    add(team, TRIP)
    content = {"text": "Le car", "prompt": TRIP}
    session.add(Draft(author_id=amina.id, submission="s" * 32, content=content, updated_at=NOW))
    session.commit()
    press(team, session, TRIP, "pause")

    page = journal.get("/journal/ecrire")

    assert page.select_one("[name=prompt][checked]")["value"] == TRIP
    assert TRIP not in journal.get("/journal/ecrire?nouveau=1").text


def test_another_lab_never_meets_them(team: Browser, session: Session, sign_in: SignIn) -> None:
    add(team, TRIP)
    elsewhere = make_lab(session)
    stranger, other_team = make_person(session, elsewhere), make_person(session, elsewhere, Role.COORDINATOR)
    session.commit()
    row = the_row(session).id

    assert TRIP not in sign_in(stranger).get("/journal/ecrire").text
    theirs = sign_in(other_team)
    assert TRIP not in main_of(theirs.get("/questions"))
    theirs.get(f"/questions/{row}", status=404)
    theirs.post(f"/questions/{row}/pause", status=404)
    assert the_row(session).paused_at is None


def test_words_that_seem_to_name_someone_are_asked_about_then_kept_as_their_author_says(
    team: Browser, session: Session
) -> None:
    named = "Que vous a appris Nadia Benali\u00a0?"

    page = add(team, named, status=422)

    assert "semblent nommer quelqu’un" in main_of(page)
    assert texts(session) == []
    team.submit(page, {"text": named, "confirmed": named}, status=303)
    assert texts(session) == [named]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Écrivez la question."),
        ("a" * (services.LONGEST + 1), "1 de trop"),
        (TRIP, "déjà dans la liste"),
        ("Qui vous a surpris·e, en bien ou en mal ?", "Le site propose déjà cette question."),
    ],
)
def test_what_is_no_question_of_its_own_is_refused_and_kept_on_the_page(
    team: Browser, session: Session, text: str, why: str
) -> None:
    add(team, TRIP)

    page = add(team, text, status=422)

    assert why in main_of(page)
    assert page.select_one("textarea").text.strip() == text
    assert texts(session) == [TRIP]


def test_a_question_changed_meanwhile_is_read_before_it_is_replaced(
    team: Browser, coordinator: Person, session: Session, sign_in: SignIn
) -> None:
    add(team, TRIP)
    colleague = make_person(session, coordinator.lab, Role.COORDINATOR)
    session.commit()
    address = f"/questions/{the_row(session).id}"
    opened = team.get(address)
    theirs = sign_in(colleague)
    theirs.submit(theirs.get(address), {"text": BREAK}, status=303)

    page = team.submit(opened, {"text": GESTURE}, status=422)

    assert BREAK in page.main.text
    assert page.select_one("textarea").text.strip() == GESTURE
    team.submit(page, {"text": GESTURE}, status=303)
    assert texts(session) == [GESTURE]


def test_what_the_team_does_is_noted(team: Browser, session: Session) -> None:
    add(team, TRIP)
    add(team, BREAK)
    for gesture in ("descendre", "pause", "reprendre"):
        press(team, session, TRIP, gesture)
    address = f"/questions/{the_row(session).id}"
    team.submit(team.get(address), {"text": GESTURE}, status=303)

    noted = session.scalars(sa.select(AuditEvent.action).where(AuditEvent.action.like("%_prompt"))).all()
    assert sorted(noted) == sorted(
        ["add_prompt", "add_prompt", "move_prompt", "pause_prompt", "resume_prompt", "change_prompt"]
    )


def test_the_cooperation_leads_there_and_only_the_team(team: Browser, journal: Browser, session: Session) -> None:
    add(team, TRIP)
    add(team, BREAK)
    press(team, session, BREAK, "pause")

    card = team.get("/cooperation").find("a", href="/questions").find_parent("section")

    assert "1\u00a0question est proposée." in card.text
    assert "1\u00a0question est en pause." in card.text
    assert journal.get("/cooperation").find("a", href="/questions") is None
    journal.get("/questions", status=404)


def test_the_page_for_no_network_holds_none_of_them(team: Browser, journal: Browser) -> None:
    """It is kept on the device, which others may use: it would say of which Lab one is."""
    add(team, TRIP)

    assert TRIP not in journal.get("/journal/hors-ligne").text


def test_each_page_of_an_empty_list_says_so(team: Browser) -> None:
    assert "Votre Lab ne propose encore aucune question." in main_of(team.get("/questions"))
