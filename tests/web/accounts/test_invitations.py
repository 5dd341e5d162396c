"""Invitations and groups: whom staff let into their own Lab."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts import services
from journal.accounts.models import Cohort, Invitation, Lab, Person, Role
from journal.clock import now
from tests.factories import PASSPHRASE, make_cohort, make_lab, make_person
from tests.pages import Browser


def invite(browser: Browser, status: int = 303, **fields: str) -> str:
    """Make a code with the form and read it on the next page."""
    browser.submit(browser.get("/invitations"), fields, status=status)
    if status != 303:
        return ""
    return str(browser.get("/invitations/code").select("strong.code")[1].text)


def test_a_code_made_for_a_group_lets_its_people_in(
    coordination: Browser, browser: Browser, session: Session, lab: Lab
) -> None:
    cohort = make_cohort(session, lab, name="Printemps")
    session.commit()

    code = invite(coordination, cohort=str(cohort.id), max_uses="12")

    browser.submit(browser.get("/rejoindre"), {"code": code})
    assert "Printemps" in browser.get(browser.response.location).text


def test_the_page_of_a_code_prints_and_shows_it_once(coordination: Browser) -> None:
    coordination.submit(coordination.get("/invitations"), {"max_uses": "3"})
    page = coordination.get("/invitations/code")
    assert "http://127.0.0.1:8000/rejoindre" in page.text
    assert "3\u00a0personnes" in page.text
    codes = [slip.select("strong.code")[1].text for slip in page.select(".slip")]
    assert len(codes) == 3
    assert len(set(codes)) == 1
    assert "3\u00a0billets à découper" in page.text

    coordination.get("/invitations/code", status=303)


def test_the_printed_address_never_comes_from_the_request(coordination: Browser) -> None:
    coordination.submit(coordination.get("/invitations"), {"max_uses": "3"})

    page = coordination.get("/invitations/code", headers={"X-Forwarded-Host": "ailleurs.example"})

    assert "ailleurs" not in page.text


def test_the_list_tells_codes_apart_without_showing_them(coordination: Browser) -> None:
    code = invite(coordination, max_uses="3")

    page = coordination.get("/invitations")

    assert code[:4] in page.text
    assert code not in page.text
    assert "0 fois sur 3" in page.text


def test_a_revoked_code_opens_nothing(coordination: Browser, browser: Browser) -> None:
    code = invite(coordination)
    page = coordination.get("/invitations")
    coordination.submit(page, form="main .grid form")

    browser.submit(browser.get("/rejoindre"), {"code": code}, status=422)
    assert code[:4] not in coordination.get("/invitations").text.replace(f"Le code {code[:4]}", "")


def test_a_code_used_up_opens_nothing_even_from_a_page_already_open(
    coordination: Browser, app, session: Session
) -> None:
    code = invite(coordination, max_uses="1")
    first, second = Browser(app), Browser(app)
    for browser in (first, second):
        browser.submit(browser.get("/rejoindre"), {"code": code})
    pages = [browser.get(browser.response.location) for browser in (first, second)]
    filled = {"passphrase": PASSPHRASE, "consent": "y"}

    first.submit(pages[0], filled | {"username": "premiere"})
    second.submit(pages[1], filled | {"username": "deuxieme"}, status=422)

    assert session.scalars(sa.select(Person.username).where(Person.role == Role.PARTICIPANT)).all() == ["premiere"]


def test_a_coordinator_invites_participants_only_whatever_the_form_says(
    coordination: Browser, session: Session
) -> None:
    assert not coordination.get("/invitations").select("[name=role]")

    coordination.post("/invitations", {"role": "admin", "cohort": "", "max_uses": "1"})

    assert session.scalars(sa.select(Invitation.role)).all() == [Role.PARTICIPANT]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMIN])
def test_an_admin_invites_staff_with_a_code_that_serves_once(desk: Browser, session: Session, role: Role) -> None:
    invite(desk, role=role.value, max_uses="50")

    invitation = session.scalars(sa.select(Invitation)).one()
    assert (invitation.role, invitation.max_uses) == (role, 1)
    assert invitation.expires_at < now() + timedelta(days=8)


def test_a_coordinator_neither_sees_nor_revokes_the_codes_of_staff(
    desk: Browser, coordination: Browser, session: Session
) -> None:
    code = invite(desk, role="admin")
    found = session.scalars(sa.select(Invitation.id)).one()
    session.commit()

    assert code[:4] not in coordination.get("/invitations").text
    coordination.post(f"/invitations/{found}/annuler", status=404)


@pytest.mark.any_database
@pytest.mark.parametrize("uses", ["0", "501", "", "beaucoup"])
def test_an_impossible_number_of_uses_is_refused_in_french(coordination: Browser, uses: str) -> None:
    page = coordination.submit(coordination.get("/invitations"), {"max_uses": uses}, status=422)

    assert "Not a valid" not in page.text
    assert page.select_one("#max_uses-error")


def test_groups_are_added_renamed_and_counted(coordination: Browser, session: Session) -> None:
    coordination.submit(coordination.get("/groupes"), {"name": "Printemps \n 2026", "size": "14"})
    invited = coordination.get(coordination.response.headers["Location"])
    group, uses = invited.select_one("#cohort [selected]").text, invited.select_one("#max_uses")["value"]
    found = coordination.get("/groupes").select_one("main li a")
    assert (group, uses, found.text) == ("Printemps 2026", "14", "Printemps 2026")
    coordination.submit(coordination.get(found["href"]), {"name": "Été", "size": ""})

    cohort = session.scalars(sa.select(Cohort)).one()
    assert (cohort.name, cohort.size) == ("Été", None)


def test_two_groups_of_a_lab_cannot_share_a_name(coordination: Browser) -> None:
    coordination.submit(coordination.get("/groupes"), {"name": "Printemps"})

    page = coordination.submit(coordination.get("/groupes"), {"name": "Printemps"}, status=422)

    assert "déjà" in page.select_one(".error").text


def test_nothing_of_another_lab_is_seen_or_touched(
    desk: Browser, coordination: Browser, session: Session, lab: Lab
) -> None:
    other = make_lab(session, "Lab Bretagne")
    stranger = make_person(session, other, Role.COORDINATOR, username="stranger")
    cohort = make_cohort(session, other, name="Chez nous")
    invitation, _ = services.invite(session, other, Role.PARTICIPANT, now=now())
    session.commit()

    for browser in (desk, coordination):
        browser.get(f"/groupes/{cohort.id}", status=404)
        browser.post(f"/invitations/{invitation.id}/annuler", status=404)
        pages = browser.get("/invitations").text + browser.get("/groupes").text
        assert "Chez nous" not in pages
        assert invitation.hint not in pages
        browser.submit(browser.get("/invitations"), {"cohort": str(cohort.id)}, status=422)
    desk.post(f"/comptes/{stranger.id}/fermer", status=404)
    assert "stranger" not in desk.get("/comptes").text
