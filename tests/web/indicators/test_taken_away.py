"""Measures and experiments leave as CSV as they are shown."""

import csv
import io
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Person
from journal.actors.models import Actor
from journal.experiments import services as experiments
from journal.experiments.models import Rung
from journal.indicators.models import Indicator
from tests.factories import NOW
from tests.pages import Browser
from tests.web.indicators.counting import count


def rows(team: Browser, name: str) -> list[list[str]]:
    team.get(f"/exports/{name}")
    return list(csv.reader(io.StringIO(team.response.data.decode("utf-8-sig")), delimiter=";"))


def test_measures_leave_as_they_are_shown(
    session: Session, team: Browser, hired: Indicator, coordinator: Person, company: Actor
) -> None:
    count(session, hired, 3, coordinator, company, date(2026, 5, 30))
    count(session, hired, 51, coordinator, company, date(2026, 6, 30))

    head, few, many = rows(team, "mesures.csv")

    told = dict(zip(head, few, strict=True))
    assert (told["Valeur"], told["Ce qui en est montré"]) == ("", "moins de 5\u00a0personnes")
    assert "3" not in told.values()
    assert dict(zip(head, many, strict=True))["Valeur"] == "50"


def test_a_large_measure_leaves_with_all_its_digits(
    session: Session, team: Browser, hired: Indicator, coordinator: Person, company: Actor
) -> None:
    count(session, hired, 1_234_565, coordinator, company, date(2026, 6, 30))

    head, row = rows(team, "mesures.csv")

    assert dict(zip(head, row, strict=True))["Valeur"] == "1234565"


def test_experiments_leave_step_by_step_and_no_cell_is_a_formula(
    session: Session, team: Browser, coordinator: Person
) -> None:
    words = experiments.StepContent(Rung.IDEA, date(2026, 3, 1), "=1+1")
    wording = experiments.ExperimentDescription("Le minibus", "Un minibus.", "Tout le monde.")
    row = experiments.begin(session, wording, words, by=coordinator, now=NOW)
    words = experiments.StepContent(Rung.TRIAL, date(2026, 4, 1), "À Digne.")
    experiments.add_step(session, row, words, by=coordinator, now=NOW)
    session.commit()

    head, *steps = rows(team, "experimentations.csv")

    assert [dict(zip(head, each, strict=True))["Marche"] for each in steps] == ["Idée", "Essai"]
    assert dict(zip(head, steps[0], strict=True))["Preuve"] == "'=1+1"


def test_taking_measures_away_is_logged(session: Session, team: Browser) -> None:
    rows(team, "mesures.csv")

    events = session.scalars(sa.select(AuditEvent.detail).where(AuditEvent.action == "export_themes")).all()
    assert [event["format"] for event in events] == ["mesures.csv"]
