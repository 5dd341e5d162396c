"""A coordinator writes to the author of a passage, and learns nothing of them but what they answer."""

from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.clock import now
from journal.entries.models import Entry
from journal.messages import rules
from journal.messages.forms import TEMPLATE
from tests.conftest import SignIn
from tests.factories import make_person
from tests.pages import Browser
from tests.web.messages.letters import LETTER, PASSAGE, WORDS, answer, sent, the_day_after, write

LINE = "Quelqu’un de l’équipe de votre Lab vous a écrit un mot."
PUT_AWAY = "section#nothing form"
CHOICE = "section#choice form"


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
        assert form.select_one(".site-nav [aria-current=page]").text == "Thèmes"
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

        reader.submit(reader.get("/mots"), form="section#past form")

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
        reader.submit(page, form="section#past form")
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
        assert WORDS in page.select_one("section#past").text
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


def test_the_page_of_messages_and_that_of_contact_have_a_place_in_the_menu_and_lead_to_each_other(
    sign_in: SignIn, author: Person
) -> None:
    reader = sign_in(author)
    for path, other in (("/mots", "/contact"), ("/contact", "/mots")):
        page = reader.get(path)
        assert page.select_one(".site-nav [aria-current=page]").text == "Avec l’équipe"
        assert page.main.select_one(f"a[href='{other}']") is not None
