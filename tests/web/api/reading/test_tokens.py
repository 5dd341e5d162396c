"""A token is told once, lasts a year at most, and can be taken back."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts import services as accounts
from journal.accounts import staff
from journal.accounts.models import AuditEvent, Person, Role
from journal.api import services
from journal.api.models import ApiToken
from journal.config import Settings
from tests.conftest import SignIn
from tests.factories import NOW, make_person
from tests.unit.journal.narrative.scenes import Scene
from tests.web.api.reading.program import Program


def closed_then_reopened(session: Session, person: Person) -> None:
    for disabled in (True, False):
        staff.set_disabled(session, person, disabled=disabled, now=NOW)


def another_role_then_back(session: Session, person: Person) -> None:
    make_person(session, person.lab, Role.ADMIN)  # there must be one left
    for role in (Role.ADMIN, Role.COORDINATOR):
        staff.set_role(session, person, role)


ENDINGS: dict[str, Callable[[Session, Person], object]] = {
    "another passphrase": lambda session, person: accounts.set_passphrase(session, person, "une autre suite de mots"),
    "another phone": staff.reset_second_factor,
    "closed, then reopened": closed_then_reopened,
    "another role, then back": another_role_then_back,
}


class TestATokensLife:
    def test_it_is_told_once_and_kept_as_its_hash(
        self, app: Flask, scene: Scene, session: Session, sign_in: SignIn
    ) -> None:
        browser = sign_in(scene.first)
        page = browser.submit(browser.get("/jetons"), {"name": "Portail", "days": "90"}, status=200)
        secret = page.select_one("main code").get_text()

        token = session.scalars(sa.select(ApiToken)).one()
        assert token.expires_at == NOW + timedelta(days=90)
        assert token.token_hash == services.hashed(secret)
        session.commit()
        assert secret not in browser.get("/jetons").get_text()
        everything = [
            str(row)
            for table in sa.inspect(session.get_bind()).get_table_names()
            for row in session.execute(sa.text(f"SELECT * FROM {table}"))  # noqa: S608  # our own table names
        ]
        session.commit()
        assert not [row for row in everything if secret in row or secret.removeprefix("recit_") in row]
        assert Program(app, secret).read("lab")["id"] == str(scene.lab.id)

    def test_the_same_page_sent_twice_makes_one_token(self, scene: Scene, session: Session, sign_in: SignIn) -> None:
        browser = sign_in(scene.first)
        browser.submit(browser.get("/jetons"), {"name": "Portail"}, status=200)

        page = browser.submit(browser.get("/jetons"), {"name": "Portail"}, status=422)

        assert "porte déjà ce nom" in page.get_text()
        assert session.scalar(sa.select(sa.func.count()).select_from(ApiToken)) == 1

    @pytest.mark.any_database
    @pytest.mark.parametrize("days", ["0", "366", "beaucoup"])
    def test_it_lasts_a_year_at_most(self, scene: Scene, session: Session, sign_in: SignIn, days: str) -> None:
        browser = sign_in(scene.first)

        browser.submit(browser.get("/jetons"), {"name": "Portail", "days": days}, status=422)

        assert session.scalars(sa.select(ApiToken)).all() == []

    def test_its_last_use_is_shown(self, scene: Scene, program: Program, sign_in: SignIn) -> None:
        browser = sign_in(scene.second)
        assert "Jamais utilisé" in browser.get("/jetons").get_text()

        program.read("lab")

        assert "Dernier usage" in browser.get("/jetons").get_text()

    def test_any_coordinator_of_the_lab_takes_it_back(
        self, scene: Scene, session: Session, program: Program, sign_in: SignIn
    ) -> None:
        browser = sign_in(scene.second)

        browser.submit(browser.get("/jetons"), form="main section form")

        assert program.ask("lab").status_code == 401
        token = session.scalars(sa.select(ApiToken)).one()
        events = session.scalars(sa.select(AuditEvent).where(AuditEvent.subject == "api_token")).all()
        assert [(event.action, event.subject_id) for event in events] == [("revoke_token", token.id)]

    def test_making_one_is_in_the_log_without_its_name(self, scene: Scene, session: Session, sign_in: SignIn) -> None:
        browser = sign_in(scene.first)
        browser.submit(browser.get("/jetons"), {"name": "Portail", "days": "30"}, status=200)

        event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "make_token")).one()

        assert (event.actor_id, event.detail) == (scene.first.id, {"days": 30})

    def test_it_opens_nothing_once_expired(self, program: Program) -> None:
        with time_machine.travel(NOW + timedelta(days=90), tick=False):
            assert program.ask("lab").status_code == 401

    def test_it_opens_nothing_once_its_makers_account_is_closed(
        self, scene: Scene, session: Session, program: Program
    ) -> None:
        session.merge(scene.first).disabled_at = NOW
        session.commit()

        assert program.ask("lab").status_code == 401

    def test_it_opens_nothing_once_its_maker_is_no_coordinator(
        self, scene: Scene, session: Session, program: Program
    ) -> None:
        session.merge(scene.first).role = Role.ADMIN
        session.commit()

        assert program.ask("lab").status_code == 401

    @pytest.mark.parametrize("ending", ENDINGS.values(), ids=list(ENDINGS))
    def test_it_ends_with_all_the_sessions_of_its_maker(
        self, scene: Scene, session: Session, program: Program, ending: Callable[[Session, Person], object]
    ) -> None:
        others = Program(program.client.application, services.make(session, "t", days=1, by=scene.second, now=NOW)[1])
        ending(session, session.merge(scene.first))
        session.commit()

        assert (program.ask("lab").status_code, others.ask("lab").status_code) == (401, 200)

    def test_it_outlives_one_device_signed_out(self, scene: Scene, session: Session, program: Program) -> None:
        accounts.end_all(session, scene.first.id, but=uuid.uuid4())
        session.commit()

        assert program.ask("lab").status_code == 200

    def test_it_serves_sixty_times_in_a_minute(self, program: Program) -> None:
        for _ in range(services.PER_MINUTE):
            assert program.ask("vocabulary").status_code == 200

        answer = program.ask("vocabulary")
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
        assert answer.mimetype == "application/problem+json"
        with time_machine.travel(NOW + services.MINUTE, tick=False):
            assert program.ask("vocabulary").status_code == 200


def test_a_token_long_over_leaves_the_database(
    app: Flask, session: Session, settings: Settings, scene: Scene, secret: str
) -> None:
    from journal.operations.purging import purge_everything

    for days, left in ((90 + 364, 1), (90 + 366, 0)):
        purge_everything(app.extensions["database"], settings, now=NOW + timedelta(days=days))
        assert session.scalar(sa.select(sa.func.count()).select_from(ApiToken)) == left
        session.rollback()
