"""A coordinator writes to the author of a passage, and learns nothing of them but what they answer."""

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
from journal.messages.forms import TEMPLATE
from journal.messages.models import MessageAnswer, TeamMessage
from journal.operations.purging import purge_everything
from journal.rights import export
from tests.conftest import SignIn
from tests.factories import make_entry, make_lab, make_person
from tests.pages import Browser

PASSAGE = "Je ne vois plus à quoi bon me lever le matin."
WORDS = "Je vous ai lu·e. Vous n’êtes pas seul·e."
LETTER = {"words": WORDS, "signed_name": "Claire", "signed_role": "coordination du Lab"}
LINE = "Quelqu’un de l’équipe de votre Lab vous a écrit un mot."
PUT_AWAY = "section[aria-labelledby=nothing] form"
CHOICE = "section[aria-labelledby=choice] form"


@pytest.fixture
def lab(session: Session) -> Lab:
    return make_lab(session)


@pytest.fixture
def author(session: Session, lab: Lab) -> Person:
    person = make_person(session, lab, username="cigale-12")
    session.commit()
    return person


@pytest.fixture
def entry(session: Session, author: Person) -> Entry:
    return given(session, author, PASSAGE)


@pytest.fixture
def coordinator(session: Session, lab: Lab) -> Person:
    person = make_person(session, lab, Role.COORDINATOR)
    session.commit()
    return person


def given(session: Session, author: Person, text: str) -> Entry:
    entry = make_entry(session, author, text, sharing=Sharing.QUOTABLE)
    session.commit()
    return entry


def write(team: Browser, entry: Entry, **changes: str) -> None:
    path = f"/mots/passages/{entry.passages[0].id}"
    team.submit(team.get(path), LETTER | changes, form="main form.sheet")


def answer(reader: Browser, words: str) -> None:
    reader.submit(reader.get("/mots"), {"words": words}, form="main form.sheet")


def sent(session: Session) -> list[TeamMessage]:
    found = sa.select(TeamMessage).order_by(TeamMessage.sent_at).execution_options(populate_existing=True)
    rows = list(session.scalars(found))
    session.commit()
    return rows


def the_day_after(session: Session) -> None:
    """Have every answer be of the day before."""
    for row in session.scalars(sa.select(MessageAnswer)):
        row.at -= timedelta(days=1)
    session.commit()


class TestFromAPassageToAnAnswer:
    def test_the_page_of_a_passage_leads_to_a_letter_its_author_reads(
        self, sign_in: SignIn, session: Session, author: Person, entry: Entry, coordinator: Person
    ) -> None:
        team, reader = sign_in(coordinator), sign_in(author)
        assert LINE not in reader.get("/journal/").main.text

        page = team.get(f"/themes/passages/{entry.passages[0].id}")
        [way] = [link for link in page.main.select("a") if "Écrire à la personne" in link.text]
        form = team.get(str(way["href"]))
        assert "Elle n’est pas obligée de répondre." in form.main.text
        assert "Certaines personnes ne reçoivent pas ces mots" in form.main.text
        team.submit(form, LETTER, form="main form.sheet")

        journal = reader.get("/journal/")
        assert LINE in journal.main.text
        assert WORDS not in journal.main.text
        page = reader.get("/mots")
        for told in (WORDS, PASSAGE, "Claire, coordination du Lab", "Vous n’avez rien à répondre."):
            assert told in page.main.text
        assert {link["href"] for link in page.select("a[href^=tel]")} >= {"tel:3114", "tel:3919", "tel:112"}
        assert page.select_one("a[href='/contact']") is not None

    def test_an_answer_is_read_from_the_day_after_on_without_a_name(
        self, sign_in: SignIn, session: Session, author: Person, entry: Entry, coordinator: Person
    ) -> None:
        team, reader = sign_in(coordinator), sign_in(author)
        write(team, entry)
        answer(reader, "Merci, cela compte.")
        assert LINE not in reader.get("/journal/").main.text
        for path in ("/mots/envoyes", "/themes/semaine", f"/themes/passages/{entry.passages[0].id}"):
            page = team.get(path)
            assert "Merci" not in page.main.text
            assert "Une réponse à un mot" not in page.main.text

        the_day_after(session)

        assert "Une réponse à un mot de l’équipe attend votre lecture." in team.get("/themes/semaine").main.text
        page = team.get("/mots/envoyes")
        assert "Merci, cela compte." in page.main.text
        assert author.username not in str(page)
        assert "Une réponse à un mot" not in team.get("/themes/semaine").main.text
        assert "1 réponse à un mot de l’équipe" in reader.get("/mes-droits/").main.text.replace("\u00a0", " ")
        assert "que l’équipe peut lire" in reader.get("/mots").main.text

    def test_an_answer_taken_back_is_nowhere(
        self, sign_in: SignIn, session: Session, author: Person, entry: Entry, coordinator: Person
    ) -> None:
        team, reader = sign_in(coordinator), sign_in(author)
        write(team, entry)
        answer(reader, "Je regrette déjà.")
        the_day_after(session)
        assert "Je regrette" in team.get("/mots/envoyes").main.text

        reader.submit(reader.get("/mots"), form="section[aria-labelledby=past] form")

        assert "Je regrette" not in team.get("/mots/envoyes").main.text
        assert LINE not in reader.get("/journal/").main.text

    def test_a_colleague_reads_what_was_sent_and_another_lab_nothing(
        self, sign_in: SignIn, session: Session, lab: Lab, entry: Entry, coordinator: Person
    ) -> None:
        colleague, stranger = make_person(session, lab, Role.COORDINATOR), make_person(session, role=Role.COORDINATOR)
        session.commit()
        write(sign_in(coordinator), entry)

        assert WORDS in sign_in(colleague).get("/mots/envoyes").main.text
        elsewhere = sign_in(stranger)
        assert WORDS not in elsewhere.get("/mots/envoyes").main.text
        elsewhere.get(f"/mots/passages/{entry.passages[0].id}", status=404)

    def test_the_text_offered_is_only_there_when_asked_for(
        self, sign_in: SignIn, entry: Entry, coordinator: Person
    ) -> None:
        team, path = sign_in(coordinator), f"/mots/passages/{entry.passages[0].id}"
        page = team.get(path)
        assert page.select_one("#words").text.strip() == ""

        [offered] = [link for link in page.main.select("a") if "tout prêt" in link.text]
        page = team.get(str(offered["href"]))
        assert page.select_one("#words").text.strip() == TEMPLATE
        team.submit(page, {"signed_name": "Claire"}, form="main form.sheet")


