"""Whoever asked for it is told by mail that the Lab calls for ideas or answered theirs; the mail says nothing of it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import Person, Role
from journal.calls import notices
from journal.calls.models import Call, Invited
from journal.clock import now, today
from journal.config import Settings
from tests.conftest import SignIn
from tests.factories import make_lab, make_person
from tests.mailbox import Mailbox
from tests.pages import Browser
from tests.web.calls.calling import IDEA, QUESTION, Scene, answer, propose
from tests.worker import sweep

LATER = timedelta(hours=2)
OPENED, ANSWERED = "Une question du Lab", "Une réponse vous attend"


@pytest.fixture
def chosen(session: Session, scene: Scene) -> Person:
    """The other participant of the Lab asks for these mails."""
    scene.other.email, scene.other.wants_call = "cigale@exemple.org", True
    session.commit()
    return scene.other


@pytest.fixture
def bakary(chosen: Person, sign_in: SignIn) -> Browser:
    return sign_in(chosen)


def send(app: Flask, settings: Settings, after: timedelta = LATER) -> int:
    return notices.send(app.extensions["database"], settings, now=lambda: now() + after)


def open_another(session: Session, like: Call) -> Call:
    made = Call(lab_id=like.lab_id, question="Et ?", why="", invited=Invited.BOTH, open_until=like.open_until, at=now())
    session.add(made)
    session.commit()
    return made


def test_of_calls_that_open_one_mail_leaves_and_says_nothing_of_what_they_ask(
    app: Flask, posted: Settings, mailbox: Mailbox, session: Session, call: str, chosen: Person
) -> None:
    open_another(session, session.scalars(sa.select(Call)).one())
    assert send(app, posted) == 1
    assert send(app, posted, LATER + timedelta(hours=1)) == 0

    [message] = mailbox.received
    assert (message["To"], message["Subject"]) == ("cigale@exemple.org", OPENED)
    said = message["Subject"] + message.get_content()
    assert f"{posted.base_url}/appels\r\n" in said
    for private in (QUESTION, "Six heures", "denis", "Provence"):
        assert private not in said


def test_one_that_opens_later_is_told_of_in_its_turn(
    app: Flask, posted: Settings, mailbox: Mailbox, session: Session, call: str, chosen: Person
) -> None:
    assert send(app, posted) == 1
    open_another(session, session.scalars(sa.select(Call)).one())

    assert send(app, posted) == 1
    assert len({each["Message-ID"] for each in mailbox.received}) == 2


def test_a_call_is_told_of_once_an_hour_has_shown_that_it_was_no_slip_and_for_a_week(
    app: Flask, posted: Settings, mailbox: Mailbox, call: str, chosen: Person
) -> None:
    assert send(app, posted, timedelta(minutes=50)) == 0
    assert send(app, posted, timedelta(days=8)) == 0
    assert send(app, posted, timedelta(minutes=70)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"invited": Invited.PARTNERS},
        {"closed_at": now()},
        {"open_until": today() - timedelta(days=1)},
    ],
)
def test_of_a_call_that_they_may_not_answer_nobody_is_told(
    app: Flask,
    posted: Settings,
    mailbox: Mailbox,
    session: Session,
    call: str,
    chosen: Person,
    changes: dict[str, object],
) -> None:
    session.execute(sa.update(Call).values(**changes))
    session.commit()

    assert send(app, posted) == 0


def test_nor_is_who_has_answered_it_already(
    app: Flask, posted: Settings, mailbox: Mailbox, call: str, bakary: Browser
) -> None:
    bakary.submit(bakary.get(f"{call}/proposer"), IDEA)

    assert send(app, posted) == 0


def test_an_idea_that_someone_else_gave_first_keeps_nobody_from_being_told(
    app: Flask, posted: Settings, mailbox: Mailbox, sent: str, chosen: Person
) -> None:
    assert send(app, posted) == 1

    assert [message["Subject"] for message in mailbox.received] == [OPENED]


@pytest.fixture
def answered(call: str, bakary: Browser, denis: Browser, session: Session) -> str:
    """An idea of theirs, and what the Lab says it does about it."""
    idea = propose(bakary, session, call)
    answer(denis, idea)
    return idea


def test_of_an_answer_the_mail_says_neither_it_nor_the_idea_and_leaves_once(
    app: Flask, posted: Settings, mailbox: Mailbox, answered: str, denis: Browser
) -> None:
    assert send(app, posted, timedelta(minutes=50)) == 0
    assert send(app, posted) == 1
    answer(denis, answered, text="La liste est à l’accueil.")
    assert send(app, posted, 2 * LATER) == 0, "said otherwise, it is not told of again"

    [message] = mailbox.received
    assert (message["To"], message["Subject"]) == ("cigale@exemple.org", ANSWERED)
    said = message["Subject"] + message.get_content()
    for private in (IDEA["title"], "liste", "idée", "appel à", QUESTION, answered.rpartition("/")[2]):
        assert private not in said


def test_two_ideas_answered_in_one_sitting_make_one_mail(
    app: Flask,
    posted: Settings,
    mailbox: Mailbox,
    call: str,
    answered: str,
    bakary: Browser,
    denis: Browser,
    session: Session,
) -> None:
    answer(denis, propose(bakary, session, call))

    assert send(app, posted) == 1
    assert send(app, posted, 2 * LATER) == 0


@pytest.mark.parametrize("changes", [{"wants_call": False}, {"email": None}, {"disabled_at": now()}])
def test_nobody_is_told_who_did_not_ask_for_it(
    app: Flask,
    posted: Settings,
    mailbox: Mailbox,
    session: Session,
    call: str,
    answered: str,
    chosen: Person,
    changes: dict[str, object],
) -> None:
    person = session.get_one(Person, chosen.id)
    for name, value in changes.items():
        setattr(person, name, value)
    session.commit()

    assert send(app, posted) == 0


def test_nor_anyone_of_another_lab_nor_of_the_team(
    app: Flask, posted: Settings, mailbox: Mailbox, session: Session, scene: Scene, call: str
) -> None:
    wanted = {"email": "autre@exemple.org", "wants_call": True}
    make_person(session, make_lab(session), **wanted)
    for role in (Role.COORDINATOR, Role.ADMIN):
        make_person(session, scene.lab, role, **wanted)
    session.commit()

    assert send(app, posted) == 0


@pytest.mark.parametrize(
    ("invited", "told"),
    [
        (Invited.BOTH, {"cigale@exemple.org", "atelier@exemple.org"}),
        (Invited.PARTNERS, {"atelier@exemple.org"}),
        (Invited.PARTICIPANTS, {"cigale@exemple.org"}),
    ],
)
def test_a_partner_is_told_of_the_calls_that_partners_may_answer(
    app: Flask,
    posted: Settings,
    mailbox: Mailbox,
    session: Session,
    scene: Scene,
    call: str,
    chosen: Person,
    invited: Invited,
    told: set[str],
) -> None:
    session.get_one(Person, scene.partner.id).email = "atelier@exemple.org"
    session.get_one(Person, scene.partner.id).wants_call = True
    session.execute(sa.update(Call).values(invited=invited))
    session.commit()

    assert send(app, posted) == len(told)
    assert {message["To"] for message in mailbox.received} == told


def test_and_that_the_lab_answered_the_idea_of_their_organisation(
    app: Flask,
    posted: Settings,
    mailbox: Mailbox,
    session: Session,
    scene: Scene,
    call: str,
    denis: Browser,
    sign_in: SignIn,
) -> None:
    session.execute(sa.update(Call).values(invited=Invited.BOTH))
    session.get_one(Person, scene.partner.id).email = "atelier@exemple.org"
    session.get_one(Person, scene.partner.id).wants_call = True
    session.commit()
    answer(denis, propose(sign_in(scene.partner), session, call))

    assert send(app, posted) == 1
    [message] = mailbox.received
    assert (message["To"], message["Subject"]) == ("atelier@exemple.org", ANSWERED)


def test_a_message_refused_for_now_is_tried_again_and_sent_once(
    app: Flask, posted: Settings, mailbox: Mailbox, session: Session, call: str, chosen: Person
) -> None:
    session.get_one(Person, chosen.id).email = "plus-tard@exemple.org"
    session.commit()
    assert send(app, posted) == 0
    mailbox.puts_off = ""
    assert send(app, posted, LATER + timedelta(minutes=5)) == 0, "it was just tried"

    assert send(app, posted, LATER + timedelta(minutes=20)) == 1


def test_it_is_asked_for_in_one_s_account_sent_by_the_worker_and_ended_from_the_mail(
    app: Flask, posted: Settings, mailbox: Mailbox, session: Session, call: str, scene: Scene, amina: Browser
) -> None:
    amina.submit(amina.get("/compte"), {"email": "amina@exemple.org", "wants_call": "y"})
    session.execute(sa.update(Call).values(at=now() - LATER))
    session.commit()
    app.extensions["settings"] = posted

    sweep(app, jobs.MAILS)

    [message] = mailbox.received
    leave = message["List-Unsubscribe"].strip("<>").removeprefix(posted.base_url)
    elsewhere = Browser(app)
    page = elsewhere.get(leave)
    assert "les nouvelles des appels à idées" in page.main.text
    elsewhere.submit(page, status=200)
    assert not amina.get("/compte").select_one("#wants_call").has_attr("checked")
