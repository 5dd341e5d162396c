"""What the worker ends while someone reads: the page says so, and stays as it is under them."""

from typing import Any

from playwright.sync_api import expect
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.clock import now
from journal.entries.models import MaskingState
from journal.themes.models import RunStatus
from tests.browser.conftest import enter
from tests.factories import make_entry, make_lab, make_person
from tests.factories_themes import make_run, make_theme

PLACE = "() => [document.activeElement.id, Math.round(document.activeElement.getBoundingClientRect().top)]"
POLLS = "00:05"


def test_the_masked_text_is_there_and_its_author_opens_it_when_they_want(
    open_page: Any, amina: Person, session: Session
) -> None:
    entry = make_entry(session, amina, masked=False)
    session.commit()
    page = open_page(reduced_motion="reduce")  # what takes the keyboard is scrolled to at once
    page.clock.install()
    enter(page, f"/journal/{entry.id}/partage")
    page.get_by_label("Pour moi").focus()
    place = page.evaluate(PLACE)

    entry.masking_state, entry.masked_text = MaskingState.MASKED, "J’ai attendu le bus."
    session.commit()
    page.clock.fast_forward(POLLS)
    page.get_by_role("status").filter(has_text="Le masquage est terminé.").wait_for()

    assert page.evaluate(PLACE) == place
    page.get_by_role("link", name="Voir la suite").click()
    page.get_by_text("Ce que d’autres liraient").wait_for()


def test_an_analysis_that_ends_takes_nothing_from_whoever_reads_the_themes(open_page: Any, session: Session) -> None:
    lab = make_lab(session, "Lab Provence")
    make_person(session, lab, Role.COORDINATOR, username="denis")
    make_theme(session, make_run(session, lab))
    run = make_run(session, lab, status=RunStatus.RUNNING, requested_at=now(), progress=0.4, finished_at=None)
    session.commit()
    page = open_page(reduced_motion="reduce")  # what takes the keyboard is scrolled to at once
    page.clock.install()
    enter(page, "/themes/", "denis")
    page.get_by_text("Chercher un thème, ou les ranger autrement").click()
    search = page.get_by_label("Chercher un thème")
    search.press_sequentially("bus")
    place = page.evaluate(PLACE)

    run.status = RunStatus.SUCCEEDED
    session.commit()
    page.clock.fast_forward(POLLS)
    page.get_by_role("status").filter(has_text="Terminée.").wait_for()

    assert page.evaluate(PLACE) == place
    expect(search).to_have_value("bus")
    page.get_by_role("link", name="Voir la page à jour").click()
    page.locator("[data-progress]").wait_for(state="detached")
