"""An administrator reads what the team did, takes it away, and is read in it; nothing of a participant is there."""

import csv
import io
import uuid
from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts import audit
from journal.accounts.audit import Subject
from journal.accounts.models import AuditEvent, Lab, Person, Role
from journal.clock import PARIS, today
from journal.config import Settings
from journal.register.actions import SHOWN
from journal.register.queries import LINES
from tests.conftest import SignIn
from tests.factories import make_lab, make_person
from tests.pages import Browser

Log = Callable[..., AuditEvent]


@pytest.fixture
def lab(session: Session) -> Lab:
    return make_lab(session, "Lab des Collines")


@pytest.fixture
def camille(session: Session, lab: Lab) -> Person:
    return make_person(session, lab, Role.COORDINATOR, username="camille")


@pytest.fixture
def admin(session: Session, lab: Lab) -> Person:
    return make_person(session, lab, Role.ADMIN, username="alix")


@pytest.fixture
def amina(session: Session, lab: Lab) -> Person:
    return make_person(session, lab, username="amina")


@pytest.fixture
def log(session: Session, settings: Settings, lab: Lab, camille: Person) -> Log:
    """``log("publier", days=2)``: camille did it two days ago, at 14 h 07."""

    def record(action: str, *, by: Person | None = camille, days: int = 1, **values: object) -> AuditEvent:
        at = datetime.combine(today() - timedelta(days=days), time(14, 7), PARIS)
        on = values.pop("on", Subject("lab", lab.id))
        assert isinstance(on, Subject)
        return audit.record(session, action, by=by, on=on, at=at, key=settings.key_for("audit"), **values)

    return record


@pytest.fixture
def desk(session: Session, admin: Person, sign_in: SignIn) -> Callable[[], Browser]:
    def enter() -> Browser:
        session.commit()
        return sign_in(admin)

    return enter


def rows(page: BeautifulSoup) -> list[str]:
    return [" ".join(row.get_text(" ", strip=True).split()) for row in page.select("main tbody tr:has(td)")]


def days(page: BeautifulSoup) -> list[str]:
    return [str(heading["id"]) for heading in page.select("main th[scope=rowgroup]")]


def test_the_teams_actions_are_told_in_french_with_who_and_when(log: Log, desk: Callable[[], Browser]) -> None:
    log("publier", days=2)
    log("too_few_people", days=2, passages=["x"])
    for _ in range(12):
        log("read_passages", days=2, on=Subject("entry", uuid.uuid4()))

    page = desk().get("/registre?au=" + (today() - timedelta(days=1)).isoformat())

    assert days(page) == [f"d{(today() - timedelta(days=2)).isoformat()}"]
    assert rows(page) == [
        "14 h camille (coordination) Recherche ou thème refusé : trop peu de personnes",
        "14 h camille (coordination) Récit du mois publié",
        "journée camille (coordination) Lecture de passages masqués (environ 10 textes)",
    ]


def test_nothing_that_a_participant_did_is_there_whatever_it_is(
    log: Log, session: Session, lab: Lab, amina: Person, desk: Callable[[], Browser]
) -> None:
    partner = make_person(session, lab, Role.PARTNER)
    for action in (*SHOWN, "sharing", "erase_entry", "join", "quote_oui", "answer_proposal"):
        for person in (amina, partner):
            log(action, by=person, on=Subject("person", person.id), role=person.role.value)
    log("expire_account", by=None, on=Subject("person", amina.id))
    log("sign_in_failed", by=None, on=Subject("person"))
    log("close_contact", on=Subject("contact_request", uuid.uuid4()))

    browser = desk()

    assert [row for row in rows(browser.get("/registre")) if "Lecture du registre" not in row] == []
    told = browser.client.get("/registre.csv").text
    assert "amina" not in told
    assert str(amina.id) not in told


