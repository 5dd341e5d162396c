"""What the doors and the staff do is logged, with ids and never words."""

import logging
from collections.abc import Callable

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from journal.accounts import audit, codes, services, subscriptions
from journal.accounts.models import AuditEvent, Lab, Person, Role
from journal.accounts.subscriptions import Subscription
from journal.clock import now
from journal.config import Settings
from tests.conftest import SignIn
from tests.factories import PASSPHRASE, make_lab, make_person
from tests.pages import Browser

NEW = "une autre suite de mots"
CANARY = "canari"


class Scene:
    """A Lab, its admin signed in, and a participant who is not."""

    def __init__(self, app: Flask, session: Session, sign_in: SignIn) -> None:
        self.app, self.session, self.sign_in = app, session, sign_in
        self.browser = Browser(app)
        self.lab: Lab = make_lab(session)
        self.admin = make_person(session, self.lab, Role.ADMIN, username=f"{CANARY}-admin")
        self.colleague = make_person(session, self.lab, Role.COORDINATOR)
        self.amina = make_person(
            session,
            self.lab,
            username=f"{CANARY}-amina",
            email=f"{CANARY}@example.org",
            recovery_hash=codes.hash_code("AAAA-BBBB"),
        )
        _, self.code = services.invite(session, self.lab, Role.PARTICIPANT, now=now())
        session.commit()

    @property
    def desk(self) -> Browser:
        return self.sign_in(self.admin)

    def enter(self, passphrase: str, status: int) -> None:
        self.browser.post("/connexion", {"username": self.amina.username, "passphrase": passphrase}, status=status)

    def recover(self, code: str, status: int) -> None:
        page = self.browser.get("/compte/secours")
        self.browser.submit(page, {"username": self.amina.username, "code": code, "passphrase": NEW}, status=status)

    def join(self) -> None:
        self.browser.submit(self.browser.get("/rejoindre"), {"code": self.code})
        page = self.browser.get(self.browser.response.location)
        self.browser.submit(page, {"username": CANARY, "passphrase": PASSPHRASE, "consent": "y"})

    def unsubscribe(self) -> None:
        self.amina.wants_notice = True
        self.session.commit()
        address = subscriptions.token(self.amina, Subscription.NOTICE, self.app.extensions["settings"])
        self.browser.post(f"/desabonnement/{address}", status=200)

    def change_passphrase(self) -> None:
        browser = self.sign_in(self.amina)
        browser.submit(browser.get("/compte/phrase"), {"current": PASSPHRASE, "passphrase": NEW})

    def choose_to_come_back_by_mail(self) -> None:
        browser = self.sign_in(self.amina)
        chosen = {"email": f"{CANARY}@example.org", "passphrase": PASSPHRASE}
        browser.post("/compte/rouvrir-par-mail", chosen)

    def set_up_phone(self) -> None:
        browser = self.desk
        page = browser.get("/compte/deuxieme-etape")
        secret = page.select_one("span.code").text.replace(" ", "")
        browser.submit(page, {"code": pyotp.TOTP(secret).now()})

    def revoke(self) -> None:
        desk = self.desk
        desk.submit(desk.get("/invitations"), form="main .grid form")


@pytest.fixture
def scene(app: Flask, session: Session, sign_in: SignIn) -> Scene:
    return Scene(app, session, sign_in)


EVENTS: dict[str, Callable[[Scene], object]] = {
    "sign_in": lambda scene: scene.enter(PASSPHRASE, 303),
    "sign_in_failed": lambda scene: scene.enter("pas celle-ci du tout", 422),
    "recovery": lambda scene: scene.recover("AAAA-BBBB", 303),
    "recovery_failed": lambda scene: scene.recover("CCCC-DDDD", 422),
    "join": Scene.join,
    "passphrase_changed": Scene.change_passphrase,
    "profile_changed": lambda scene: scene.sign_in(scene.amina).post("/compte", {"email": f"{CANARY}2@example.org"}),
    "unsubscribed": Scene.unsubscribe,
    "reopening_asked": lambda scene: scene.browser.post("/compte/secours/mail", {"email": f"{CANARY}@example.org"}),
    "reopening_chosen": Scene.choose_to_come_back_by_mail,
    "reopening_given_up": lambda scene: scene.sign_in(scene.amina).post("/compte/rouvrir-par-mail/arreter"),
    "second_factor_set": Scene.set_up_phone,
    "invite": lambda scene: scene.desk.post("/invitations", {"role": "participant", "cohort": "", "max_uses": "2"}),
    "revoke_invitation": Scene.revoke,
    "create_cohort": lambda scene: scene.desk.post("/groupes", {"name": f"{CANARY} de printemps"}),
    "change_person": lambda scene: scene.desk.post(f"/comptes/{scene.colleague.id}/fermer"),
}


