"""What a coordinator may not write to an author, and what is kept of what they do."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Lab, Person, Role
from journal.clock import now
from journal.config import Settings
from journal.entries import services as entries
from journal.entries.models import Entry, Sharing
from journal.messages import rules
from journal.messages.models import MessageAnswer
from journal.operations.purging import purge_everything
from journal.rights import export
from tests.conftest import SignIn
from tests.factories import make_entry, make_person
from tests.web.messages.letters import LETTER, PASSAGE, WORDS, answer, given, sent, write


class TestWhatMayNotBeWritten:
    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"words": " "}, "Écrivez votre mot."),
            ({"words": "a" * 1001}, "1 de trop"),
            ({"words": "Répondez sur https://exemple.fr/nour"}, "Retirez l’adresse internet"),
            ({"words": "Bonjour Nadia, est-ce vous ?"}, "Ce mot semble nommer quelqu’un."),
            ({"signed_name": ""}, "Signez\u00a0: un prénom suffit."),
            ({"signed_role": ""}, "Dites votre rôle."),
            ({"signed_name": "Claire, suivi.fr/nour"}, "Retirez l’adresse internet"),
            ({"signed_role": "coordination, https://suivi.fr/@nour"}, "Retirez l’adresse internet"),
        ],
    )
    def test_what_is_refused_is_said_and_nothing_leaves(
        self,
        sign_in: SignIn,
        session: Session,
        entry: Entry,
        coordinator: Person,
        changes: dict[str, str],
        sentence: str,
    ) -> None:
        team, path = sign_in(coordinator), f"/mots/passages/{entry.passages[0].id}"
        page = team.submit(team.get(path), LETTER | changes, form="main form.sheet", status=422)

        assert sentence in page.select_one(".error").text
        assert sent(session) == []

    def test_a_word_taken_for_a_name_is_kept_once_it_is_said_to_be_none(
        self, sign_in: SignIn, session: Session, entry: Entry, coordinator: Person
    ) -> None:
        team, path = sign_in(coordinator), f"/mots/passages/{entry.passages[0].id}"
        typed = LETTER | {"words": "Bonjour Nadia,\n\nje vous ai lue."}
        page = team.submit(team.get(path), typed, form="main form.sheet", status=422)

        team.submit(page, {"confirmed": str(page.select_one("#confirmed")["value"])}, form="main form.sheet")

        assert [row.words for row in sent(session)] == [typed["words"]]

    def test_a_passage_is_written_about_once_at_a_time_by_the_whole_team(
        self, sign_in: SignIn, session: Session, lab: Lab, entry: Entry, coordinator: Person
    ) -> None:
        colleague = make_person(session, lab, Role.COORDINATOR)
        session.commit()
        write(sign_in(coordinator), entry)
        team, passage = sign_in(colleague), entry.passages[0].id

        assert "Un mot est parti à propos de ce passage" in team.get(f"/themes/passages/{passage}").main.text
        team.post(f"/mots/passages/{passage}", LETTER, status=409)
        assert len(sent(session)) == 1

    def test_nobody_writes_more_than_a_few_in_a_day(
        self, sign_in: SignIn, session: Session, lab: Lab, coordinator: Person
    ) -> None:
        team = sign_in(coordinator)
        texts = [given(session, make_person(session, lab), f"{PASSAGE} {number}") for number in range(6)]
        for entry in texts[: rules.MOST_PER_DAY]:
            write(team, entry)
        # One that was taken back still counts: room for another would tell of it.
        entries.share(session, texts[0], Sharing.PRIVATE, now=now())
        session.commit()

        team.post(f"/mots/passages/{texts[5].passages[0].id}", LETTER, status=429)

    def test_a_passage_that_is_not_given_to_read_cannot_be_written_about(
        self, sign_in: SignIn, session: Session, author: Person, coordinator: Person
    ) -> None:
        team = sign_in(coordinator)
        for sharing in (Sharing.PRIVATE, Sharing.THEMES):
            entry = make_entry(session, author, PASSAGE, sharing=sharing)
            session.commit()
            team.get(f"/mots/passages/{entry.passages[0].id}", status=404)
            team.post(f"/mots/passages/{entry.passages[0].id}", LETTER, status=404)


class TestWhatIsKept:
    def test_the_log_keeps_who_wrote_and_no_word_nor_what_the_reader_did(
        self, sign_in: SignIn, session: Session, author: Person, entry: Entry, coordinator: Person
    ) -> None:
        reader = sign_in(author)
        write(sign_in(coordinator), entry)
        answer(reader, "Merci.")
        reader.submit(reader.get("/mots"), form="section#past form")
        reader.post("/mots/non")
        [row] = sent(session)

        events = session.scalars(sa.select(AuditEvent).where(AuditEvent.subject == "team_message")).all()
        assert [(each.action, each.actor_id, each.subject_id) for each in events] == [
            ("write_to_author", coordinator.id, row.id)
        ]
        assert events[0].detail == {"passage": str(entry.passages[0].id)}
        by_reader = sa.select(AuditEvent.action).where(AuditEvent.actor_id == author.id)
        assert set(session.scalars(by_reader)) == {"sign_in"}

    def test_all_of_it_is_taken_away_by_its_reader_but_who_wrote_it(
        self, sign_in: SignIn, session: Session, author: Person, entry: Entry, coordinator: Person
    ) -> None:
        write(sign_in(coordinator), entry)
        answer(sign_in(author), "Merci.")

        data = export.gather(session, session.get_one(Person, author.id), now=now())

        [message] = data["team_messages"]
        assert (message["words"], message["answer"]["words"]) == (WORDS, "Merci.")
        assert str(coordinator.id) not in str(message)
        assert data["account"]["takes_messages"] is True

    @pytest.mark.parametrize("answered", [False, True])
    def test_a_message_goes_two_months_after_it_was_sent_whatever_its_reader_did(
        self,
        app: Flask,
        settings: Settings,
        sign_in: SignIn,
        session: Session,
        author: Person,
        entry: Entry,
        coordinator: Person,
        answered: bool,
    ) -> None:
        write(sign_in(coordinator), entry)
        if answered:
            answer(sign_in(author), "Merci.")
        [row] = sent(session)
        database = app.extensions["database"]

        purge_everything(database, settings, now=row.sent_at + rules.KEPT - timedelta(hours=1))
        assert len(sent(session)) == 1
        purge_everything(database, settings, now=row.sent_at + rules.KEPT)
        assert sent(session) == []
        assert session.scalar(sa.select(MessageAnswer)) is None
