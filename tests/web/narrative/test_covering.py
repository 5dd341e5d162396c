"""The worker reads each month whole, and a draft says what it was told from."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.clock import today
from journal.entries.models import Sharing
from journal.narrative.making import services
from journal.themes.models import AnalysisRun
from tests.factories import NOW, make_entry, make_person
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene
from tests.web.narrative.months import typographed
from tests.worker import sweep


def test_every_night_the_month_that_is_over_is_asked_for_with_today(app: Flask, session: Session) -> None:
    last_day = today().replace(day=1) - timedelta(days=1)
    make_entry(session, make_person(session), happened_on=last_day, sharing=Sharing.THEMES)
    session.commit()

    sweep(app, [jobs.request_analyses])

    assert jobs.request_analyses in jobs.NIGHTLY
    assert set(session.scalars(sa.select(AnalysisRun.until))) == {last_day, today()}


def test_a_draft_says_what_it_was_told_from_and_takes_the_latest_analysis(
    scene: Scene, session: Session, sign_in
) -> None:
    scene.run.until -= timedelta(days=3)
    session.commit()
    coordinator = sign_in(scene.first)
    coordinator.post("/recits/2026-11/preparer")
    page = typographed(coordinator.get("/recits/2026-11").text)
    assert "textes datés du 27 novembre 2026 au plus tard, et de ce qui était partagé le 20 novembre 2026" in page
    assert "Une fois le mois fini" in page
    whole = scenes.make_run(session, scene.lab, until=scene.run.until + timedelta(days=3), at=NOW + timedelta(days=11))
    scenes.see(session, whole, scene.theme, scene.entries)
    session.commit()
    assert "Une analyse plus récente" in typographed(coordinator.get("/recits/2026-11").text)

    coordinator.post("/recits/2026-11/recomposer")

    page = typographed(coordinator.get("/recits/2026-11").text)
    assert "part de tout le mois, et de ce qui était partagé le 1er décembre 2026" in page
    assert "récent" not in page


def test_an_approved_month_says_in_two_sentences_what_it_was_told_from(scene: Scene, session: Session, sign_in) -> None:
    scene.run.until -= timedelta(days=3)
    digest = scenes.draft(session, scene)
    services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)
    session.commit()

    page = sign_in(scene.first).get("/recits/2026-11").main

    assert ". Ce qui est partagé depuis compte" in " ".join(page.get_text().split())