def test_helping_a_participant_names_nobody_and_has_no_hour(
    log: Log, admin: Person, amina: Person, camille: Person, desk: Callable[[], Browser]
) -> None:
    log("change_person", by=admin, on=Subject("person", amina.id), gesture="fermer")
    log("change_person", by=admin, on=Subject("person", camille.id), gesture="rouvrir")

    page = desk().get("/registre?quoi=comptes")

    assert rows(page) == [
        "14 h alix (administration) Compte rouvert : camille",
        "journée alix (administration) Compte fermé : participant·e (moins de cinq fois)",
    ]
    assert "amina" not in page.get_text()


def test_what_follows_participants_is_read_once_the_day_is_over(
    session: Session, settings: Settings, camille: Person, desk: Callable[[], Browser]
) -> None:
    at, key = datetime.combine(today(), time(0, 1), PARIS), settings.key_for("audit")
    for action in ("mediate", "publier"):
        audit.record(session, action, by=camille, on=Subject("digest", uuid.uuid4()), at=at, key=key)

    found = rows(desk().get("/registre"))

    assert "0 h camille (coordination) Récit du mois publié" in found
    assert not any("contribution" in row for row in found)


def test_it_is_narrowed_by_what_was_done_and_when(log: Log, desk: Callable[[], Browser]) -> None:
    log("publier", days=9)
    log("export_themes", days=6, format="themes.xlsx")
    log("publier", days=3)
    browser = desk()
    since, until = (today() - timedelta(days=n) for n in (6, 4))

    page = browser.get(f"/registre?du={since}&au={until}")
    assert rows(page) == ["14 h camille (coordination) Export : themes.xlsx"]
    assert page.select_one("#du")["value"] == since.isoformat()
    assert len(rows(browser.get("/registre?quoi=recits"))) == 2
    assert "Rien de tel" in browser.get("/registre?quoi=lab").get_text()
    everything = len(rows(browser.get("/registre")))
    assert everything == 4
    assert len(rows(browser.get("/registre?quoi=tout&du=hier&au=2026-13-40&avant="))) == everything


def test_days_are_turned_page_after_page_and_none_is_lost(log: Log, desk: Callable[[], Browser]) -> None:
    wanted = {f"d{(today() - timedelta(days=n)).isoformat()}" for n in range(1, LINES + 20)}
    for number in range(1, LINES + 20):
        log("publier", days=number)
    browser, seen = desk(), list[str]()
    address: str | None = "/registre?quoi=recits"

    while address:
        page = browser.get(address)
        seen += days(page)
        more = page.select_one("main a[href*='avant=']")
        address = str(more["href"]) if more else None

    assert len(seen) == len(set(seen))
    assert set(seen) == wanted
    assert page.select_one("main a[href='/registre?quoi=recits']")


def test_having_read_it_is_noted_once_a_day_and_taking_it_away_each_time(
    session: Session, lab: Lab, desk: Callable[[], Browser]
) -> None:
    browser = desk()

    assert any("alix (administration) Lecture du registre" in row for row in rows(browser.get("/registre")))
    browser.get("/registre?quoi=recits")
    for _ in range(2):
        browser.get("/registre.csv")

    noted = session.scalars(sa.select(AuditEvent.action).where(AuditEvent.subject_id == lab.id)).all()
    assert sorted(noted) == ["export_register", "export_register", "read_register"]


def test_the_table_holds_the_lines_of_the_page_and_runs_nothing(
    log: Log, session: Session, lab: Lab, desk: Callable[[], Browser]
) -> None:
    log("publier")
    log("mediate")
    log("publier", by=make_person(session, lab, Role.COORDINATOR, username="-1+1"), days=364)
    browser = desk()

    browser.get("/registre.csv?quoi=recits")

    assert browser.response.headers["Content-Disposition"].endswith(f'"registre-{today().isoformat()}.csv"')
    header, *found = csv.reader(io.StringIO(browser.response.data.decode("utf-8-sig")), delimiter=";")
    assert header == ["Jour", "Heure", "Rôle", "Qui", "Quoi", "Combien"]
    yesterday, long_ago = (today() - timedelta(days=n) for n in (1, 364))
    assert found == [
        [yesterday.isoformat(), "14\u00a0h", "Coordination", "camille", "Récit du mois publié", ""],
        [long_ago.isoformat(), "14\u00a0h", "Coordination", "'-1+1", "Récit du mois publié", ""],
    ]