@pytest.mark.parametrize(("action", "gesture"), EVENTS.items(), ids=list(EVENTS))
def test_each_gesture_leaves_its_event_and_no_words(
    action: str, gesture: Callable[[Scene], object], scene: Scene, session: Session, settings: Settings
) -> None:
    gesture(scene)

    events = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.sequence)).all()
    assert events[-1].action == action
    for event in events:
        told = " ".join(str(getattr(event, column.name)) for column in AuditEvent.__table__.columns)
        assert CANARY not in told
    assert audit.first_broken(session, settings.keys_for("audit")) is None


def test_each_choice_of_mail_is_in_the_log(scene: Scene, session: Session) -> None:
    chosen = {"email": f"{CANARY}@example.org", "wants_digest": "y", "wants_question": "y"}
    scene.sign_in(scene.amina).post("/compte", chosen)
    scene.unsubscribe()

    latest = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.sequence.desc()).limit(2)).all()
    told = {
        "has_address": True,
        "wants_digest": True,
        "wants_notice": False,
        "wants_question": True,
        "wants_message": False,
        "wants_call": False,
    }
    assert [(event.action, event.detail) for event in latest] == [
        ("unsubscribed", {"ended": "wants_notice"}),
        ("profile_changed", told),
    ]


COMMANDS = {
    ("labs", "create", "Lab Bretagne"): ["create_lab", "invite"],
    ("labs", "cohort", "Lab Provence", "Marseille"): ["create_cohort"],
    ("labs", "invite", "Lab Provence", "coordinator"): ["invite"],
}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_what_is_made_from_the_command_line_leaves_its_events_and_no_one_of_the_lab_is_said_to_have_done_it(
    command: tuple[str, ...], app: Flask, session: Session
) -> None:
    make_lab(session, "Lab Provence")
    session.commit()

    assert app.test_cli_runner().invoke(args=command).exit_code == 0

    events = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.sequence)).all()
    assert [event.action for event in events] == COMMANDS[command]
    assert {event.actor_id for event in events} == {None}
    assert None not in {event.subject_id for event in events}


def test_a_failed_sign_in_names_no_account(scene: Scene, session: Session) -> None:
    scene.enter("pas celle-ci du tout", 422)

    event = session.scalars(sa.select(AuditEvent)).one()
    assert (event.actor_id, event.subject_id) == (None, None)


@given(name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
@hypothesis_settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_name_typed_at_the_door_reaches_the_application_log(
    app: Flask, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    marked = f"{CANARY}\r\n\x1b[31m{name}"
    caplog.clear()
    with caplog.at_level(logging.DEBUG):
        client = app.test_client()
        client.post("/connexion", data={"username": marked, "passphrase": PASSPHRASE})
        client.get("/connexion", query_string={"suite": marked})

    assert CANARY not in caplog.text


def test_the_command_says_that_the_log_is_whole_and_prints_its_head(app: Flask, scene: Scene) -> None:
    scene.enter(PASSPHRASE, 303)

    answer = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert answer.exit_code == 0
    assert answer.output.splitlines()[-1].startswith("head ")


def test_the_command_fails_when_the_end_was_cut(app: Flask, scene: Scene) -> None:
    scene.enter(PASSPHRASE, 303)

    answer = app.test_cli_runner().invoke(args=["audit", "verify", "--head", "9999:abc"])

    assert answer.exit_code == 1
    assert "cut off" in answer.output


def test_the_command_names_the_first_broken_event(app: Flask, scene: Scene, session: Session) -> None:
    scene.enter(PASSPHRASE, 303)
    session.add(AuditEvent(at=now(), actor_role="", action="sign_in", subject="person", detail={}, mac="f" * 64))
    session.commit()
    forged = session.scalar(sa.select(sa.func.max(AuditEvent.sequence)))
    session.commit()

    answer = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert answer.exit_code == 1
    assert f"event {forged}" in answer.output


def test_no_account_is_named_by_its_own_repr(scene: Scene) -> None:
    person: Person = scene.amina

    assert CANARY not in repr(person)
