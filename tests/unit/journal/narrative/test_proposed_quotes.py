"""The machine proposes quotes to the team, never from a theme that a few people hold."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.narrative.making import quotes, services
from journal.narrative.models import Digest, Quote
from journal.themes.models import ThemeMember
from nlp.types import Zone
from tests.factories import NOW
from tests.unit.journal.narrative import scenes
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


def test_what_the_team_left_aside_is_not_proposed_again_by_a_later_analysis(session: Session) -> None:
    scene = make_scene(session)
    dropped, *kept = proposed(session, scene)
    digest, words = session.get_one(Digest, dropped.digest_id), dropped.text
    quotes.drop(session, digest, [dropped])
    services.recompose(session, digest, now=NOW, **FIGURES)

    later = scenes.make_run(session, scene.lab, until=scene.run.until, at=NOW + timedelta(hours=1))
    scenes.see(session, later, scene.theme, scene.entries)
    services.take_latest_run(session, digest, floor=5, now=NOW)

    told = session.scalars(sa.select(Quote.text).where(Quote.digest_id == digest.id)).all()
    assert digest.run_id == later.id
    assert words not in told
    assert len(told) == len(kept) + 1, "another is proposed in its place"


def test_a_published_month_does_not_keep_what_was_left_aside(session: Session) -> None:
    scene = make_scene(session)
    dropped, *_ = proposed(session, scene)
    digest, passage_id = session.get_one(Digest, dropped.digest_id), str(dropped.passage_id)
    quotes.drop(session, digest, [dropped])
    assert passage_id in str(digest.provenance)

    quotes.close(session, digest)

    assert passage_id not in str(digest.provenance)
