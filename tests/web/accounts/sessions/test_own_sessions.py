"""A person sees where they are signed in, and ends it."""

from datetime import timedelta

import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Person, WebSession
from journal.clock import now
from tests.conftest import SignIn
from tests.factories import PASSPHRASE, make_person
from tests.pages import Browser
from tests.web.accounts.sessions.staying import cookie, is_open


def test_a_person_sees_where_they_are_signed_in_and_ends_it(app: Flask, coordinator: Person, sign_in: SignIn) -> None:
    here, elsewhere = sign_in(coordinator), sign_in(coordinator)
    page = here.get("/compte/sessions")
    assert len(page.select("section.sheet")) == 2

    here.submit(page, form="section.sheet form")

    assert not is_open(app, cookie(elsewhere))
    assert len(here.get("/compte/sessions").select("section.sheet")) == 1


def test_a_person_ends_all_other_sessions_at_once(app: Flask, coordinator: Person, sign_in: SignIn) -> None:
    here, others = sign_in(coordinator), [sign_in(coordinator) for _ in range(3)]

    here.post("/compte/sessions/fermer-les-autres")

    assert is_open(app, cookie(here))
    assert not any(is_open(app, cookie(other)) for other in others)


def test_a_session_that_expired_is_not_listed(coordinator: Person, sign_in: SignIn) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        sign_in(coordinator)
        clock.shift(timedelta(minutes=45))
        here = sign_in(coordinator)

        assert len(here.get("/compte/sessions").select("section.sheet")) == 1


def test_nobody_ends_someone_elses_session(app: Flask, coordinator: Person, sign_in: SignIn, session: Session) -> None:
    stranger = make_person(session)
    session.commit()
    theirs = sign_in(coordinator)
    public_id = session.scalars(sa.select(WebSession.public_id).where(WebSession.person_id == coordinator.id)).one()
    session.commit()

    sign_in(stranger).post(f"/compte/sessions/{public_id}/fermer", status=404)

    assert is_open(app, cookie(theirs))


def test_the_sessions_page_names_the_device_and_not_the_whole_browser(coordinator: Person, app: Flask) -> None:
    browser = Browser(app)
    agent = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/126.0.6478.71 Mobile Safari/537.36"
    browser.client.environ_base["HTTP_USER_AGENT"] = agent
    browser.post("/connexion", {"username": "camille", "passphrase": PASSPHRASE})

    page = browser.get("/compte/sessions")

    assert "Chrome sur Android" in page.text
    assert "SM-A155F" not in page.text
