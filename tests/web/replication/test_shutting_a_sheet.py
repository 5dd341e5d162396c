"""What other Labs read of an experiment is shut: nobody reads it there, and its words wait for its own Lab."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.replication.models import ShutSheet
from tests.pages import Browser, form_fields, main_of
from tests.web.replication.conftest import SHEET, Labs


def test_a_sheet_that_is_shut_is_read_by_no_other_lab_and_what_was_taken_up_stays(
    opened: str, taken: str, labs: Labs, ours: Browser, theirs: Browser
) -> None:
    ours.post(f"{labs.page}/refermer")

    theirs.get(opened, status=404)
    theirs.get(f"{opened}/reprendre", status=404)
    assert SHEET["title"] not in theirs.get("/essais-ouverts").text
    assert "Repris d’un essai de Lab Provence." in main_of(theirs.get(taken))
    assert "Lab Littoral" in main_of(ours.get(labs.page))


def test_the_words_of_a_sheet_that_is_shut_wait_for_its_own_coordinators_to_open_it_again(
    opened: str, labs: Labs, ours: Browser, theirs: Browser, session: Session
) -> None:
    ours.post(f"{labs.page}/refermer")
    theirs.get(f"{labs.page}/ouvrir", status=404)
    assert "Rouvrir la fiche aux autres Labs" in main_of(ours.get(labs.page))
    page = ours.get(f"{labs.page}/ouvrir")
    assert form_fields(page.select_one("form:has([name=lesson])")).items() >= SHEET.items()
    assert "les mots de la fiche que vous avez refermée" in main_of(ours.get(f"{labs.page}/effacer"))

    ours.submit(page, {"lesson": "L’heure compte."}, form="form:has([name=lesson])")

    sheet = str(theirs.get("/essais-ouverts").select_one("main h2 a")["href"])
    assert "L’heure compte." in main_of(theirs.get(sheet))
    assert session.scalars(sa.select(ShutSheet)).all() == [], "one text at a time"


def test_they_are_erased_by_its_own_coordinators_alone(
    opened: str, labs: Labs, ours: Browser, theirs: Browser, session: Session
) -> None:
    ours.post(f"{labs.page}/refermer")
    theirs.post(f"{labs.page}/fiche-refermee/effacer", status=404)

    ours.submit(ours.get(f"{labs.page}/ouvrir"), form="form[action$='/effacer']")

    assert SHEET["lesson"] not in ours.get(f"{labs.page}/ouvrir").text
    assert session.scalars(sa.select(ShutSheet)).all() == []
    session.commit()
    ours.post(f"{labs.page}/fiche-refermee/effacer", status=404)
