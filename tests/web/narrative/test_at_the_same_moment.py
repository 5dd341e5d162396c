"""The récit and another gesture at the same moment: the second sees what the first did, on either database."""

import uuid

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.config import Settings
from journal.errors import DomainError, Refused
from journal.experiments import removing as forgetting
from journal.experiments import services as experiments
from journal.experiments.models import Experiment, Rung
from journal.narrative.making import quotes
from journal.narrative.making import services as narrative
from journal.narrative.models import Digest, DigestStatus, Quote
from journal.narrative.queries import digest_of, quotes_of
from journal.narrative.rules import COOLING
from journal.themes.models import Theme, ThemeStatus
from tests.factories import NOW
from tests.together import do_together
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, make_scene


@pytest.mark.parametrize("first", ["refuse", "publish"])
def test_a_quote_refused_while_the_month_is_published_is_in_no_edition_or_its_author_is_told(
    first: str, settings: Settings, session: Session
) -> None:
    scene = make_scene(session)
    scene.lab.is_public = True
    scenes.grow(session, scene.lab)
    before = NOW - COOLING
    digest = scenes.draft(session, scene, at=before)
    for quote in quotes_of(session, digest):
        quotes.answer(session, quote, accept=True, now=before)
    narrative.recompose(session, digest, now=NOW, **FIGURES)
    narrative.approve(session, digest, version=digest.version, by=scene.second, now=NOW)
    refused = quotes.printed_in(session, digest)[0]
    quote_id, words = refused.id, refused.text
    session.commit()
    gestures = iter((refuse, publish) if first == "refuse" else (publish, refuse))

    failures = do_together(settings.database, lambda own: next(gestures)(own, scene.lab.id, quote_id))

    told = [failure.sentence for failure in failures if isinstance(failure, DomainError)]
    assert len(told) == len(failures) == (first == "publish")
    assert all("vous pouvez encore retirer" in sentence.lower() for sentence in told)
    session.expire_all()
    row = session.get_one(Digest, digest.id)
    assert row.status is DigestStatus.PUBLISHED
    everything = f"{row.public_paragraphs} {[part.text for part in row.paragraphs]}"
    assert (words[5:40] in everything) == (first == "publish")


@pytest.mark.parametrize("first", ["publish", "delete"])
def test_an_experiment_deleted_while_a_month_that_tells_it_is_published_stays_or_is_not_told(
    first: str, app: Flask, settings: Settings, session: Session
) -> None:
    scene = make_scene(session)
    idea = experiments.StepContent(Rung.IDEA, scenes.NOVEMBER, "Vingt personnes l’ont pris.")
    wording = experiments.ExperimentDescription("Le minibus", "Un essai.", "Qui n’a pas de voiture.")
    tried = experiments.begin(session, wording, idea, by=scene.first, now=NOW)
    digest = scenes.draft(session, scene)
    narrative.approve(session, digest, version=digest.version, by=scene.second, now=NOW)
    session.commit()

    def publish(own: Session) -> None:
        found = digest_of(own, scene.lab.id, scenes.NOVEMBER, lock=True)
        assert found is not None
        narrative.publish(own, found, now=NOW, **FIGURES)

    def delete(own: Session) -> None:
        forgetting.remove(own, own.get_one(Experiment, tried.id))

    gestures = iter((publish, delete) if first == "publish" else (delete, publish))
    failures = do_together(settings.database, lambda own: next(gestures)(own))

    assert [type(failure) for failure in failures] == ([Refused] if first == "publish" else [])
    session.expire_all()
    row = session.get_one(Digest, digest.id)
    assert row.status is DigestStatus.PUBLISHED
    assert ("minibus" in str([part.text for part in row.paragraphs])) is (first == "publish")


@pytest.mark.parametrize("first", ["compose", "set aside"])
def test_a_theme_set_aside_while_the_recit_is_composed_leaves_it(
    first: str, settings: Settings, session: Session
) -> None:
    scene = make_scene(session)
    told = narrative.compose_narrative(session, scene.lab, now=NOW, **FIGURES)
    assert told is not None
    assert "Les trajets" in str(told.paragraphs)
    told.is_stale = True
    session.commit()

    def compose(own: Session) -> None:
        lab = own.get_one(Lab, scene.lab.id)
        narrative.compose_narrative(own, lab, now=NOW, **FIGURES)

    def set_aside(own: Session) -> None:
        own.get_one(Theme, scene.theme.id).status = ThemeStatus.SET_ASIDE
        own.flush()

    gestures = iter((compose, set_aside) if first == "compose" else (set_aside, compose))
    assert do_together(settings.database, lambda own: next(gestures)(own)) == []

    session.refresh(told)
    assert told.is_stale == (first == "compose")
    assert ("Les trajets" in str(told.paragraphs)) == told.is_stale


def refuse(own: Session, _lab_id: uuid.UUID, quote_id: uuid.UUID) -> None:
    quotes.answer(own, own.get_one(Quote, quote_id), accept=False, now=NOW)


def publish(own: Session, lab_id: uuid.UUID, _quote_id: uuid.UUID) -> None:
    digest = digest_of(own, lab_id, scenes.NOVEMBER, lock=True)
    assert digest is not None
    narrative.publish(own, digest, now=NOW, **FIGURES)
