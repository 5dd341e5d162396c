"""Composing the living récit as the worker does."""

from sqlalchemy.orm import Session

from journal.narrative.making import services
from journal.narrative.models import Narrative
from tests.factories import NOW
from tests.unit.journal.narrative.scenes import FIGURES, Scene


def compose(session: Session, scene: Scene) -> Narrative:
    narrative = services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)
    assert narrative is not None
    session.commit()
    return narrative