class TestWhatItsReaderMayDo:
    def test_a_message_put_away_leaves_the_first_page_and_may_be_taken_up_again(
        self, sign_in: SignIn, author: Person, entry: Entry, coordinator: Person
    ) -> None:
        write(sign_in(coordinator), entry)
        reader = sign_in(author)

        reader.submit(reader.get("/mots"), form=PUT_AWAY)
        assert LINE not in reader.get("/journal/").main.text

        page = reader.get("/mots")
        assert WORDS in page.main.text
        reader.submit(page, form="section[aria-labelledby=past] form")
        assert LINE in reader.get("/journal/").main.text

    def test_whoever_wants_none_gets_none_until_they_do_again(
        self, sign_in: SignIn, session: Session, author: Person, entry: Entry, coordinator: Person
    ) -> None:
        team, reader = sign_in(coordinator), sign_in(author)
        reader.submit(reader.get("/mots"), form=CHOICE)
        write(team, entry)

        assert LINE not in reader.get("/journal/").main.text
        page = reader.get("/mots")
        assert WORDS not in page.main.text
        reader.submit(page, form=CHOICE)
        assert LINE in reader.get("/journal/").main.text

    def test_a_message_put_away_with_that_choice_does_not_come_back_with_the_other(
        self, sign_in: SignIn, author: Person, entry: Entry, coordinator: Person
    ) -> None:
        write(sign_in(coordinator), entry)
        reader = sign_in(author)
        reader.submit(reader.get("/mots"), form=CHOICE)
        page = reader.get("/mots")
        assert WORDS in page.select_one("section[aria-labelledby=past]").text
        reader.submit(page, form=CHOICE)
        assert LINE not in reader.get("/journal/").main.text

    def test_a_message_cannot_be_answered_by_anyone_else(
        self, sign_in: SignIn, session: Session, lab: Lab, entry: Entry, coordinator: Person
    ) -> None:
        write(sign_in(coordinator), entry)
        other = make_person(session, lab)
        session.commit()
        [row] = sent(session)
        browser = sign_in(other)

        browser.post(f"/mots/{row.id}/repondre", {"words": "Moi."}, status=404)
        for gesture in ("ranger", "reprendre", "retirer"):
            browser.post(f"/mots/{row.id}/{gesture}", status=404)

    def test_an_empty_answer_is_refused_and_an_old_message_takes_none(
        self, sign_in: SignIn, session: Session, author: Person, entry: Entry, coordinator: Person
    ) -> None:
        write(sign_in(coordinator), entry)
        reader = sign_in(author)
        page = reader.submit(reader.get("/mots"), {"words": " "}, form="main form.sheet", status=422)
        assert "Écrivez votre réponse." in page.select_one(".error").text

        [row] = sent(session)
        row.sent_at = now() - rules.OPEN_FOR
        session.commit()
        reader.post(f"/mots/{row.id}/repondre", {"words": "Bonjour."}, status=409)
        assert LINE not in reader.get("/journal/").main.text

    def test_nothing_shows_before_someone_signs_in(
        self, app: Flask, sign_in: SignIn, entry: Entry, author: Person, coordinator: Person
    ) -> None:
        write(sign_in(coordinator), entry)
        reader = sign_in(author)
        reader.get("/mots")
        reader.post("/deconnexion")

        for browser in (reader, Browser(app)):
            browser.get("/mots", status=303)
            page = browser.get("/mots", follow=True)
            assert WORDS not in str(page)
            assert "écrit un mot" not in str(page)


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
        entries.withdraw(session, texts[0], now=now())
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
        reader.submit(reader.get("/mots"), form="section[aria-labelledby=past] form")
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
