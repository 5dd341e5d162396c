"""Someone without words that day keeps what they felt: it is theirs, and counts with others only if they say so."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.clock import now, today
from journal.entries import services
from journal.entries.models import Draft, Entry, MaskingState, Sharing, SharingChange
from journal.entries.rules import SHARING_TEXT_VERSION
from journal.pathways.models import StepKind
from nlp.emotions import Emotion
from tests.factories import make_entry
from tests.pages import Browser, form_fields
from tests.web.entries.conftest import look_for, the_entry


def keep(journal: Browser, **fields) -> None:
    journal.submit(journal.get("/journal/ecrire"), {"emotions": ["anger"]} | fields)


@pytest.fixture
def counted(session: Session, amina: Person) -> Entry:
    """What was felt during interviews, that its author lets count with others."""
    entry = felt(session, amina, step=StepKind.INTERVIEWS)
    services.share(session, entry, Sharing.THEMES, now=now())
    session.commit()
    return entry


def felt(session: Session, author: Person, **values) -> Entry:
    entry = make_entry(session, author, "", emotions={Emotion.ANGER: 4}, **values)
    session.commit()
    return entry


def test_an_emotion_alone_is_kept_and_waits_for_no_machine(journal: Browser, session: Session) -> None:
    keep(journal, intensity_anger="4", agency="2", step="interviews")

    entry = the_entry(session)
    assert (entry.text, entry.masked_text, entry.passages) == ("", "", [])
    assert (entry.masking_state, entry.sharing) == (MaskingState.MASKED, Sharing.PRIVATE)
    page = journal.get(journal.response.location)
    assert page.select_one("h1").text.startswith("Ressenti du ")
    assert "Ce que vous avez ressenti suffit" in page.select_one("article").text
    assert "Colère, fortement" in page.select_one(".facts").get_text(" ")


def test_another_word_alone_is_kept_too(journal: Browser, session: Session) -> None:
    keep(journal, emotions=[], free_emotion="vidée")

    assert the_entry(session).free_emotion == "vidée"
    assert "vidée" in journal.get("/journal/").select_one(".timeline").text


@pytest.mark.any_database
@pytest.mark.parametrize("fields", [{}, {"helped": "ma sœur"}, {"agency": "4", "step": "training"}])
def test_neither_words_nor_emotion_is_refused_with_a_sentence(journal: Browser, session: Session, fields: dict) -> None:
    page = journal.submit(journal.get("/journal/ecrire"), {"text": " \n"} | fields, status=422)

    assert "choisissez une émotion" in page.select_one(".error-summary").text
    assert page.select_one("details:has([name=helped])").has_attr("open") is ("helped" in fields or "agency" in fields)
    assert session.scalars(sa.select(Entry)).all() == []


def test_what_helped_is_masked_before_anything_though_there_is_no_text(journal: Browser, session: Session) -> None:
    keep(journal, helped="Karim", step="interviews")

    entry = the_entry(session)
    assert entry.masking_state is MaskingState.RECEIVED
    page = journal.get(f"/journal/{entry.id}/partage")
    assert "en train d’être masqués" in page.text


def test_a_double_click_keeps_one_and_another_emotion_is_not_lost(journal: Browser, session: Session) -> None:
    page = journal.get("/journal/ecrire")
    for _ in range(2):
        journal.submit(page, {"emotions": ["anger"]})
    assert len(session.scalars(sa.select(Entry)).all()) == 1
    session.commit()

    both = journal.submit(page, {"emotions": ["shame"]}, status=409)

    assert "Colère" in both.select_one(".error-summary blockquote").text
    assert both.select_one("#emotion-shame").has_attr("checked")


def test_an_emotion_chosen_and_not_sent_waits_in_the_journal(journal: Browser, session: Session, amina: Person) -> None:
    page = journal.get("/journal/ecrire")
    sent = form_fields(page.select_one("form[data-writing]"))
    draft = {"submission": sent["submission"], "draft_version": 0, "content": {"emotions": ["shame"]}}
    headers = {"X-CSRFToken": sent["csrf_token"]}

    journal.client.post("/journal/brouillon", json=draft, headers=headers)
    assert "Honte" in journal.get("/journal/").select_one(".drafts").text
    journal.submit(journal.get("/journal/ecrire"))

    assert [row.emotion for row in the_entry(session).emotions] == [Emotion.SHAME]
    late = journal.client.post("/journal/brouillon", json=draft, headers=headers)
    assert late.json == {"version": 0, "sent": True}
    assert session.scalars(sa.select(Draft)).all() == []


def test_nothing_may_be_quoted_and_one_reads_what_would_count(
    journal: Browser, session: Session, amina: Person
) -> None:
    entry = felt(session, amina, step=StepKind.INTERVIEWS, agency=2, free_emotion="vidée")

    page = journal.get(f"/journal/{entry.id}/partage")

    assert [box["value"] for box in page.select("[name=sharing]")] == ["private", "themes"]
    shown = page.select_one("main").get_text(" ", strip=True)
    for word in ("Entretiens", "Colère", "plutôt subi", "rien ne peut rejoindre un thème ni être cité"):
        assert word in shown
    assert "vidée" not in shown
    journal.submit(page, {"sharing": "quotable"}, status=422)
    assert the_entry(session).sharing is Sharing.PRIVATE


def test_sharing_counts_along_the_pathway_and_is_taken_back_in_one_gesture(
    journal: Browser, session: Session, amina: Person
) -> None:
    entry = felt(session, amina, step=StepKind.INTERVIEWS)
    page = journal.get(f"/journal/{entry.id}/partage")

    told = journal.submit(page, {"sharing": "themes"}, follow=True)

    assert "compté avec ce que d’autres ressentent" in told.select_one(".notice-done").text
    assert "Compte le long du parcours" in told.select_one(".facts").text
    (change,) = session.scalars(sa.select(SharingChange))
    assert (change.new, change.text_version) == (Sharing.THEMES, SHARING_TEXT_VERSION)
    session.commit()
    assert "Sans texte, rien ne rejoint un thème" in journal.get(f"/mes-droits/textes/{entry.id}").text
    journal.submit(journal.get(f"/journal/{entry.id}/partage"), {"sharing": "private"})
    assert the_entry(session).sharing is Sharing.PRIVATE


@pytest.mark.parametrize(
    ("values", "missing"), [({}, "ajoutez l’étape"), ({"step": StepKind.TRAINING}, "ajoutez une émotion du tableau")]
)
def test_what_can_be_counted_nowhere_is_not_offered_and_says_what_is_missing(
    journal: Browser, session: Session, amina: Person, values: dict, missing: str
) -> None:
    entry = make_entry(session, amina, "", free_emotion="vidée", **values)
    session.commit()

    here = f"/journal/{entry.id}"
    page = journal.get(f"{here}/partage")

    assert page.select("[name=sharing]") == []
    assert journal.get(here).select(f"main a[href='{here}/partage']") == [], "a page where nothing is chosen"
    assert missing in page.select_one("main").text
    for level in (Sharing.THEMES, Sharing.QUOTABLE):
        with pytest.raises(services.NothingToShare):
            services.share(session, entry, level, now=now())


def test_a_step_taken_off_or_words_added_take_back_what_was_shared(
    journal: Browser, session: Session, counted: Entry
) -> None:
    answer = journal.submit(journal.get(f"/journal/{counted.id}/modifier"), {"step": ""}, follow=True)

    assert "redevenu pour vous seul·e" in answer.select_one(".notice-done").text
    assert the_entry(session).sharing is Sharing.PRIVATE


def test_words_added_are_masked_and_read_before_anything(journal: Browser, session: Session, counted: Entry) -> None:
    journal.submit(journal.get(f"/journal/{counted.id}/modifier"), {"text": "Karim m’a fait attendre."})

    entry = the_entry(session)
    assert (entry.masking_state, entry.sharing, entry.masked_text) == (MaskingState.RECEIVED, Sharing.PRIVATE, None)


def test_a_text_taken_off_leaves_what_was_felt_to_its_author_alone(
    journal: Browser, session: Session, amina: Person
) -> None:
    entry = make_entry(session, amina, emotions={Emotion.ANGER: 4}, sharing=Sharing.QUOTABLE, step=StepKind.TRAINING)
    session.commit()

    journal.submit(journal.get(f"/journal/{entry.id}/modifier"), {"text": ""})

    entry = the_entry(session)
    assert (entry.sharing, entry.masked_text, entry.passages) == (Sharing.PRIVATE, "", [])


def test_it_is_found_reread_drawn_taken_away_and_erased_like_any_other(
    journal: Browser, session: Session, amina: Person
) -> None:
    entry = felt(session, amina)
    make_entry(session, amina)
    session.commit()

    found = look_for(journal, "colère")
    assert len(found.select(".timeline li")) == 1
    assert found.select_one("[role=status]").text.startswith("1\u00a0ressenti avec")
    assert "plutôt désagréable" in journal.get("/journal/parcours").text
    kept = journal.client.post("/mes-droits/carnet.html", data={"csrf_token": journal.token()}).text
    page = BeautifulSoup(kept, "html.parser")
    assert "1\u00a0texte et 1\u00a0ressenti" in page.select_one(".made").text
    assert "colère (fortement)" in page.text
    assert len(page.select("article p.text")) == 1
    assert journal.client.post("/mes-droits/carnet.pdf", data={"csrf_token": journal.token()}).data[:5] == b"%PDF-"
    erasing = journal.get(f"/journal/{entry.id}/effacer")
    assert "Colère" in erasing.select_one("blockquote").text
    assert "en le retirant du récit" not in erasing.text, "it is in none"


def test_its_pages_say_what_they_lead_to_and_what_changing_it_does(journal: Browser, counted: Entry) -> None:
    here = f"/journal/{counted.id}"
    assert journal.get(here).select_one("main .btn-primary").text == "Changer ce choix"
    trace = journal.get(f"/mes-droits/textes/{counted.id}")
    assert trace.select_one(f"main .actions a[href='{here}']").text == "Revenir à ce ressenti"
    edit = journal.get(f"{here}/modifier")
    assert edit.select_one("h1").text == "Modifier ce ressenti"
    assert "Si vous changez le texte" not in edit.text


def test_what_was_felt_is_not_run_together_with_who_it_is_for(journal: Browser, counted: Entry) -> None:
    tags = journal.get("/journal/").select_one(".timeline li .tag").parent
    assert " ".join(tags.text.split()) == "Colère, Compte le long du parcours"


def test_each_entry_has_a_heading_and_two_of_one_day_are_told_apart(
    journal: Browser, session: Session, amina: Person
) -> None:
    felt(session, amina, step=StepKind.INTERVIEWS)
    felt(session, amina, written_at=now() + timedelta(hours=1))
    make_entry(session, amina, emotions={Emotion.JOY: 4})
    session.commit()

    entries = journal.get("/journal/").select(".timeline > li")

    day = "12\u00a0novembre\u00a02026"
    assert [entry.h3.text for entry in entries].count(f"{day} · Entretiens") == 1
    links = {" ".join(entry.select_one(".reread").text.split()) for entry in entries}
    assert len(links) == 3
    assert sum("12 novembre 2026 : Colère, gardé le" in link for link in links) == 2


def test_two_of_one_day_a_year_ago_are_told_apart(journal: Browser, session: Session, amina: Person) -> None:
    for hours in (0, 1):
        felt(
            session,
            amina,
            happened_on=today() - timedelta(days=365),
            written_at=now() - timedelta(days=365, hours=hours),
        )

    links = journal.get("/journal/parcours").select("#year-ago .reread")

    assert len({link.text for link in links}) == 2


def test_your_data_say_what_becomes_of_an_emotion_alone(journal: Browser) -> None:
    assert "Un ressenti sans textePersonne ne le lit." in journal.get("/vos-donnees").text


def test_no_page_calls_it_a_text(journal: Browser, session: Session, amina: Person) -> None:
    entry = felt(session, amina, step=StepKind.INTERVIEWS)
    texts = ("ce texte", "le texte", "votre texte", "1 texte", "modifier ce texte", "garder ce texte")

    for path in ("", "/partage", "/modifier", "/effacer"):
        said = journal.get(f"/journal/{entry.id}{path}").select_one("main").get_text(" ").replace("\u00a0", " ").lower()
        assert [words for words in texts if words in said] == [], path

    erased = journal.submit(journal.get(f"/journal/{entry.id}/effacer"), follow=True)
    assert erased.select_one(".notice-done").get_text(strip=True).startswith("Le ressenti est effacé")


def test_a_search_tells_texts_from_what_was_felt(journal: Browser, session: Session, amina: Person) -> None:
    def told() -> str:
        return look_for(journal, "colère").select_one("[role=status]").get_text()

    felt(session, amina)
    assert told().startswith("1\u00a0ressenti avec")
    make_entry(session, amina, emotions={Emotion.ANGER: 4})
    session.commit()
    assert told().startswith("1\u00a0texte et 1\u00a0ressenti avec")
