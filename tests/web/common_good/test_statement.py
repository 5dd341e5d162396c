"""What the Lab wants together is written once by the team, and read by all of it."""

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from tests.conftest import SignIn
from tests.factories import make_lab, make_person
from tests.pages import main_of
from tests.web.common_good.agreeing import (
    PARTS,
    Scene,
)


@pytest.mark.parametrize("who", ["author", "partner", "mediator"])
def test_everyone_in_the_lab_reads_what_it_wants_together(scene: Scene, sign_in: SignIn, who: str) -> None:
    page = main_of(sign_in(getattr(scene, who)).get("/bien-commun"))

    for part, text in PARTS.items():
        assert part.label in page
        assert text in page


def test_the_first_statement_is_written_by_the_team_once(session: Session, sign_in: SignIn) -> None:
    coordinator = make_person(session, make_lab(session), Role.COORDINATOR)
    session.commit()
    browser = sign_in(coordinator)
    fields = {part.value: text for part, text in PARTS.items()}

    page = browser.submit(browser.get("/bien-commun/ecrire"), fields, status=422)
    assert "D’où vient ce texte" in page.text
    browser.submit(page, {"why": "Une réunion de juin."})

    assert "Une réunion de juin." in browser.get("/bien-commun/histoire").text
    browser.get("/bien-commun/ecrire", status=404)
