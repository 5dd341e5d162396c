"""The machine proposes quotes to the team, never from a theme that a few people hold."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.narrative import services
from journal.narrative.models import Quote
from journal.themes.models import ThemeMember
from nlp.types import Zone
from tests.factories import NOW
from tests.unit.journal.narrative.scenes import FIGURES, NOVEMBER, Scene, make_scene


def proposed(session: Session, scene: Scene) -> list[Quote]:
    digest = services.draft_digest(session, scene.lab, NOVEMBER, by=scene.first, now=NOW, **FIGURES)
    return list(session.scalars(sa.select(Quote).where(Quote.digest_id == digest.id, Quote.theme_id == scene.theme.id)))


def leave_at_the_core(session: Session, people: int) -> Scene:
    scene = make_scene(session)
    for entry in scene.entries[people:]:
        for member in session.scalars(sa.select(ThemeMember).where(ThemeMember.passage_id == entry.passages[0].id)):
            member.zone = Zone.HALO
    session.flush()
    return scene


def test_a_theme_whose_core_five_people_hold_is_quoted(session: Session) -> None:
    assert proposed(session, leave_at_the_core(session, 5))


def test_a_theme_whose_core_four_people_hold_is_not_quoted(session: Session) -> None:
    assert proposed(session, leave_at_the_core(session, 4)) == []
