"""What people wrote before an experiment began and since: on its page, for those who read the récit."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import Role
from journal.clock import now, today
from journal.entries.models import Sharing
from journal.experiments import services
from journal.experiments.models import Experiment, Rung
from journal.experiments.services import ExperimentDescription, StepContent
from journal.months import shift
from nlp.emotions import Emotion
from tests.conftest import SignIn
from tests.factories import NOW, make_entry, make_person
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene
from tests.web.experiments.trying import LIST
from tests.worker import sweep


@pytest.fixture
def scene(session: Session) -> Scene:
    return scenes.make_scene(session, month=date(2025, 1, 1))


@pytest.fixture
def begun() -> date:
    """A trial whose three whole months are just over."""
    return shift(today().replace(day=15), -4)


def trial(session: Session, scene: Scene, on: date) -> Experiment:
    words = ExperimentDescription("Le minibus", "Un minibus.", "Tout le monde.", [scene.theme.id])
    idea = StepContent(Rung.IDEA, on - timedelta(days=60), "Le récit.")
    row = services.begin(session, words, idea, by=scene.first, now=NOW)
    services.add_step(session, row, StepContent(Rung.TRIAL, on, "À Digne."), by=scene.first, now=NOW)
    session.commit()
    return row


def written(session: Session, scene: Scene, begun: date, *, before: int, since: int) -> None:
    """So many people write in the theme on each side, and an analysis reads them."""
    entries = []
    for people, months, felt in ((before, -2, Emotion.SADNESS), (since, 2, Emotion.PRIDE)):
        for _ in range(people):
            author = make_person(session, scene.lab)
            shared = {"sharing": Sharing.THEMES, "happened_on": shift(begun, months)}
            entries.append(make_entry(session, author, emotions={felt: 4}, agency=5, **shared))
    run = scenes.make_run(session, scene.lab, until=today(), at=now())
    scenes.see(session, run, scene.theme, entries)
    session.commit()


def around(page: BeautifulSoup) -> str:
    found = page.select_one("section#around")
    return " ".join(found.get_text(" ").split()) if found else ""


def test_both_sides_are_told_in_a_sentence_a_picture_and_a_table_and_prove_nothing(
    app: Flask, session: Session, scene: Scene, begun: date, sign_in: SignIn
) -> None:
    row = trial(session, scene, begun)
    written(session, scene, begun, before=12, since=17)

    sweep(app, [jobs.compose])

    page = sign_in(scene.people[0]).get(f"{LIST}/{row.id}")
    told = around(page)
    assert "Ce n’est pas la preuve d’une cause." in told
    assert "avant, " in told
    assert "environ 10 personnes" in told
    assert "environ 15 personnes" in told
    rows = [[cell.text for cell in line.select("th, td")] for line in page.select(".stacks tbody tr")]
    assert ["Ont plutôt agi", "au moins 5 sur environ 10", "au moins 10 sur environ 15"] in rows
    bars = page.select(".before-after rect")
    assert len(bars) == sum(cell.startswith(("environ", "au moins")) for line in rows for cell in line[1:])
    assert page.select_one(".before-after svg title").text


def test_one_side_of_four_people_hides_both(
    app: Flask, session: Session, scene: Scene, begun: date, sign_in: SignIn
) -> None:
    row = trial(session, scene, begun)
    written(session, scene, begun, before=4, since=17)

    sweep(app, [jobs.compose])

    told = around(sign_in(scene.first).get(f"{LIST}/{row.id}"))
    assert "trop peu de personnes" in told
    assert not any(figure in told for figure in ("15", "17", "environ"))


def test_until_three_months_are_over_the_page_says_when_it_will_tell(
    app: Flask, session: Session, scene: Scene, sign_in: SignIn
) -> None:
    begun = shift(today().replace(day=15), -3)
    row = trial(session, scene, begun)
    written(session, scene, begun, before=12, since=17)

    sweep(app, [jobs.compose])

    told = around(sign_in(scene.first).get(f"{LIST}/{row.id}"))
    assert "trois mois entiers" in told
    assert "environ" not in told


@pytest.mark.parametrize("role", [Role.PARTNER, Role.ADMIN])
def test_those_who_do_not_read_the_themes_read_nothing_of_it(
    app: Flask, session: Session, scene: Scene, begun: date, sign_in: SignIn, role: Role
) -> None:
    row = trial(session, scene, begun)
    written(session, scene, begun, before=22, since=27)
    reader = make_person(session, scene.lab, role)
    session.commit()

    sweep(app, [jobs.compose])

    page = sign_in(reader).get(f"{LIST}/{row.id}")
    assert around(page) == ""
    assert scene.theme.label not in page.text
