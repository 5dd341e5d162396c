"""A value bound to no row, or written past the site, is told, never sealed for whoever it is put on."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import encryption
from journal.accounts.models import AuditEvent, Person, Role
from journal.config import Settings
from journal.operations import schema
from journal.operations.doctor import Health
from tests.conftest import SignIn
from tests.factories import make_lab, make_person
from tests.unit.journal.encryption.sealed import as_before
from tests.unit.journal.operations.keys.held import ADDRESS, found


def test_a_value_bound_to_no_row_is_told_and_the_site_waits_until_it_is_bound(
    settings: Settings, session: Session, app: Flask, sign_in: SignIn
) -> None:
    admin = make_person(session, make_lab(session), Role.ADMIN, username="admin", email=ADDRESS)
    session.commit()
    before = {"value": as_before("person.email", ADDRESS)}
    session.execute(sa.text("UPDATE person SET email = :value"), before)
    session.commit()

    worker = app.test_cli_runner().invoke(args=["worker"])
    assert (worker.exit_code, f"1 {schema.UNSEALED}: recit migrate" in worker.output) == (1, True)
    assert found(app, settings) == (Health.RED, f"1 {schema.UNSEALED}: recit migrate")
    assert "ne s’ouvre pas encore" in sign_in(admin).get("/etat").text

    assert app.test_cli_runner().invoke(args=["migrate"]).exit_code == 0

    assert found(app, settings)[0] is Health.GREEN
    session.expire_all()
    assert admin.email == ADDRESS


class TestWrittenPastTheSite:
    """By who can write in the database: a value of an old dump, on another row, once every value has been sealed."""

    @pytest.fixture(params=["bound to its column alone", "clear"])
    def planted(self, request: pytest.FixtureRequest, settings: Settings, session: Session, app: Flask) -> Person:
        victim = make_person(session, make_lab(session), username="victime", email=ADDRESS)
        session.commit()
        assert app.test_cli_runner().invoke(args=["migrate"]).exit_code == 0
        theirs = "autre@exemple.org"
        value = theirs if request.param == "clear" else as_before("person.email", theirs)
        session.execute(sa.text("UPDATE person SET email = :value"), {"value": value})
        session.commit()
        return victim

    def test_it_is_never_sealed_for_that_row_and_the_site_says_so(
        self, settings: Settings, session: Session, app: Flask, planted: Person
    ) -> None:
        for command in (["migrate"], ["worker"]):
            done = app.test_cli_runner().invoke(args=command)
            assert (done.exit_code, "were written past the site" in done.output) == (1, True), command
        app.test_cli_runner().invoke(args=["keys", "rotate"])

        assert found(app, settings) == (Health.RED, f"1 {schema.UNSEALED}: {schema.PLANTED}")
        session.expire_all()
        with pytest.raises(encryption.Undecipherable):
            _ = planted.email

    def test_it_is_erased_when_told_to(self, session: Session, app: Flask, planted: Person) -> None:
        assert app.test_cli_runner().invoke(args=["keys", "forget", "--yes"]).exit_code == 0

        session.expire_all()
        assert planted.email is None
        session.rollback()
        assert app.test_cli_runner().invoke(args=["migrate"]).exit_code == 0

    def test_a_mark_erased_to_have_it_sealed_shows_in_the_log(
        self, session: Session, app: Flask, planted: Person
    ) -> None:
        session.execute(sa.text("DELETE FROM site_mark"))
        session.commit()

        app.test_cli_runner().invoke(args=["migrate"])

        told = session.scalars(sa.select(AuditEvent.detail).where(AuditEvent.action == "seal_values")).all()
        assert told == [{"rows": 1}]
