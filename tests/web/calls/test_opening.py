"""A coordinator opens a call in the name of the Lab: where it comes from, to whom, until when."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.calls import services
from journal.calls.models import Call, Invited
from journal.clock import now, today
from journal.common_good import services as common_good
from journal.common_good.models import Part
from journal.web.typography import spaced
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person
from tests.pages import Browser, main_of
from tests.unit.journal.narrative import scenes
from tests.web.calls.calling import QUESTION, Scene, propose

LAST_DAY = (today() + timedelta(days=21)).isoformat()
ASKED = {"question": QUESTION, "why": "Le car ne passe plus.", "invited": "both", "open_until": LAST_DAY}


def open_call(team: Browser, *, status: int = 303, **fields: object) -> str:
    team.submit(team.get("/appels/nouveau"), ASKED | fields, status=status)
    return str(team.response.location)


def test_a_call_says_which_themes_which_month_and_which_part_it_comes_from(session: Session, sign_in: SignIn) -> None:
    found = scenes.make_scene(session)
    month = scenes.publish(session, found)
    parts = {part: f"{part.label}." for part in Part}
    common_good.write_first(session, parts, "Juin.", by=found.first, now=NOW)
    session.commit()
    origins = {"themes": [str(found.theme.id)], "part": "whom", "digest": str(month.id)}

    page = open_call(sign_in(found.first), **origins)

    read = sign_in(found.people[0]).get(page)
    assert found.theme.label in main_of(read)
    assert "Pour qui." in main_of(read)
    assert read.select_one(f"main a[href$='/{month.month:%Y-%m}']")


def test_a_call_says_where_it_comes_from_when_the_lab_has_something_to_come_from(
    session: Session, sign_in: SignIn
) -> None:
    found = scenes.make_scene(session)
    session.commit()

    team = sign_in(found.first)
    refused = team.submit(team.get("/appels/nouveau"), ASKED, status=422)

    assert "Dites d’où vient la question" in main_of(refused)
    assert session.scalars(sa.select(Call)).all() == []


def test_what_is_to_be_mended_is_said_in_the_order_of_the_page_and_leads_there(
    session: Session, sign_in: SignIn
) -> None:
    found = scenes.make_scene(session)
    session.commit()

    team = sign_in(found.first)
    refused = team.submit(team.get("/appels/nouveau"), status=422)

    order = [link["href"].removeprefix("#") for link in refused.select(".error-summary a")]
    assert order == ["question", "why", "themes-0", "invited-0", "open_until"]
    places = [tag["id"] for tag in refused.select("main form [id]") if tag["id"] in order]
    assert places == order


def test_a_last_day_that_is_past_is_refused(scene: Scene, denis: Browser, session: Session) -> None:
    open_call(denis, open_until=(today() - timedelta(days=1)).isoformat(), status=422)

    assert session.scalars(sa.select(Call)).all() == []


def test_what_is_of_another_lab_is_no_origin(scene: Scene, session: Session) -> None:
    elsewhere = scenes.make_scene(session)
    month = scenes.publish(session, elsewhere)
    origins = services.Origins([elsewhere.theme.id], Part.WHOM, month.id)
    asking = services.Asking(QUESTION, "?", Invited.BOTH, today(), origins)
    made = services.open_call(session, asking, by=scene.coordinator, now=now())

    assert (made.themes, made.digest_id, made.part) == ([], None, None)


@pytest.mark.parametrize(("invited", "reads"), [("participants", "author"), ("partners", "partner")])
def test_those_who_are_not_invited_read_nothing_of_it(
    invited: str, reads: str, scene: Scene, denis: Browser, sign_in: SignIn
) -> None:
    page = open_call(denis, invited=invited)
    for name in ("author", "partner"):
        browser = sign_in(getattr(scene, name))
        status = 200 if name == reads else 404
        for address in (page, f"{page}/proposer"):
            browser.get(address, status=status)
        assert (spaced(QUESTION) in browser.get("/appels").text) is (name == reads)


def test_the_journal_tells_of_a_call_until_one_has_answered(call: str, amina: Browser, session: Session) -> None:
    assert "demande des idées" in main_of(amina.get("/journal/"))

    propose(amina, session, call)

    assert "demande des idées" not in main_of(amina.get("/journal/"))


def test_a_partner_is_told_of_a_call_until_they_have_answered(
    call: str, scene: Scene, sign_in: SignIn, session: Session
) -> None:
    carole = sign_in(scene.partner)
    assert carole.get("/cooperation").select(f"#awaited ul a[href='{call}']")

    propose(carole, session, call)

    assert not carole.get("/cooperation").select(f"#awaited ul a[href='{call}']")


def test_a_call_nobody_answered_is_deleted_and_no_other(
    call: str, denis: Browser, amina: Browser, session: Session
) -> None:
    denis.submit(denis.get(f"{call}/effacer"), form="main form:has(.btn-danger)")
    assert session.scalars(sa.select(Call)).all() == []


def test_a_call_someone_wrote_for_is_not_deleted(sent: str, call: str, denis: Browser) -> None:
    assert not denis.get(call).select(f"a[href='{call}/effacer']")
    assert not denis.get(f"{call}/effacer").select("main form")

    page = denis.post(f"{call}/effacer", status=422)

    assert "ne peut plus être effacé" in main_of(page)
    denis.get(call)


def test_a_coordinator_of_another_lab_knows_of_no_call(call: str, sent: str, session: Session, sign_in: SignIn) -> None:
    outsider = make_person(session, make_lab(session), Role.COORDINATOR)
    session.commit()
    browser = sign_in(outsider)

    assert spaced(QUESTION) not in browser.get("/appels").text
    for address in (call, f"{call}/clore", f"{call}/prolonger", sent, f"{sent}/repondre", f"{sent}/retenir"):
        browser.get(address, status=404)
