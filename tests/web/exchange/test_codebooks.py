"""A codebook corrected in another tool is shown first, then taken up as decisions on the themes it knows."""

import io
import uuid
from typing import Any

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent
from journal.themes.deciding import services
from journal.themes.deciding.decisions import Signed
from journal.themes.models import Theme, ThemeReview
from tests.conftest import SignIn
from tests.factories import NOW
from tests.pages import Browser
from tests.unit.journal.narrative.scenes import Scene, make_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    scene = make_scene(session)
    scene.theme.definition, scene.theme.includes = "Aller et venir.", "Le bus."
    session.commit()
    return scene


@pytest.fixture
def browser(scene: Scene, sign_in: SignIn) -> Browser:
    return sign_in(scene.first)


def exported(browser: Browser) -> str:
    browser.get("/exports/themes.qdc")
    return str(browser.response.get_data(as_text=True))


def give_back(browser: Browser, book: str, **options: Any) -> Any:
    file = (io.BytesIO(book.encode()), "grille.qdc")
    return browser.submit(browser.get("/exports"), {"codebook": file}, form="#grille", **options)


def take_up(browser: Browser, page: BeautifulSoup, **options: Any) -> BeautifulSoup:
    return browser.submit(page, form="form:has([name=changes])", follow=True, **options)


def shown(page: BeautifulSoup) -> dict[str, list[str]]:
    """What each line of the page says was, and would be."""
    lines = page.select("main dl > div")
    return {line.dt.get_text(): [told.get_text() for told in line.select("[data-user-text]")] for line in lines}


def test_what_would_change_is_shown_and_nothing_is_written(scene: Scene, session: Session, browser: Browser) -> None:
    book = exported(browser).replace("Les trajets", "Se déplacer").replace("Le bus.", "Le bus, le car.")

    page = give_back(browser, book, status=200)

    assert shown(page) == {"Nom": ["Les trajets", "Se déplacer"], "Y entre": ["Le bus.", "Le bus, le car."]}
    assert session.scalars(sa.select(ThemeReview)).all() == []


def test_names_and_definitions_changed_elsewhere_are_taken_up_signed_and_undoable(
    scene: Scene, session: Session, browser: Browser
) -> None:
    book = exported(browser).replace("Les trajets", "Se déplacer").replace("Le bus.", "Le bus, le car.")

    page = take_up(browser, give_back(browser, book, status=200))

    assert "1\u00a0thème changé." in page.get_text()
    theme = session.get_one(Theme, scene.theme.id, populate_existing=True)
    assert (theme.label, theme.definition, theme.includes) == ("Se déplacer", "Aller et venir.", "Le bus, le car.")
    reviews = session.scalars(sa.select(ThemeReview).where(ThemeReview.theme_id == theme.id)).all()
    assert {(review.action, review.by_id) for review in reviews} == {
        ("rename", scene.first.id),
        ("describe", scene.first.id),
    }
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "import_codebook")).one()
    assert event.detail == {"changed": 1}


def test_a_codebook_given_back_unchanged_changes_nothing(scene: Scene, session: Session, browser: Browser) -> None:
    page = give_back(browser, exported(browser), status=200)

    assert "Rien n’est à reprendre" in page.get_text()
    assert page.select("form:has([name=changes])") == []
    assert session.scalars(sa.select(ThemeReview)).all() == []


def test_a_tool_that_keeps_no_description_erases_none(scene: Scene, session: Session, browser: Browser) -> None:
    book = exported(browser)
    start, end = book.index("<Description>"), book.index("</Description>") + len("</Description>")

    page = give_back(browser, (book[:start] + book[end:]).replace("Les trajets", "Se déplacer"), status=200)
    take_up(browser, page)

    theme = session.get_one(Theme, scene.theme.id, populate_existing=True)
    assert (theme.label, theme.definition) == ("Se déplacer", "Aller et venir.")


def test_a_theme_of_another_lab_is_never_touched(scene: Scene, session: Session, browser: Browser) -> None:
    other = make_scene(session).theme
    session.commit()
    book = exported(browser).replace(str(scene.theme.id), str(other.id)).replace("Les trajets", "Pris")

    page = give_back(browser, book, status=200)

    assert "ne change rien" in page.get_text()
    mine = give_back(browser, exported(browser).replace("Les trajets", "Pris"), status=200)
    carried = str(mine.select_one("input[name=changes]")["value"]).replace(str(scene.theme.id), str(other.id))
    assert (
        "n’a pas bougé"
        in browser.submit(mine, {"changes": carried}, form="form:has([name=changes])", follow=True).get_text()
    )
    assert session.get_one(Theme, other.id, populate_existing=True).label == "Les trajets"


def test_one_name_too_long_and_nothing_is_kept(scene: Scene, session: Session, browser: Browser) -> None:
    first = exported(browser).replace("Le bus.", "Le car.")
    book = first.replace("</Codes>", f'<Code guid="{scene.theme.id}" name="{"a" * 61}" isCodable="true"/></Codes>')

    page = give_back(browser, book, status=422)

    assert "Rien n’a changé" in page.get_text()
    assert session.get_one(Theme, scene.theme.id, populate_existing=True).includes == "Le bus."


@pytest.mark.parametrize("book", ["", "bonjour", "<Project/>"])
def test_what_is_no_codebook_is_refused_beside_the_field(browser: Browser, book: str) -> None:
    page = give_back(browser, book, status=422)

    assert page.select_one("#codebook-error") is not None


def test_no_file_is_refused_beside_the_field(browser: Browser) -> None:
    page = browser.submit(browser.get("/exports"), form="#grille", status=422)

    assert "Choisissez un fichier" in page.get_text()


def test_a_code_that_is_no_theme_is_told_by_its_name(browser: Browser) -> None:
    book = exported(browser).replace(
        "</Codes>", f'<Code guid="{uuid.uuid4()}" name="Mobilité douce" isCodable="true"/></Codes>'
    )

    page = give_back(browser, book, status=200)

    assert "Mobilité douce" in page.get_text()


def test_what_someone_changed_since_it_was_shown_is_left_as_it_is(
    scene: Scene, session: Session, browser: Browser
) -> None:
    page = give_back(browser, exported(browser).replace("Le bus.", "Le car."), status=200)
    theme = session.get_one(Theme, scene.theme.id)
    services.describe(
        session, theme, Signed(session.merge(scene.second), NOW), definition="Autre", includes="Le bus.", excludes=""
    )
    session.commit()

    after = take_up(browser, page)

    assert "1\u00a0thème n’a pas bougé" in after.get_text()
    assert session.get_one(Theme, scene.theme.id, populate_existing=True).includes == "Le bus."


@pytest.mark.parametrize(
    "changes",
    ["", "x", "{}", "[[]]", "[1]", "null", '[["a", "b", [], "c"]]', "[" * 5000, '[["a", "b", ["c"], "d"]]'],
)
def test_a_form_made_by_hand_changes_nothing(scene: Scene, session: Session, browser: Browser, changes: str) -> None:
    page = give_back(browser, exported(browser).replace("Le bus.", "Le car."), status=200)

    browser.submit(page, {"changes": changes}, form="form:has([name=changes])", follow=True)

    assert session.scalars(sa.select(ThemeReview)).all() == []


def test_before_any_analysis_there_is_no_codebook_to_take(session: Session, scene: Scene, sign_in: SignIn) -> None:
    session.delete(session.merge(scene.run))
    session.commit()

    sign_in(scene.first).get("/exports/themes.qdc", status=303)
