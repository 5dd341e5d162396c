"""Someone of the team tries to learn, by writing to authors, who they are or which passages are of one person."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.clock import now
from journal.entries import services as entries
from journal.entries.models import Entry, Sharing
from journal.messages import queries, services
from journal.messages.models import MessageAnswer, TeamMessage
from journal.messages.services import Letter
from journal.rights.services import erase_everything
from tests.conftest import SignIn
from tests.factories import make_lab, make_person
from tests.together import do_together
from tests.web.messages.letters import WRITERS, Writer, given
from tests.web.messages.situations import PAGES, SITUATIONS, Situation, all_that_is_seen, nothing, read

pytestmark = pytest.mark.any_database


@pytest.mark.usefixtures("at_one_moment")
@pytest.mark.parametrize("write", WRITERS, ids=lambda each: str(each.__name__))
@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: str(each.__name__))
def test_nothing_that_is_seen_nor_done_depends_on_the_author(
    app: Flask, session: Session, sign_in: SignIn, situation: Situation, write: Writer
) -> None:
    usual = all_that_is_seen(app, session, sign_in, nothing, write)
    assert "303" in usual
    assert sum("team_message" in each for each in usual) >= 2

    assert all_that_is_seen(app, session, sign_in, situation, write) == usual


@pytest.fixture
def lab(session: Session) -> Lab:
    return make_lab(session)


@pytest.fixture
def author(session: Session, lab: Lab) -> Person:
    return make_person(session, lab)


@pytest.fixture
def coordinator(session: Session, lab: Lab) -> Person:
    return make_person(session, lab, Role.COORDINATOR)


@pytest.fixture
def both(session: Session, author: Person, coordinator: Person) -> list[TeamMessage]:
    """Two messages to one person, who does not know of the second."""
    texts = [given(session, author, f"Passage {number}.") for number in (1, 2)]
    found = []
    for hours, entry in zip((3, 2), texts, strict=True):
        letter = Letter(f"À propos de {entry.text}", "Claire", "coordination")
        moment = now() - timedelta(hours=hours)
        found.append(services.send(session, entry.passages[0], letter, by=coordinator, now=moment))
    session.commit()
    return found


def test_two_answers_of_one_person_come_on_the_same_morning_as_everyone_s(
    session: Session, sign_in: SignIn, author: Person, coordinator: Person, both: list[TeamMessage]
) -> None:
    reader, team = sign_in(author), sign_in(coordinator)
    before = read(team, "/mots/envoyes")
    for words in ("Un.", "Deux."):
        page = reader.get("/mots")
        assert len(page.select("section#message")) == 1, "one message at a time"
        reader.submit(page, {"words": words}, form="main form.sheet")
    assert read(team, "/mots/envoyes") == before

    for answer in session.scalars(sa.select(MessageAnswer)):
        answer.at -= timedelta(days=1)
    session.commit()
    page = team.get("/mots/envoyes")
    assert {"Un.", "Deux."} <= {each.text.strip() for each in page.select(".entry-text")}
    # Nor does the page say in which order, nor when.
    assert re.findall(r"\d+\s?h\s?\d+", page.main.text) == []


@pytest.mark.usefixtures("at_one_moment")
@pytest.mark.parametrize("gesture", ["ranger", "non", "lire"])
def test_what_a_reader_does_in_silence_changes_nothing_that_the_team_sees(
    session: Session, sign_in: SignIn, author: Person, coordinator: Person, both: list[TeamMessage], gesture: str
) -> None:
    reader, team = sign_in(author), sign_in(coordinator)
    paths = (*PAGES, *(f"/themes/passages/{row.passage_id}" for row in both))
    read(team, "/mots/envoyes")
    before = [read(team, path) for path in paths]

    if gesture == "lire":
        reader.get("/mots")
    else:
        reader.post(f"/mots/{both[0].id}/ranger" if gesture == "ranger" else "/mots/non")

    assert [read(team, path) for path in paths] == before


class TestWhenATextGoes:
    def test_taken_back_it_takes_its_message_and_answer_and_leaves_the_other(
        self, session: Session, author: Person, coordinator: Person, both: list[TeamMessage]
    ) -> None:
        services.answer(session, both[0], "Oui.", now=now() - timedelta(days=1))
        entries.share(session, session.get_one(Entry, both[0].entry_id), Sharing.PRIVATE, now=now())
        session.commit()

        [left] = queries.sent_by_team(session, coordinator, now=now())
        assert left.id == both[1].id
        assert session.scalars(sa.select(MessageAnswer)).all() == []

    def test_erased_it_takes_them_too(self, session: Session, coordinator: Person, both: list[TeamMessage]) -> None:
        services.answer(session, both[0], "Oui.", now=now())
        entries.erase_entry(session, session.get_one(Entry, both[0].entry_id))
        session.commit()

        assert session.scalars(sa.select(TeamMessage.id)).all() == [both[1].id]
        assert session.scalars(sa.select(MessageAnswer)).all() == []

    def test_a_person_who_leaves_takes_everything(
        self, session: Session, author: Person, both: list[TeamMessage]
    ) -> None:
        services.answer(session, both[0], "Oui.", now=now())
        erase_everything(session, author)
        session.commit()

        assert session.scalars(sa.select(TeamMessage)).all() == []
        assert session.scalars(sa.select(MessageAnswer)).all() == []

    def test_masked_more_by_its_author_it_is_told_as_a_passage_that_changed(
        self, session: Session, sign_in: SignIn, author: Person, coordinator: Person, both: list[TeamMessage]
    ) -> None:
        entries.mask_more(session, session.get_one(Entry, both[0].entry_id), [(0, 7)])
        session.commit()

        page = sign_in(coordinator).get("/mots/envoyes")
        assert "Passage 1." not in [each.text.strip() for each in page.select("blockquote")]
        assert "Ce passage ne se lit plus tel qu’il était." in page.main.text
        assert "À propos de Passage 1." in sign_in(author).get("/mots").main.text

    def test_a_text_taken_back_while_someone_writes_about_it_leaves_no_message(
        self, session: Session, author: Person, coordinator: Person
    ) -> None:
        """The letter was being sent in that very instant: no page shows it, and the next purge erases it."""
        entry = given(session, author, "Un passage.")
        services.send(session, entry.passages[0], Letter("Un mot.", "Claire", "c"), by=coordinator, now=now())
        session.flush()
        session.execute(sa.update(Entry).where(Entry.id == entry.id).values(sharing=Sharing.PRIVATE))

        assert queries.sent_by_team(session, coordinator, now=now()) == []
        assert queries.current(session, author, now=now()) is None
        assert services.forget_old(session, now=now()) == 1


def test_two_colleagues_who_write_at_the_same_moment_write_once(
    settings_url: str, session: Session, author: Person, coordinator: Person
) -> None:
    entry = given(session, author, "Un passage.")
    session.commit()
    letter = Letter("Un mot.", "Claire", "coordination")

    def send(own: Session) -> None:
        passage = own.get_one(Entry, entry.id).passages[0]
        services.send(own, passage, letter, by=own.get_one(Person, coordinator.id), now=now())

    failures = do_together(settings_url, send)

    assert [type(each).__name__ for each in failures] == ["DomainError"]
    assert len(session.scalars(sa.select(TeamMessage)).all()) == 1


@pytest.fixture
def settings_url(database_url: str) -> str:
    return database_url
