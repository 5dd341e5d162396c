"""What the pages of experiments are tested with: who takes part, what they say, what a coordinator notes."""

from datetime import date

from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import Lab, Person
from journal.experiments import services
from journal.experiments.models import Experiment, Helped
from tests.factories import NOW, make_person
from tests.pages import Browser
from tests.worker import sweep

LIST = "/experimentations"
FORM = "main form:has(.btn-primary)"
MARCH = date(2026, 3, 2)


def participants(session: Session, lab: Lab, number: int) -> list[Person]:
    made = [make_person(session, lab) for _ in range(number)]
    session.commit()
    return made


def say(app: Flask, session: Session, row: Experiment, people: list[Person], helped: Helped) -> None:
    """These people say it, and the worker looks at whether what is told follows."""
    for person in people:
        services.say(session, row, helped, by=person, now=NOW)
    session.commit()
    sweep(app, [jobs.publish_counts])


def rungs(page: BeautifulSoup) -> list[str]:
    return [heading.get_text() for heading in page.select(".ladder h3")]


def note(team: Browser, address: str, rung: str, *, status: int = 303, **fields: str) -> BeautifulSoup:
    said = {"rung": rung, "evidence": "Vingt trajets, dit le centre.", "happened_on": "2026-06-01"} | fields
    return team.submit(team.get(f"{address}/marche"), said, form=FORM, status=status)
