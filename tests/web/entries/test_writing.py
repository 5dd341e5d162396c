"""Someone writes; nothing they type is lost or altered."""

import unicodedata
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.clock import now, today
from journal.config import Settings
from journal.entries import services
from journal.entries.models import Entry, MaskingState, Sharing
from nlp.emotions import Emotion
from tests.factories import make_person
from tests.pages import Browser
from tests.together import do_together
from tests.web.entries.conftest import the_entry

TEXT = "J’ai attendu le bus une heure, et l’accueil m’a souri."


def write(journal: Browser, **fields) -> None:
    journal.submit(journal.get("/journal/ecrire"), {"text": TEXT} | fields)


def test_a_text_alone_is_kept_private_and_waits_for_its_mask(journal: Browser, session: Session) -> None:
    write(journal)

    entry = the_entry(session)
    assert entry.text == TEXT
    assert entry.sharing is Sharing.PRIVATE
    assert entry.masking_state is MaskingState.RECEIVED
    assert entry.agency is None
    page = journal.get(journal.response.location)
    assert page.select_one(".entry-text").text == TEXT
    assert page.select_one(".notice-done").get_text(strip=True) == "C’est gardé, pour vous seul·e."


def test_everything_one_may_add_is_kept_and_shown(journal: Browser, session: Session) -> None:
    write(
        journal,
        step="training",
        emotions=["pride", "worry"],
        intensity_pride="5",
        free_emotion="élan",
        helped="ma voisine",
        hindered="le bus",
        agency="4",
        next_step="rappeler mardi",
        prompt="moment-01",
    )

    page = journal.get(journal.response.location)

    entry = the_entry(session)
    assert {row.emotion: row.intensity for row in entry.emotions} == {Emotion.PRIDE: 5, Emotion.WORRY: None}
    facts = page.select_one(".facts").get_text(" ")
    for shown in (
        "Formation",
        "Fierté, très fortement",
        "élan",
        "ma voisine",
        "le bus",
        "plutôt agi",
        "rappeler mardi",
    ):
        assert shown in facts
    assert "comme si vous y étiez" in page.select_one(".asked").text


def test_an_empty_text_is_refused_with_a_sentence(journal: Browser, session: Session) -> None:
    page = journal.submit(journal.get("/journal/ecrire"), {"text": "  \n ", "helped": "ma sœur"}, status=422)

    assert "Écrivez quelques mots" in page.select_one(".error-summary").text
    assert page.select_one("[name=helped]")["value"] == "ma sœur"
    assert session.scalars(sa.select(Entry)).all() == []


def test_a_double_click_keeps_one_entry(journal: Browser, session: Session) -> None:
    page = journal.get("/journal/ecrire")

    journal.submit(page, {"text": TEXT})
    first = journal.response.location
    journal.submit(page, {"text": TEXT})

    assert journal.response.location == first
    assert the_entry(session).text == TEXT


def test_two_clicks_at_the_same_moment_keep_one_entry(settings: Settings, session: Session) -> None:
    author = make_person(session)
    session.commit()
    content = services.EntryContent("Deux clics.", today())

    def click(own: Session) -> None:
        services.write_entry(own, own.get_one(Person, author.id), content, submission="a" * 32, now=now())

    assert do_together(settings.database, click) == []
    assert len(session.scalars(sa.select(Entry)).all()) == 1


def test_the_same_page_sent_twice_with_two_texts_shows_both(journal: Browser, session: Session) -> None:
    page = journal.get("/journal/ecrire")
    journal.submit(page, {"text": TEXT})

    second = journal.submit(page, {"text": "La même page, dans un autre onglet."}, status=409)

    assert TEXT in second.select_one(".error-summary blockquote").text
    assert "autre onglet" in second.select_one("textarea[name=text]").text
    journal.submit(second)
    assert the_entry(session).text == "La même page, dans un autre onglet."


