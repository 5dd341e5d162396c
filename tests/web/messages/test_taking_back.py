"""The team takes a message back: it learns nothing by it, and its reader loses nothing that they wrote."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Lab, Person, Role
from journal.clock import now
from journal.config import Settings
from journal.entries.models import Entry
from journal.messages import notices, rules, services
from journal.messages.models import MessageAnswer, TeamMessage
from journal.operations import tombstones
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person
from tests.pages import Browser
from tests.web.messages.letters import PASSAGE, WORDS, answer, given, sent, the_day_after, write
from tests.web.messages.situations import PAGES, read, statements

TAKE_BACK = "main details form"
LINE = "Quelqu’un de l’équipe de votre Lab vous a écrit un mot."


def nothing(_session: Session, _message: TeamMessage) -> None:
    """Its reader has not come."""


def has_put_it_away(session: Session, message: TeamMessage) -> None:
    services.put_away(session, message, now=now())


def answered_today(session: Session, message: TeamMessage) -> None:
    services.answer(session, message, "Merci.", now=now())


def answered_then_took_it_back(session: Session, message: TeamMessage) -> None:
    answered_today(session, message)
    services.withdraw_answer(session, message, now=now())


def wants_none(session: Session, message: TeamMessage) -> None:
    services.choose(session, session.get_one(Person, message.person_id), takes=False, now=now())


def is_disabled(session: Session, message: TeamMessage) -> None:
    session.get_one(Person, message.person_id).disabled_at = NOW


def was_told_by_mail(session: Session, message: TeamMessage) -> None:
    reader = session.get_one(Person, message.person_id)
    reader.email, reader.wants_message = "cigale@exemple.org", True
    message.tried_at = message.told_at = now()


def reads_another_first(session: Session, message: TeamMessage) -> None:
    """Their message waits its turn, behind one about another text of theirs."""
    other = given(session, session.get_one(Person, message.person_id), "Un autre passage.")
    letter = services.Letter("Avant.", "Claire", "coordination")
    by = session.get_one(Person, message.sent_by_id)
    # Of another Lab's list: what the team sent about others is the same in every situation.
    made = services.send(session, other.passages[0], letter, by=by, now=message.sent_at - timedelta(minutes=1))
    made.lab_id = make_lab(session, "Ailleurs").id


SITUATIONS = (
    *(has_put_it_away, answered_today, answered_then_took_it_back, wants_none, is_disabled, was_told_by_mail),
    reads_another_first,
)
Situation = Callable[[Session, TeamMessage], None]


def all_that_is_seen(app: Flask, session: Session, sign_in: SignIn, after: Situation) -> list[str]:
    """Take back a message after its reader did something: each page before and since, and each statement."""
    lab = make_lab(session, f"Lab {after.__name__}")
    coordinator = make_person(session, lab, Role.COORDINATOR, username=f"c-{after.__name__}"[:40])
    passage = given(session, make_person(session, lab), PASSAGE).passages[0]
    letter = services.Letter(WORDS, "Claire", "coordination")
    message = services.send(session, passage, letter, by=coordinator, now=now() - timedelta(minutes=5))
    after(session, message)
    session.commit()
    paths = (*PAGES, f"/themes/passages/{passage.id}")
    address = f"/mots/envoyes/{message.id}/reprendre"
    session.commit()
    team = sign_in(coordinator)
    seen = [read(team, path) for path in paths]
    with statements(app) as found:
        response = team.client.post(address, data={"csrf_token": team.token()})
    seen += [str(response.status_code), response.headers["Location"], *found]
    seen += [read(team, path) for path in paths]
    return [one.replace(after.__name__, "") for one in seen]


@pytest.mark.any_database
@pytest.mark.usefixtures("at_one_moment")
@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: str(each.__name__))
def test_taking_a_message_back_tells_nothing_of_what_its_reader_did(
    app: Flask, session: Session, sign_in: SignIn, situation: Situation
) -> None:
    usual = all_that_is_seen(app, session, sign_in, nothing)
    assert "303" in usual
    assert sum("UPDATE team_message" in each for each in usual) == 1

    assert all_that_is_seen(app, session, sign_in, situation) == usual


def take_back(team: Browser) -> None:
    team.submit(team.get("/mots/envoyes"), form=TAKE_BACK)


class TestItsReader:
    def test_a_message_nobody_put_away_is_handed_no_more_and_the_next_one_comes(
        self, sign_in: SignIn, session: Session, author: Person, entry: Entry, coordinator: Person
    ) -> None:
        team, reader = sign_in(coordinator), sign_in(author)
        write(team, entry)
        other = given(session, author, "Un autre passage.")
        write(team, other, words="Un second mot.")
        assert WORDS in reader.get("/mots").main.text

        first, _ = sent(session)
        team.post(f"/mots/envoyes/{first.id}/reprendre")

        page = reader.get("/mots")
        assert WORDS not in page.main.text
        assert "Un second mot." in page.main.text
        assert "L’équipe peut reprendre un mot, sans savoir si vous l’aviez lu." in page.main.text

    def test_one_put_away_stays_theirs_and_says_that_it_was_taken_back(
        self, sign_in: SignIn, session: Session, author: Person, entry: Entry, coordinator: Person
    ) -> None:
        team, reader = sign_in(coordinator), sign_in(author)
        write(team, entry)
        reader.submit(reader.get("/mots"), form="section#nothing form")
        take_back(team)

        page = reader.get("/mots")
        past = page.select_one("section#past").text
        assert WORDS in past
        assert "L’équipe a repris ce mot" in past
        assert "Reprendre ce mot" not in past
        [row] = sent(session)
        reader.post(f"/mots/{row.id}/reprendre", status=409)
        assert LINE not in reader.get("/journal/").main.text

    def test_an_answer_written_before_comes_the_day_after_as_any_other(
        self, sign_in: SignIn, session: Session, author: Person, entry: Entry, coordinator: Person
    ) -> None:
        team, reader = sign_in(coordinator), sign_in(author)
        write(team, entry)
        answer(reader, "Merci, cela compte.")
        take_back(team)
        assert "Merci, cela compte." in reader.get("/mots").main.text
        assert "Merci" not in team.get("/mots/envoyes").main.text

        the_day_after(session)

        assert "Merci, cela compte." in team.get("/mots/envoyes").main.text

    def test_whoever_was_writing_an_answer_is_not_turned_away(
        self, sign_in: SignIn, session: Session, author: Person, entry: Entry, coordinator: Person
    ) -> None:
        team, reader = sign_in(coordinator), sign_in(author)
        write(team, entry)
        open_already = reader.get("/mots")
        take_back(team)

        reader.submit(open_already, {"words": "Je voulais vous dire merci."}, form="main form.sheet")

        assert session.scalars(sa.select(MessageAnswer)).one().words == "Je voulais vous dire merci."

    def test_no_mail_leaves_for_one_taken_back_before(
        self,
        app: Flask,
        posted: Settings,
        sign_in: SignIn,
        session: Session,
        author: Person,
        entry: Entry,
        coordinator: Person,
    ) -> None:
        author.email, author.wants_message = "cigale@exemple.org", True
        session.commit()
        team = sign_in(coordinator)
        write(team, entry)
        take_back(team)

        assert notices.send(app.extensions["database"], posted, now=now) == 0


class TestTheTeam:
    def test_anyone_of_it_takes_a_message_back_once_and_another_may_leave(
        self, sign_in: SignIn, session: Session, lab: Lab, entry: Entry, coordinator: Person
    ) -> None:
        colleague = make_person(session, lab, Role.COORDINATOR)
        session.commit()
        write(sign_in(coordinator), entry)
        [row] = sent(session)
        team = sign_in(colleague)

        take_back(team)

        page = team.get("/mots/envoyes")
        assert "Repris le" in page.main.text
        assert WORDS in page.main.text
        assert page.select(TAKE_BACK) == []
        team.post(f"/mots/envoyes/{row.id}/reprendre", status=409)
        passage = team.get(f"/themes/passages/{entry.passages[0].id}")
        assert "puis a été repris." in passage.main.text
        write(team, entry, words="Un autre mot.")
        assert len(sent(session)) == 2
        [event] = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == services.TAKEN_BACK))
        assert (event.actor_id, event.subject_id, event.detail) == (colleague.id, row.id, {})

    def test_none_is_taken_back_once_its_answer_is_read_nor_after_a_month(
        self, sign_in: SignIn, session: Session, author: Person, entry: Entry, coordinator: Person
    ) -> None:
        team = sign_in(coordinator)
        write(team, entry)
        answer(sign_in(author), "Merci.")
        the_day_after(session)
        [row] = sent(session)
        assert team.get("/mots/envoyes").select(TAKE_BACK) == []
        team.post(f"/mots/envoyes/{row.id}/reprendre", status=409)

        session.delete(session.scalars(sa.select(MessageAnswer)).one())
        row.sent_at = now() - rules.OPEN_FOR
        session.commit()
        assert team.get("/mots/envoyes").select(TAKE_BACK) == []
        team.post(f"/mots/envoyes/{row.id}/reprendre", status=409)

    def test_another_lab_takes_none_back(
        self, sign_in: SignIn, session: Session, entry: Entry, coordinator: Person
    ) -> None:
        stranger = make_person(session, make_lab(session, "Un autre Lab"), Role.COORDINATOR)
        session.commit()
        write(sign_in(coordinator), entry)
        [row] = sent(session)

        sign_in(stranger).post(f"/mots/envoyes/{row.id}/reprendre", status=404)

    def test_a_backup_that_comes_back_hands_it_to_nobody(
        self, sign_in: SignIn, session: Session, entry: Entry, coordinator: Person
    ) -> None:
        team = sign_in(coordinator)
        write(team, entry)
        take_back(team)
        [row] = sent(session)
        marks = set(session.scalars(sa.select(tombstones.Tombstone.digest)))
        row.taken_back_at = None
        session.commit()

        assert tombstones.replay(session, marks) == 1
        session.commit()
        assert sent(session)[0].taken_back_at is not None
