"""What came since the last analysis, as a coordinator sees it."""

from dataclasses import asdict
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import AuditEvent, Role
from journal.entries.models import Entry, Sharing
from journal.themes.models import AnalysisRun, ThemeArrival
from nlp.themes.drift import Closeness
from tests.factories import make_entry, make_lab, make_person
from tests.factories_themes import make_run, make_theme
from tests.worker import sweep


@pytest.fixture
def lab(session: Session) -> SimpleNamespace:
    """Eight people who spoke of the bus, and an analysis that saw it."""
    lab = make_lab(session)
    entries = [make_entry(session, make_person(session, lab), sharing=Sharing.QUOTABLE) for _ in range(8)]
    run = make_run(session, lab, closeness=asdict(Closeness(people=8, mean=0.4, spread=0.1, far=0.1)))
    theme = make_theme(session, run, [entry.passages[0] for entry in entries], label="Le bus en retard")
    coordinator = make_person(session, lab, Role.COORDINATOR)
    session.commit()
    return SimpleNamespace(lab=lab, run=run, theme=theme, coordinator=coordinator)


def arrive(
    session: Session, lab: SimpleNamespace, people: int, *, near: float = 0.6, joins: bool = True
) -> list[Entry]:
    made = []
    for number in range(people):
        author = make_person(session, lab.lab, username=f"arrivee-canari-{number}")
        text = f"Le tram arrive trop tard, fois {number}."
        made.append(make_entry(session, author, text, sharing=Sharing.QUOTABLE))
        session.add(
            ThemeArrival(
                run_id=lab.run.id,
                passage_id=made[-1].passages[0].id,
                theme_id=lab.theme.id if joins else None,
                nearness=near,
            )
        )
    session.commit()
    return made


def test_a_theme_tells_who_joined_since_its_analysis_apart_from_its_figures(lab, session, sign_in) -> None:
    arrive(session, lab, 6)

    text = sign_in(lab.coordinator).get(f"/themes/{lab.theme.id}").select_one("main").get_text(" ")

    assert "environ 5\u00a0personnes ont partagé des passages proches" in text
    assert "Leur place est provisoire" in text
    assert "Le tram arrive trop tard, fois 3." in text
    assert "Environ 10\u00a0personnes en parlent" in text, "the figures are those of the analysis"
    assert "arrivee-canari" not in text
    read = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "read_passages"))
    assert len({event.subject_id for event in read}) == 14, "reading what came is logged too"


def test_fewer_than_five_who_joined_are_not_told_apart_from_nobody(lab, session, sign_in) -> None:
    nobody = sign_in(lab.coordinator).get(f"/themes/{lab.theme.id}").select_one("main").text
    arrive(session, lab, 4)

    assert sign_in(lab.coordinator).get(f"/themes/{lab.theme.id}").select_one("main").text == nobody


def test_who_joined_a_theme_too_few_speak_of_is_not_shown(lab, session, sign_in) -> None:
    arrive(session, lab, 6)
    for entry in session.scalars(sa.select(Entry).where(Entry.text.contains("bus"))).all()[:4]:
        entry.sharing = Sharing.PRIVATE
    session.commit()

    text = sign_in(lab.coordinator).get(f"/themes/{lab.theme.id}").text

    assert "Leur place est provisoire" not in text
    assert "Le tram arrive" not in text


def test_a_passage_that_has_just_come_says_where_it_seems_to_go_and_can_be_moved(lab, session, sign_in) -> None:
    other = make_theme(session, lab.run, label="La crèche")
    passage = arrive(session, lab, 1)[0].passages[0]
    session.commit()
    browser = sign_in(lab.coordinator)

    page = browser.get(f"/themes/passages/{passage.id}")
    version = page.select_one("input[name=version]")["value"]
    browser.post(f"/themes/passages/{passage.id}", {"to": str(other.id), "version": version}, status=303)

    assert "semble rejoindre le thème" in page.text
    assert "En faire le passage type" not in page.text, "only an analysis or a person makes it one of the theme's"
    assert "Il est dans le thème" in browser.get(f"/themes/passages/{passage.id}").text
    assert session.scalar(sa.select(sa.func.count()).select_from(ThemeArrival)) == 0


def test_monday_says_in_one_sentence_that_what_arrives_leaves_the_themes(app: Flask, lab, session, sign_in) -> None:
    run = session.get_one(AnalysisRun, lab.run.id)
    run.closeness = asdict(Closeness(people=40, mean=0.4, spread=0.1, far=0.1))
    arrive(session, lab, 12, near=0.05, joins=False)
    assert "s’éloigne des thèmes" not in sign_in(lab.coordinator).get("/themes/semaine").text, "only the worker looks"
    sweep(app, [jobs.join])

    lines = [line.text for line in sign_in(lab.coordinator).get("/themes/semaine").select("ul.lines li")]

    (line,) = [line for line in lines if "s’éloigne des thèmes" in line]
    assert "sur dix passages, environ dix n’en rejoignent aucun, contre un le jour de l’analyse" in line
    assert "Une nouvelle analyse est à faire" in line


def test_monday_says_nothing_of_the_kind_when_what_arrives_resembles_the_themes(
    app: Flask, lab, session, sign_in
) -> None:
    run = session.get_one(AnalysisRun, lab.run.id)
    run.closeness = asdict(Closeness(people=40, mean=0.4, spread=0.1, far=0.1))
    arrive(session, lab, 12, near=0.4)
    sweep(app, [jobs.join])

    assert "s’éloigne des thèmes" not in sign_in(lab.coordinator).get("/themes/semaine").text


def test_sharing_wakes_the_worker_so_that_a_text_joins_at_once(app: Flask, lab, session, sign_in) -> None:
    author = make_person(session, lab.lab)
    entry = make_entry(session, author)
    session.commit()
    browser = sign_in(author)
    page = browser.get(f"/journal/{entry.id}/partage")
    seen = page.select_one("input[name=seen]")["value"]

    browser.post(f"/journal/{entry.id}/partage", {"sharing": "themes", "seen": seen}, status=303)

    assert [task.name for task in app.extensions["queue"].pending()] == ["join"]
