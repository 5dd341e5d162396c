"""A secret that changed or was lost: the site says so before it serves, and loses nobody’s address in silence."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from itsdangerous import URLSafeSerializer
from sqlalchemy.orm import Session

from journal import encryption, rotation
from journal.accounts import audit, services, subscriptions
from journal.accounts.models import AuditEvent, Person, Role
from journal.accounts.subscriptions import Subscription
from journal.clock import now
from journal.config import Settings
from journal.db import make_engine
from journal.operations import schema
from journal.operations.doctor import Health, examine
from journal.operations.schema import SchemaError
from tests.conftest import SignIn
from tests.factories import NOW, PASSPHRASE, make_lab, make_person
from tests.pages import Browser
from tests.unit.journal.operations.keys.held import ADDRESS, FORMER, found


def test_the_site_does_not_start_with_addresses_it_cannot_read(settings: Settings, amina: Person, app: Flask) -> None:
    engine = make_engine(settings.database)

    with pytest.raises(SchemaError, match=r"1 addresses.* JOURNAL_FORMER_SECRETS"):
        schema.make_ready(engine, settings)

    engine.dispose()
    worker = app.test_cli_runner().invoke(args=["worker"])
    assert (worker.exit_code, "JOURNAL_FORMER_SECRETS" in worker.output) == (1, True)


def test_the_doctor_says_which_secret_is_missing_or_may_go(
    settings: Settings, amina: Person, app: Flask, knowing: Flask
) -> None:
    encryption.use(settings)
    assert found(app, settings)[0] is Health.RED

    encryption.use(knowing.extensions["settings"])
    assert found(knowing, settings) == (Health.AMBER, "1 values are still under a former secret: recit keys rotate")

    knowing.test_cli_runner().invoke(args=["keys", "rotate"])
    assert found(app, settings)[0] is Health.GREEN


def test_rotating_encrypts_again_and_says_so_in_the_log(
    settings: Settings, session: Session, amina: Person, knowing: Flask
) -> None:
    done = knowing.test_cli_runner().invoke(args=["keys", "rotate"])

    assert (done.exit_code, "1 rows" in done.output) == (0, True)
    encryption.use(settings)
    session.expire_all()
    assert amina.email == ADDRESS
    assert session.scalars(sa.select(AuditEvent.detail).where(AuditEvent.action == "rotate_keys")).all() == [
        {"rows": 1}
    ]


def test_an_address_changed_while_the_secret_is_rotated_is_not_put_back(
    settings: Settings, session: Session, amina: Person, knowing: Flask
) -> None:
    if settings.database.startswith("sqlite"):
        pytest.skip("one transaction writes at a time")
    database, new = knowing.extensions["database"], "nouvelle@exemple.org"
    waited = []

    def change(_connection: object, statement: sa.ClauseElement, *_: object) -> None:
        """Do what a web process left running would, as the first row is about to be written again."""
        if not isinstance(statement, sa.Update) or waited:
            return
        with database.write() as own:
            own.execute(sa.text("SET LOCAL lock_timeout = '20ms'"))
            waited.append(True)
            try:
                own.get_one(Person, amina.id).email = new
                own.commit()
                waited[0] = False
            except sa.exc.OperationalError:
                own.rollback()

    with database.write() as own:
        connection = own.connection()
        sa.event.listen(connection, "before_execute", change)
        assert rotation.encrypt(own, rotation.FORMER) == 1
        own.commit()

    session.refresh(amina)
    assert (waited, amina.email) == ([True], ADDRESS), "it waits, then changes what was written again"


def test_the_log_of_before_is_checked_with_the_former_secret(
    settings: Settings, session: Session, amina: Person, app: Flask, knowing: Flask
) -> None:
    former = replace(settings, secret_key=FORMER).key_for("audit")
    audit.record(session, "sign_in", by=None, on=audit.Subject("person", amina.id), at=NOW, key=former)
    session.commit()

    assert knowing.test_cli_runner().invoke(args=["keys", "rotate"]).exit_code == 0

    assert knowing.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0
    assert app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 1


def test_an_anchor_of_the_log_signed_before_still_stands(
    settings: Settings, session: Session, amina: Person, knowing: Flask
) -> None:
    former = replace(settings, secret_key=FORMER).key_for("audit")
    for days in (500, 100):
        audit.record(session, "sign_in", by=None, on=audit.Subject("lab"), at=NOW - timedelta(days=days), key=former)
    assert audit.purge(session, now=NOW, key=former) == 1
    session.commit()

    knowing.test_cli_runner().invoke(args=["keys", "rotate"])

    assert knowing.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0


def test_a_link_of_a_mail_already_sent_still_ends_a_subscription(
    settings: Settings, session: Session, amina: Person, knowing: Flask
) -> None:
    amina.wants_digest = True
    session.commit()
    link = subscriptions.token(amina, Subscription.DIGEST, replace(settings, secret_key=FORMER))

    Browser(knowing).post(f"/desabonnement/{link}", status=200)

    session.expire_all()
    assert not amina.wants_digest


def test_a_new_link_is_signed_with_the_secret_of_today(settings: Settings, session: Session, amina: Person) -> None:
    link = subscriptions.token(amina, Subscription.DIGEST, replace(settings, former_secrets=(FORMER,)))

    assert subscriptions.subscriber(session, link, settings) == (amina, Subscription.DIGEST)


def test_an_invitation_printed_before_still_opens(
    settings: Settings, session: Session, amina: Person, knowing: Flask
) -> None:
    _, code = services.invite(session, amina.lab, Role.PARTICIPANT, now=now())
    session.commit()
    printed = URLSafeSerializer(replace(settings, secret_key=FORMER).key_for("invitation")).dumps(code)

    page = Browser(knowing).get(f"/rejoindre/{printed}")

    assert page.select_one("input[name=username]")


def test_rotating_says_what_it_could_not_open(amina: Person, app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["keys", "rotate"])

    assert (done.exit_code, "1 values are under a secret that is not given" in done.output) == (1, True)


def test_a_lost_secret_is_given_up_only_on_a_yes(app: Flask, session: Session, amina: Person) -> None:
    refused = app.test_cli_runner().invoke(args=["keys", "forget"], input="n\n")
    assert refused.exit_code == 1
    assert session.scalar(sa.text("SELECT email FROM person")) is not None
    session.rollback()

    app.test_cli_runner().invoke(args=["keys", "forget", "--yes"])

    session.expire_all()
    assert amina.email is None


def test_a_member_of_staff_whose_second_factor_cannot_be_read_is_not_let_in_without_it(
    settings: Settings, session: Session, browser: Browser
) -> None:
    encryption.use(replace(settings, secret_key=FORMER))
    camille = make_person(
        session, make_lab(session), Role.COORDINATOR, username="camille", totp_secret="JBSWY3DPEHPK3PXP"
    )
    session.commit()
    encryption.use(settings)

    page = browser.post("/connexion", {"username": camille.username, "passphrase": PASSPHRASE}, status=503)

    assert "Une clé du site manque" in page.text
    browser.get("/themes/", status=303)


def test_an_administrator_reads_that_a_key_is_missing(
    settings: Settings, session: Session, amina: Person, sign_in: SignIn
) -> None:
    admin = make_person(session, amina.lab, Role.ADMIN, username="admin")
    session.commit()

    page = sign_in(admin).get("/etat")

    assert "Le site ne peut plus en lire une partie" in page.text
    assert ADDRESS not in page.text


class TestTheLogUnderASecretThatIsNotGiven:
    @pytest.fixture(autouse=True)
    def _written_before(self, settings: Settings, session: Session) -> None:
        former = replace(settings, secret_key=FORMER).key_for("audit")
        audit.record(session, "sign_in", by=None, on=audit.Subject("lab"), at=NOW, key=former)
        session.commit()

    def test_the_site_does_not_start_and_writes_nothing(self, settings: Settings, session: Session, app: Flask) -> None:
        for command in (["migrate"], ["worker"]):
            done = app.test_cli_runner().invoke(args=command)
            assert (done.exit_code, "the audit log is under a secret" in done.output) == (1, True), command

        assert session.scalar(sa.select(sa.func.count()).select_from(AuditEvent)) == 1
        session.rollback()
        told = next(f for f in examine(app.extensions["database"], settings, now=NOW) if f.name == "audit log")
        assert (told.health, "JOURNAL_FORMER_SECRETS" in told.sentence) == (Health.RED, True)

    def test_given_in_the_settings_it_starts_and_the_log_holds_without_rotating(self, knowing: Flask) -> None:
        assert knowing.test_cli_runner().invoke(args=["migrate"]).exit_code == 0
        knowing.test_cli_runner().invoke(args=["labs", "create", "Lab Test"])

        assert knowing.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0

    def test_lost_it_is_given_up_and_the_site_starts(self, app: Flask) -> None:
        assert app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 1

        assert app.test_cli_runner().invoke(args=["keys", "forget", "--yes"]).exit_code == 0

        assert app.test_cli_runner().invoke(args=["migrate"]).exit_code == 0
        assert app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0
