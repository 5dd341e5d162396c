"""A page tells each participant where their words went in a month: only what they may know, only to them."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.config import Settings
from journal.entries.models import Sharing
from journal.narrative.models import Contribution, ContributionState, Digest, DigestParagraph
from journal.narrative.removing.taking_down import take_down
from journal.rights import news
from journal.themes.models import ThemeStatus
from tests.conftest import SignIn
from tests.factories import NOW, make_entry, make_person
from tests.unit.journal.narrative.scenes import NOVEMBER, Scene
from tests.web.rights.notices.december import PAGE, prepare


def things(session: Session, person: Person) -> int:
    found = news.of_month(session, person, NOVEMBER, floor=5).things
    session.commit()
    return found


def test_the_page_tells_what_one_s_words_joined_what_was_said_and_answered(
    sign_in: SignIn, session: Session, scene: Scene, author: Person
) -> None:
    session.add(
        Contribution(
            lab_id=scene.lab.id,
            theme_id=scene.theme.id,
            author_id=author.id,
            text="Il manque le vélo.",
            state=ContributionState.ACCEPTED,
            answer="Merci, c’est ajouté.",
            at=NOW,
            answered_at=NOW,
        )
    )
    session.commit()

    told = sign_in(author).get("/mes-droits/mois/2026-11").main.text

    for said in (
        "Les trajets",
        "avec un de vos textes",
        "Le récit en parle",
        "une navette",
        "Il manque le vélo.",
        "c’est ajouté",
    ):
        assert said in told


def test_a_month_before_or_after_tells_nothing_of_it(session: Session, author: Person) -> None:
    for month in (date(2026, 10, 1), date(2026, 12, 1)):
        assert news.of_month(session, author, month, floor=5).things == 0


def test_whoever_shared_nothing_is_told_nothing(session: Session, scene: Scene) -> None:
    silent = make_person(session, scene.lab)
    make_entry(session, silent, "Pour moi.", sharing=Sharing.PRIVATE)

    assert things(session, silent) == 0


def test_a_theme_of_too_few_people_or_that_nobody_reviewed_is_not_told(
    session: Session, scene: Scene, author: Person
) -> None:
    before = things(session, author)
    for entry in scene.entries[1:10]:
        entry.sharing = Sharing.PRIVATE
    session.commit()
    under_the_threshold = news.of_month(session, author, NOVEMBER, floor=5)
    assert before > 0
    assert not under_the_threshold.joined
    assert not under_the_threshold.answers

    for entry in scene.entries:
        entry.sharing = Sharing.QUOTABLE
    scene.theme.status = ThemeStatus.PROPOSED
    session.commit()
    assert not news.of_month(session, author, NOVEMBER, floor=5).joined


def test_words_taken_back_are_told_no_more(session: Session, scene: Scene, author: Person) -> None:
    scene.entries[0].sharing = Sharing.PRIVATE
    session.commit()

    found = news.of_month(session, author, NOVEMBER, floor=5)

    assert not found.joined
    assert not found.answers


def test_a_month_whose_part_was_taken_down_is_told_no_more(session: Session, scene: Scene, author: Person) -> None:
    parts = sa.select(DigestParagraph).where(DigestParagraph.theme_id == scene.theme.id)
    assert theme_told(session, author)

    for part in session.scalars(parts).all():
        take_down(session, part, now=NOW)

    assert not theme_told(session, author)


def theme_told(session: Session, person: Person) -> bool:
    return any(told.themes for told in news.of_month(session, person, NOVEMBER, floor=5).published)


def test_the_journal_says_there_is_news_until_it_is_read(
    app: Flask, settings: Settings, sign_in: SignIn, author: Person
) -> None:
    browser = sign_in(author)
    assert "fait du chemin" not in browser.get("/journal/").main.text

    prepare(app, settings)
    assert "Vos mots ont fait du chemin au mois de novembre" in browser.get("/journal/").main.text

    page = browser.get(PAGE)
    assert "fait du chemin" in browser.get("/journal/").main.text, "opening a page decides nothing"
    browser.submit(page, form="main form")
    assert "fait du chemin" not in browser.get("/journal/").main.text


def test_a_month_to_come_and_a_month_that_does_not_exist_are_not_pages(sign_in: SignIn, author: Person) -> None:
    browser = sign_in(author)
    for month in ("2999-01", "2026-13", "mai"):
        browser.get(f"/mes-droits/mois/{month}", status=404)


def test_from_a_text_one_reaches_the_part_of_the_recit_that_speaks_of_it(
    sign_in: SignIn, scene: Scene, author: Person
) -> None:
    browser = sign_in(author)

    page = browser.get(f"/mes-droits/textes/{scene.entries[0].id}")

    link = page.find("a", string="novembre\xa02026")
    path, _, part = link["href"].partition("#")
    assert browser.get(path).find(id=part).h2.text == "Les trajets"


def set_opening(session: Session, scene: Scene, text: str, evidence: list[list[str]]) -> None:
    """Make the part of the récit about the theme open on a sentence, as the machine would have written it."""
    [part] = [p for digest in session.scalars(sa.select(Digest)) for p in digest.paragraphs if p.kind == "theme"]
    part.sentences = [{"text": text, "evidence": evidence}]
    part.text = f"{text} On y lit la fatigue."
    session.commit()


def test_what_the_recit_says_of_one_s_words_is_a_whole_sentence(
    sign_in: SignIn, session: Session, scene: Scene, author: Person
) -> None:
    whole = "Environ quinze personnes parlent du trajet de Mme [NOM] à M. [NOM]."
    set_opening(session, scene, whole, [["theme", str(scene.theme.id)]])

    page = sign_in(author).get(f"/mes-droits/textes/{scene.entries[0].id}")

    assert page.find("a", string="novembre\xa02026").find_next("span", class_="muted").text == whole


@pytest.mark.parametrize("evidence", [["passage", "p"], ["figure", "t/helped"], ["figure", "t/hindered"]])
def test_somebody_else_s_words_or_a_count_of_words_are_not_said_to_be_what_the_recit_says(
    sign_in: SignIn, session: Session, scene: Scene, author: Person, evidence: list[str]
) -> None:
    set_opening(session, scene, "Ce qui a aidé : «\u00a0groupe\u00a0».", [["theme", "t"], evidence])

    page = sign_in(author).get(f"/mes-droits/textes/{scene.entries[0].id}")

    assert page.find("a", string="novembre\xa02026") is not None
    assert "Ce qui a aidé" not in page.main.text


def test_a_part_told_before_one_s_words_joined_is_not_theirs(
    sign_in: SignIn, session: Session, scene: Scene, author: Person
) -> None:
    scene.run.until = date(2026, 12, 31)
    session.commit()

    page = sign_in(author).get(f"/mes-droits/textes/{scene.entries[0].id}")

    assert "Les trajets" in page.main.text
    assert page.find("a", string="novembre\xa02026") is None


def test_readings_too_old_to_be_kept_are_not_said_to_be_none(sign_in: SignIn, author: Person) -> None:
    browser = sign_in(author)

    assert "personne de l’équipe n’a lu" in browser.get(PAGE).main.text
    assert "ne sont plus gardées" in browser.get("/mes-droits/mois/2024-11").main.text
