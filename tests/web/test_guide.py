"""The coordinators' guide is read in the application, and pages lead to the chapter that speaks of them."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.home.guide import CHAPTERS, GUIDE, PICTURES, chapter_of
from tests.conftest import SignIn
from tests.factories import make_lab, make_person
from tests.pages import Browser

ADDRESS = "/aide/coordination"


@pytest.fixture
def team(session: Session, sign_in: SignIn) -> Browser:
    person = make_person(session, make_lab(session), Role.COORDINATOR)
    session.commit()
    return sign_in(person)


def test_the_guide_is_a_page_with_its_chapters_and_its_pictures(team: Browser) -> None:
    page = team.get(ADDRESS)

    text = GUIDE.read_text("utf-8").replace("\u00a0", " ")
    written = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    chapters = [heading.text.replace("\u00a0", " ") for heading in page.select(".guide h2")]
    assert chapters == written
    assert [f"{part['id']}-titre" for part in page.select(".guide section")] == [h["id"] for h in page.select("h2")]
    pictures = page.select(".guide img")
    assert len(pictures) >= 9
    for picture in pictures:
        assert str(picture["alt"])
        team.get(str(picture["src"]))
        assert team.response.mimetype == "image/png"
        team.response.close()
    assert page.select(".guide .table-scroll table th[scope=col]")
    named = {str(table["aria-labelledby"]) for table in page.select(".guide table")}
    assert named <= {str(heading["id"]) for heading in page.select(".guide :is(h2, h3)")}


def test_pages_lead_to_the_chapter_that_speaks_of_them(team: Browser) -> None:
    link = team.get("/indicateurs").select_one("main a[href*='/aide/coordination#']")

    assert link is not None
    assert link["href"] == f"{ADDRESS}#les-indicateurs"
    assert team.get(ADDRESS).select_one("#les-indicateurs")
    assert team.get(ADDRESS).select_one("nav a[aria-current=page]").text == "Guide"


def test_the_help_of_participants_leads_the_team_to_it(team: Browser, browser: Browser) -> None:
    assert team.get("/aide").select(f"main a[href='{ADDRESS}']")
    assert not browser.get("/aide").select(f"a[href='{ADDRESS}']")


def test_the_help_of_a_partner_says_what_a_partner_does(session: Session, sign_in: SignIn) -> None:
    person = make_person(session, make_lab(session), Role.PARTNER)
    person.lab.contact = "lab@example.org"
    session.commit()

    page = sign_in(person).get("/aide")

    leads = {str(link["href"]) for link in page.select("main a")}
    assert {"/bien-commun", "/indicateurs", "/experimentations", "/cooperation", "mailto:lab@example.org"} <= leads
    assert "journal" not in page.select_one("main").text


def test_every_chapter_named_exists_and_every_page_too(app: Flask) -> None:
    with app.test_request_context():
        assert all(chapter_of(endpoint) is not None for endpoint in CHAPTERS)
    assert CHAPTERS.keys() <= app.view_functions.keys()


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.PARTNER])
def test_nobody_but_the_team_reads_the_guide(session: Session, sign_in: SignIn, role: Role) -> None:
    person = make_person(session, make_lab(session), role)
    session.commit()
    browser = sign_in(person)

    browser.get(ADDRESS, status=404)
    assert not browser.get("/indicateurs").select("a[href*='/aide/coordination']")


def test_no_file_beside_its_pictures_is_served(team: Browser) -> None:
    assert (PICTURES.parent.parent / "deployment.md").exists()

    for name in ("..%2f..%2fdeployment.md", "absent.png"):
        team.get(f"{ADDRESS}/{name}", status=404)
