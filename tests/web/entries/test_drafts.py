"""What one types is kept as one types, for its author only, and never overwritten unseen."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person, WebSession
from journal.clock import now
from journal.entries.drafts import MOST_BEGUN, Begun, save
from journal.entries.models import Draft, Entry
from tests.factories import make_entry, make_person
from tests.pages import Browser


class Typing:
    """A writing page whose script saves what is typed."""

    def __init__(self, journal: Browser, path: str = "/journal/ecrire", entry: str = "") -> None:
        self.journal, self.entry = journal, entry
        page = journal.get(path)
        self.form = page.select_one("[data-writing]")
        self.submission = page.select_one("[name=submission]")["value"]
        self.token = page.select_one("[name=csrf_token]")["value"]
        self.version = int(self.form["data-draft-version"])
        self.text = page.select_one("[name=text]").text.removeprefix("\n")

    def save(self, text: str, *, status: int = 200, token: str | None = None, **content: Any) -> dict[str, Any]:
        response = self.journal.client.post(
            self.form["data-draft-url"],
            json={
                "submission": self.submission,
                "entry": self.entry,
                "draft_version": self.version,
                "content": {"text": text, **content},
            },
            headers={"X-CSRFToken": self.token if token is None else token},
        )
        assert response.status_code == status, response.get_data(as_text=True)[:300]
        answer = response.get_json(silent=True) or {}
        if status == 200:
            self.version = answer["version"]
        return answer


def fill_drafts(session: Session, writer: Person) -> None:
    """Begin as many texts as the site keeps."""
    for number in range(MOST_BEGUN):
        save(session, writer.id, {"text": f"Texte {number}"}, Begun(f"begun-{number}"), now=now())
    session.commit()


def drafts(session: Session) -> list[Draft]:
    session.expire_all()
    found = list(session.scalars(sa.select(Draft)))
    session.commit()
    return found


def test_what_was_being_written_is_there_on_the_next_visit(journal: Browser, session: Session) -> None:
    typing = Typing(journal)
    typing.save("Ce matin")
    typing.save("Ce matin, j’ai", emotions=["hope", "not-an-emotion"], helped="ma sœur", intensity_hope="5")

    page = journal.get("/journal/ecrire")

    assert page.select_one("[name=text]").text.strip() == "Ce matin, j’ai"
    assert page.select_one("#emotion-hope").has_attr("checked")
    assert page.select_one("[name=intensity_hope] option[selected]")["value"] == "5"
    assert page.select_one("[name=helped]")["value"] == "ma sœur"
    assert "commencé le" in page.select_one(".notice").text
    assert len(drafts(session)) == 1


def test_sending_the_text_ends_its_draft_and_a_late_save_does_not_bring_it_back(
    journal: Browser, session: Session
) -> None:
    typing = Typing(journal)
    typing.save("Le texte entier")
    journal.submit(journal.get("/journal/ecrire"))

    typing.save("Le texte entier")

    assert drafts(session) == []
    assert session.scalars(sa.select(Entry)).one().text == "Le texte entier"


def test_two_tabs_on_the_same_draft_are_shown_both_versions(journal: Browser, session: Session) -> None:
    Typing(journal).save("Début")
    first, second = Typing(journal), Typing(journal)
    first.save("Début, premier onglet")

    answer = second.save("Début, second onglet", status=409)

    assert answer["content"]["text"] == "Début, premier onglet"
    assert drafts(session)[0].content["text"] == "Début, premier onglet"
    second.version = answer["version"]
    second.save("Début, second onglet")
    assert drafts(session)[0].content["text"] == "Début, second onglet"


def test_two_blank_tabs_make_two_drafts_and_the_journal_lists_both(journal: Browser) -> None:
    first, second = Typing(journal), Typing(journal)
    first.save("Un texte")
    second.save("Un autre texte")

    page = journal.get("/journal/")

    assert [text.text for text in page.select(".drafts [data-user-text]")] == ["Un autre texte", "Un texte"]
    resumed = journal.get(page.select(".drafts .actions > a")[1]["href"])
    assert resumed.select_one("[name=text]").text.strip() == "Un texte"


def test_a_blank_page_can_be_asked_for_while_a_draft_waits(journal: Browser) -> None:
    Typing(journal).save("Un texte")

    assert Typing(journal, "/journal/ecrire?nouveau=1").text == ""


def test_a_draft_can_be_thrown_away(journal: Browser, session: Session) -> None:
    Typing(journal).save("Un texte")

    journal.submit(journal.get("/journal/"), form=".drafts form")

    assert drafts(session) == []


def test_no_more_is_kept_than_fifty_and_it_is_said_why(journal: Browser, session: Session, amina: Person) -> None:
    fill_drafts(session, amina)

    answer = Typing(journal, "/journal/ecrire?nouveau=1").save("Un de plus", status=422)

    assert "50 textes commencés" in answer["full"]
    assert len(drafts(session)) == MOST_BEGUN


def test_the_edit_of_a_text_is_kept_apart_from_the_text(journal: Browser, session: Session, amina: Person) -> None:
    entry = make_entry(session, amina, "Avant")
    session.commit()
    path = f"/journal/{entry.id}/modifier"
    Typing(journal, path, str(entry.id)).save("Après")

    assert Typing(journal, path).text == "Après"
    assert Typing(journal).text == ""
    journal.submit(journal.get(path), {"version": "1"})
    assert drafts(session) == []


def test_a_draft_longer_than_an_entry_is_kept_whole(journal: Browser) -> None:
    Typing(journal).save("é" * 12_000)

    assert len(Typing(journal).text) == 12_000


def test_nobody_else_sees_or_touches_a_draft(journal: Browser, session: Session, sign_in) -> None:
    typing = Typing(journal)
    typing.save("À moi")
    draft = drafts(session)[0]
    other = make_person(session)
    session.commit()
    intruder = Typing(sign_in(other))
    intruder.submission = typing.submission

    intruder.save("À moi aussi")
    intruder.journal.post(f"/journal/brouillons/{draft.id}/effacer")

    assert {d.content["text"] for d in drafts(session) if d.author_id == draft.author_id} == {"À moi"}
    assert Typing(journal).text == "À moi"


def test_a_draft_of_someone_elses_entry_is_refused(journal: Browser, session: Session) -> None:
    entry = make_entry(session, make_person(session))
    session.commit()

    Typing(journal, entry=str(entry.id)).save("Pas à moi", status=404)

    assert drafts(session) == []


def test_a_save_without_its_token_is_refused(journal: Browser, session: Session) -> None:
    Typing(journal).save("Sans jeton", token="", status=400)

    assert drafts(session) == []


def test_saves_after_the_session_closed_are_kept_one_after_the_other(
    journal: Browser, session: Session, amina: Person, sign_in
) -> None:
    typing = Typing(journal)
    typing.save("Avant")
    session.execute(sa.update(WebSession).values(seen_at=now() - timedelta(minutes=31)))
    session.commit()

    typing.save("Avant, après", status=401)
    typing.version = 2
    typing.save("Avant, après, encore", status=401)

    assert Typing(sign_in(amina)).text == "Avant, après, encore"
    assert len(drafts(session)) == 1


def test_what_helped_without_a_text_is_kept_after_the_session_closed(
    journal: Browser, session: Session, sign_in, amina: Person
) -> None:
    typing, page = Typing(journal), journal.get("/journal/ecrire")
    session.execute(sa.update(WebSession).values(seen_at=now() - timedelta(minutes=31)))
    session.commit()

    assert typing.save("", helped="ma voisine", status=401) == {"kept": True, "version": 1}
    journal.submit(page, {"helped": "le bus de nuit"}, form="[data-writing]")

    assert "le bus de nuit" in str(sign_in(amina).get("/journal/ecrire"))
    assert {draft.content["helped"] for draft in drafts(session)} == {"ma voisine", "le bus de nuit"}


@pytest.mark.parametrize("body", ["", "[]", "12", '{"submission": 4, "content": "x"}', '{"content": {"text": 3}}', "{"])
def test_a_save_that_makes_no_sense_breaks_nothing(journal: Browser, body: str) -> None:
    token = Typing(journal).token

    response = journal.client.post(
        "/journal/brouillon", data=body, content_type="application/json", headers={"X-CSRFToken": token}
    )

    assert response.status_code in {200, 400}


def test_the_page_for_no_network_holds_nothing_of_anyone(journal: Browser, browser: Browser, amina: Person) -> None:
    Typing(journal).save("À moi")

    page = browser.get("/journal/hors-ligne")

    assert amina.username not in page.text
    assert "À moi" not in page.text
    response = browser.client.get("/journal/ecrire/service-worker.js")
    assert response.mimetype in {"text/javascript", "application/javascript"}
    assert response.headers["Service-Worker-Allowed"] == "/journal/ecrire"
    response.close()


def test_the_mark_of_a_device_copy_changes_with_the_person_and_names_no_one(
    journal: Browser, session: Session, sign_in, amina: Person
) -> None:
    other = make_person(session)
    session.commit()

    marks = [Typing(someone).form["data-owner"] for someone in (journal, sign_in(other), journal)]

    assert marks[0] == marks[2] != marks[1]
    assert str(uuid.UUID(str(amina.id)))[:8] not in marks[0]


def test_a_page_given_back_still_follows_its_draft(journal: Browser, session: Session, amina: Person) -> None:
    entry = make_entry(session, amina, "Avant")
    session.commit()
    for path in ("/journal/ecrire", f"/journal/{entry.id}/modifier"):
        page = journal.submit(journal.get(path), {"text": "", "draft_version": "3"}, status=422)
        assert page.select_one("[data-writing]")["data-draft-version"] == "3"
        assert page.select_one("[name=draft_version]")["value"] == "3"
        assert not page.select_one(".notice")


def test_a_draft_that_says_nothing_is_not_kept_and_emptied_goes(journal: Browser, session: Session) -> None:
    typing = Typing(journal)
    typing.save(" ", step="training", happened_on="2026-11-01")
    assert drafts(session) == []
    typing.save("", hindered="le bus")
    assert len(drafts(session)) == 1
    typing.save("")

    assert drafts(session) == []
    assert typing.version == 0
