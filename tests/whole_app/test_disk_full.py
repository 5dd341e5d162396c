"""Under the disk reserve, what adds waits; what lets in, lets out or takes back works: said of each form, and tried."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.config import Settings
from journal.web.access import declared, is_open_when_full
from tests.conftest import SignIn, application
from tests.databases import Opening
from tests.factories import make_lab, make_person
from tests.pages import Browser
from tests.whole_app.routes import ask, visits

WAIT = Path(__file__).with_name("waits_when_full.txt")


def test_each_form_was_decided_to_wait_or_to_work_all_the_same(app: Flask) -> None:
    forms = {rule.endpoint for rule, _ in visits(app, "POST")}
    marked = {endpoint for endpoint in app.view_functions if is_open_when_full(app, endpoint)}

    assert marked <= forms
    assert forms - marked == set(WAIT.read_text("utf-8").split()), (
        "it takes something back or closes something: @access.even_when_full; it adds: a line of waits_when_full.txt"
    )


@pytest.mark.parametrize("role", [None, *Role])
def test_what_waits_is_refused_and_nothing_else_is(
    app: Flask, settings: Settings, opening: Opening, session: Session, role: Role | None
) -> None:
    if not settings.database.startswith("sqlite"):
        pytest.skip("PostgreSQL's disk is another machine's")
    person = make_person(session, make_lab(session), role) if role else None
    session.commit()
    who = {"public", role.value} if role else {"public"}
    with application(app, replace(settings, disk_reserve_mb=10**12), opening) as full:
        browser = SignIn(full)(person) if person else Browser(full)
        offered = {
            rule.endpoint: path for rule, path in visits(full, "POST") if who & (declared(full, rule.endpoint) or set())
        }
        refused = {name for name, path in offered.items() if ask(browser.client, path, "POST").status_code == 503}

    assert refused == {endpoint for endpoint in offered if not is_open_when_full(full, endpoint)}
