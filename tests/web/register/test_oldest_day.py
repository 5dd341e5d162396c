"""The log forgets its oldest day hour by hour: whoever looked each hour would read there when things were done."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts import audit
from journal.accounts.audit import Subject
from journal.accounts.models import Lab, Role
from journal.clock import PARIS, midnight
from journal.config import Settings
from journal.register import queries
from tests.conftest import SignIn
from tests.factories import make_lab, make_person

TODAY, YEAR = date(2026, 11, 30), timedelta(days=365)


@pytest.fixture
def lab(session: Session) -> Lab:
    return make_lab(session, "Lab des Collines")


@pytest.fixture
def keyed(settings: Settings) -> str:
    return settings.key_for("audit")


def test_a_day_leaves_the_register_whole(session: Session, lab: Lab, keyed: str) -> None:
    camille, day = make_person(session, lab, Role.COORDINATOR), TODAY - YEAR
    for hour in (9, 14, 38):  # the last one, the day after
        at = midnight(day) + timedelta(hours=hour)
        audit.record(session, "mediate", by=camille, on=Subject("lab", lab.id), at=at, key=keyed)
    audit.record(session, "publier", by=camille, on=Subject("lab", lab.id), at=midnight(TODAY), key=keyed)
    told = []

    for hour in range(1, 24):
        now = midnight(TODAY) + timedelta(hours=hour)
        audit.purge(session, now=now, key=keyed)
        session.flush()
        found = queries.days(session, lab.id, since=day, until=None, kind=None, now=now)
        told.append([(day, [line.how_many for line in lines]) for day, lines in found])

    assert told == [[(TODAY, [""]), (day + timedelta(days=1), ["moins de cinq fois"])]] * 23


def test_page_table_and_command_begin_with_the_same_day(
    app: Flask, session: Session, lab: Lab, keyed: str, sign_in: SignIn
) -> None:
    camille, admin = (make_person(session, lab, role) for role in (Role.COORDINATOR, Role.ADMIN))
    for days in (365, 364):
        at = datetime.combine(TODAY - timedelta(days=days), time(23, 59), PARIS)
        audit.record(session, "publier", by=camille, on=Subject("lab", lab.id), at=at, key=keyed)
    session.commit()
    first = (TODAY - timedelta(days=364)).isoformat()

    with time_machine.travel(datetime.combine(TODAY, time(12), PARIS), tick=False):
        browser = sign_in(admin)
        page = browser.get("/registre?quoi=recits")
        table = browser.client.get("/registre.csv?quoi=recits").text
        printed = app.test_cli_runner().invoke(args=["audit", "list", lab.name]).output

    assert [heading["id"] for heading in page.select("main th[scope=rowgroup]")] == [f"d{first}"]
    assert page.select_one("#du")["min"] == first
    for text in (table, printed):
        assert [line[:10] for line in text.splitlines() if "Récit du mois publié" in line] == [first]
