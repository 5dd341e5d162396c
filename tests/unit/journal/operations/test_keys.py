"""A secret that changed or was lost: the site says so before it serves, and loses nobody’s address in silence."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from itsdangerous import URLSafeSerializer
from sqlalchemy.orm import Session

from journal import create_app, encryption
from journal.accounts import audit, services, subscriptions
from journal.accounts.models import AuditEvent, Person, Role
from journal.accounts.subscriptions import Subscription
from journal.clock import now
from journal.config import Settings
from journal.db import make_engine
from journal.operations import backups, restoring, schema
from journal.operations.doctor import Health, examine
from journal.operations.restoring import Lost
from journal.operations.schema import SchemaError
from tests.conftest import SignIn
from tests.factories import NOW, PASSPHRASE, make_lab, make_person
from tests.pages import Browser
from tests.unit.journal.operations.test_restoring import close
from tests.unit.journal.test_encryption import as_before

ADDRESS, FORMER = "amina@exemple.org", "the secret of before, long enough to be one"


@pytest.fixture
def amina(session: Session, settings: Settings) -> Person:
    """Someone whose address was encrypted under the secret of before."""
    encryption.use(replace(settings, secret_key=FORMER))
    person = make_person(session, username="amina", email=ADDRESS)
    session.commit()
    encryption.use(settings)
    return person


@pytest.fixture
def knowing(settings: Settings) -> Iterator[Flask]:
    """The site, told what its secret was."""
    app = create_app(replace(settings, former_secrets=(FORMER,)))
    yield app
    app.extensions["database"].close()


def found(app: Flask, settings: Settings) -> tuple[Health, str]:
    return next(
        (f.health, f.sentence) for f in examine(app.extensions["database"], settings, now=NOW) if f.name == "encryption"
    )


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


class TestABackupOfBefore:
    @pytest.fixture
    def backup(self, database_file: Path, settings: Settings, session: Session, amina: Person, app: Flask) -> Path:
        made = backups.back_up(settings)
        close(app, session)
        return made

    def test_is_not_put_back_without_its_secret(self, settings: Settings, backup: Path, database_file: Path) -> None:
        before = database_file.read_bytes()

        with pytest.raises(SchemaError, match="JOURNAL_FORMER_SECRETS"):
            restoring.restore(settings, backup)

        assert database_file.read_bytes() == before

    def test_is_put_back_with_it(self, settings: Settings, backup: Path) -> None:
        knowing = replace(settings, former_secrets=(FORMER,))
        encryption.use(knowing)

        restoring.restore(knowing, backup)

        assert _addresses(settings) == [ADDRESS]

    def test_is_put_back_without_addresses_when_it_is_lost(self, settings: Settings, backup: Path) -> None:
        restoring.restore(settings, backup, lost=Lost(secret=True))

        assert _addresses(settings) == [None]


def test_a_backup_made_before_anything_was_encrypted_is_encrypted_before_it_serves(
    database_file: Path, settings: Settings, session: Session, app: Flask
) -> None:
    make_person(session, email=ADDRESS)
    session.execute(sa.text("UPDATE person SET email = :plain, email_index = NULL"), {"plain": ADDRESS})
    session.commit()
    backup = backups.back_up(settings)
    assert ADDRESS.encode() in backup.read_bytes()
    close(app, session)

    restoring.restore(settings, backup)

    assert _addresses(settings) == [ADDRESS]
    assert ADDRESS.encode() not in database_file.read_bytes()


def test_what_was_clear_leaves_the_files_of_the_database(
    database_file: Path, settings: Settings, session: Session, app: Flask
) -> None:
    make_person(session, email=ADDRESS)
    session.execute(sa.text("UPDATE person SET email = :plain, email_index = NULL"), {"plain": ADDRESS})
    session.commit()
    close(app, session)
    engine = make_engine(settings.database)

    schema.make_ready(engine, settings)

    engine.dispose()
    assert [
        path.name for path in database_file.parent.glob("journal.db*") if ADDRESS.encode() in path.read_bytes()
    ] == []


def _addresses(settings: Settings) -> list[str | None]:
    engine = make_engine(settings.database)
    with Session(engine) as session:
        found = [person.email for person in session.scalars(sa.select(Person))]
    engine.dispose()
    return found