def test_another_lab_is_not_in_it(app: Flask, log: Log, session: Session, desk: Callable[[], Browser]) -> None:
    other = make_lab(session, "Lab voisin")
    neighbour = make_person(session, other, Role.COORDINATOR, username="voisine")
    log("publier", by=neighbour, on=Subject("lab", other.id))
    log("import", by=None, on=Subject("lab", other.id))
    log("reset_second_factor", by=None, on=Subject("person", neighbour.id))
    browser, run = desk(), app.test_cli_runner()
    for command in (
        ["invite", other.name, "admin"],
        ["cohort", other.name, "Groupe voisin"],
        ["create", "Lab d’à côté"],
    ):
        assert run.invoke(args=["labs", *command]).exit_code == 0

    assert [row for row in rows(browser.get("/registre")) if "Lecture du registre" not in row] == []


def test_what_is_done_from_the_server_is_told_too(
    app: Flask, log: Log, lab: Lab, camille: Person, desk: Callable[[], Browser]
) -> None:
    log("restore", by=None, on=Subject("backup"), lost=["3:f"])
    log("reset_second_factor", by=None, on=Subject("person", camille.id))
    browser, run = desk(), app.test_cli_runner()
    assert run.invoke(args=["labs", "cohort", lab.name, "Printemps"]).exit_code == 0
    assert run.invoke(args=["labs", "invite", lab.name, "admin"]).exit_code == 0

    found = [row.partition(" h depuis le serveur ")[2] for row in rows(browser.get("/registre"))]

    assert [what for what in found if what] == [
        "Code d’invitation : administration",
        "Groupe ajouté",
        "Deuxième étape de connexion à choisir à nouveau",
        "Sauvegarde remise en place, pour tout le site",
    ]


def test_the_command_prints_the_same_and_is_read_in_it(
    app: Flask, log: Log, lab: Lab, amina: Person, desk: Callable[[], Browser]
) -> None:
    log("publier", days=2)
    log("mediate", days=2)
    log("sharing", by=amina, days=2)
    log("publier", days=9)
    browser = desk()
    day, week = (today() - timedelta(days=n) for n in (2, 7))

    answer = app.test_cli_runner().invoke(args=["audit", "list", lab.name, "--since", week.isoformat()])

    assert answer.exit_code == 0
    now, *lines = answer.output.splitlines()
    assert now.endswith("depuis le serveur\u00a0: Lecture du registre")
    assert lines == [
        f"{day} 14h Coordination camille\u00a0: Récit du mois publié",
        f"{day}     Coordination camille\u00a0: Réponse à une contribution moins de cinq fois",
    ]
    assert any("depuis le serveur Lecture du registre" in row for row in rows(browser.get("/registre")))
    assert app.test_cli_runner().invoke(args=["audit", "list", "Lab de nulle part"]).exit_code == 1


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PARTICIPANT, Role.PARTNER])
def test_nobody_but_administrators_opens_it(session: Session, lab: Lab, sign_in: SignIn, role: Role) -> None:
    person = make_person(session, lab, role)
    session.commit()
    browser = sign_in(person)

    browser.get("/registre", status=404)
    browser.get("/registre.csv", status=404)
    assert session.scalars(sa.select(AuditEvent).where(AuditEvent.action.like("%register"))).all() == []


def test_reading_it_leaves_the_log_whole(
    log: Log, session: Session, settings: Settings, desk: Callable[[], Browser]
) -> None:
    log("publier")
    browser = desk()
    browser.get("/registre")
    browser.get("/registre.csv")
    session.rollback()

    assert audit.first_broken(session, settings.keys_for("audit")) is None