def test_10001_characters_are_refused_and_kept_on_the_page(journal: Browser) -> None:
    page = journal.submit(journal.get("/journal/ecrire"), {"text": "é" * 10_001}, status=422)

    assert "10001 caractères, soit 1 de trop" in page.select_one(".error-summary").text
    assert len(page.select_one("textarea[name=text]").text.strip()) == 10_001


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("😀" * 10_000, "😀" * 10_000, id="ten thousand emoji"),
        pytest.param("a\r\n" * 4_998 + "fin.", "a\n" * 4_998 + "fin.", id="Windows line ends count once"),
        pytest.param("e\u0301" * 10_000, "é" * 10_000, id="decomposed accents count once"),
        pytest.param("avant\x00après\x07", "avantaprès", id="control characters leave"),
        pytest.param("مرحبا بكم في العمل", "مرحبا بكم في العمل", id="right to left"),
        pytest.param("=1+1\t@SUM(A1)", "=1+1\t@SUM(A1)", id="a formula is only text"),
        pytest.param("<script>alert(1)</script> & <b>", "<script>alert(1)</script> & <b>", id="markup is only text"),
        pytest.param("l'été : super !", "l'été : super !", id="one's own typography"),
    ],
)
def test_what_is_typed_is_what_is_kept_and_shown(journal: Browser, session: Session, typed: str, kept: str) -> None:
    write(journal, text=typed)

    page = journal.get(journal.response.location)

    assert the_entry(session).text == unicodedata.normalize("NFC", kept)
    shown = page.select_one(".entry-text")
    assert shown.text == kept
    assert shown["dir"] == "auto"
    assert not shown.find_all(True)


def test_a_day_to_come_and_a_wrong_year_are_refused(journal: Browser) -> None:
    tomorrow = (today() + timedelta(days=1)).isoformat()

    for day, sentence in ((tomorrow, "pas encore arrivée"), ("0202-01-01", "trop ancienne")):
        page = journal.submit(journal.get("/journal/ecrire"), {"text": TEXT, "happened_on": day}, status=422)
        assert sentence in page.select_one(".error-summary").text


def test_a_fourth_emotion_is_refused_kindly(journal: Browser) -> None:
    four = ["joy", "hope", "worry", "shame"]

    page = journal.submit(journal.get("/journal/ecrire"), {"text": TEXT, "emotions": four}, status=422)

    assert "trois émotions au plus" in page.select_one(".error-summary").text
    assert len(page.select("[name=emotions][checked]")) == 4


def test_strange_values_in_the_form_are_refused_or_ignored(journal: Browser, session: Session) -> None:
    page = journal.get("/journal/ecrire")
    journal.submit(page, {"text": TEXT, "emotions": ["boredom"]}, status=422)
    journal.submit(page, {"text": TEXT, "step": "moon"}, status=422)
    journal.submit(page, {"text": TEXT, "agency": "9"}, status=422)

    journal.submit(page, {"text": TEXT, "emotions": ["joy"], "intensity_joy": "99"})

    assert the_entry(session).emotions[0].intensity is None


def test_writing_faster_than_a_person_is_slowed_down_and_the_text_kept(journal: Browser) -> None:
    for number in range(10):
        write(journal, text=f"Texte {number}")

    page = journal.submit(journal.get("/journal/ecrire"), {"text": "Le onzième"}, status=429)

    assert "Le onzième" in page.select_one("textarea").text


def test_emotions_are_asked_about_after_writing_and_never_ticked(journal: Browser, session: Session) -> None:
    write(journal, text="Je suis fière de moi, j’ai réussi l’entretien.")
    page = journal.get(journal.response.location)
    asked = page.select("[id^=asked-]")

    assert asked[0]["id"] == "asked-pride"
    assert len(asked) == 3
    assert not [box for box in asked if box.has_attr("checked")]
    assert the_entry(session).emotions == []
    journal.post(f"/journal/{the_entry(session).id}/ressenti", {"emotions": "pride"})
    assert [row.emotion for row in the_entry(session).emotions] == [Emotion.PRIDE]


def test_helplines_stand_beside_words_of_distress_and_are_stored_nowhere(journal: Browser, session: Session) -> None:
    write(journal, text="J’ai envie de mourir, je n’en peux plus.")
    page = journal.get(journal.response.location)

    assert page.select_one(".helplines a[href='tel:3114']")
    write(journal, text="Le bus était à l’heure.")
    assert not journal.get(journal.response.location).select_one(".helplines")


def test_three_questions_of_three_families_are_offered_and_none_is_taken(journal: Browser) -> None:
    page = journal.get("/journal/ecrire")

    ids = [str(field["value"]) for field in page.select("[name=prompt]")]
    assert len({value.rsplit("-", 1)[0] for value in ids if value}) == 3
    assert page.select_one("[name=prompt][checked]")["value"] == ""
