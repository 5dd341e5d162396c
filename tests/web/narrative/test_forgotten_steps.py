"""The words of a step of an experiment that named someone leave what is not published yet."""

from flask import Flask
from sqlalchemy.orm import Session

from journal.experiments import services as experiments
from journal.experiments.models import Rung
from journal.experiments.services import Wording, Words
from journal.narrative import services
from tests.factories import NOW
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, Scene

NAMED = "Le minibus part de chez Samira Benali, à Digne, tous les matins."


def test_words_a_step_no_longer_keeps_leave_the_drafts_and_the_living_recit(
    app: Flask, scene: Scene, session: Session
) -> None:
    lived = services.compose_narrative(session, scene.lab, now=NOW, today=NOW.date(), **FIGURES)
    assert lived is not None
    assert not lived.is_stale
    wording = Wording("Le minibus", "Un minibus.", "Qui n’a pas de voiture.")
    idea = Words(Rung.IDEA, scenes.NOVEMBER, NAMED)
    row = experiments.begin(session, scene.lab.id, wording, idea, by=scene.first, now=NOW)
    draft = scenes.draft(session, scene)
    session.commit()
    assert "Samira Benali" in str([part.sentences for part in draft.paragraphs])

    experiments.forget_words(row.steps[0])
    session.commit()
    session.expire_all()

    told = str([(part.text, part.draft_text, part.sentences) for part in draft.paragraphs])
    assert "Samira" not in told
    assert "citation" not in told
    assert lived.is_stale
