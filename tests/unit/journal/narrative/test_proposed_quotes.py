"""The machine proposes quotes to the team, never from a theme that a few people hold."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Sharing
from journal.narrative.making import quotes, services
from journal.narrative.models import Digest, Quote, QuoteState
from journal.themes.models import ThemeMember
from nlp.emotions import Emotion
from nlp.types import Zone
from tests.factories import NOW, make_entry, make_person
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


def alone(session: Session, scene: Scene, **intensities: int) -> None:
    """As many people whose words are in no theme, each with one emotion of a strength."""
    for text, intensity in intensities.items():
        words = f"{text}, ce matin-là, et personne d’autre ne le raconte."
        kept = {"emotions": {Emotion.SHAME: intensity}, "sharing": Sharing.QUOTABLE, "happened_on": NOVEMBER}
        make_entry(session, make_person(session, lab=scene.lab), words, **kept)


def rare(session: Session, digest: Digest) -> dict[str, QuoteState]:
    """The rare voices proposed for a month, by their first word."""
    found = session.scalars(sa.select(Quote).where(Quote.digest_id == digest.id, Quote.theme_id.is_(None)))
    return {quote.text.split(",")[0]: quote.state for quote in found}


def look_again(session: Session, scene: Scene, digest: Digest, hours: int) -> None:
    later = scenes.make_run(session, scene.lab, until=scene.run.until, at=NOW + timedelta(hours=hours))
    scenes.see(session, later, scene.theme, scene.entries)
    services.take_latest_run(session, digest, floor=5, now=NOW)


def test_the_most_intense_of_the_rare_voices_is_proposed_then_another_when_it_will_not_be_heard(
    session: Session,
) -> None:
    scene = make_scene(session)
    alone(session, scene, Avril=4, Bruit=5, Colis=4, Doute=3)
    digest = services.draft_digest(session, scene.lab, NOVEMBER, by=scene.first, now=NOW, **FIGURES)
    assert rare(session, digest) == {"Bruit": QuoteState.PROPOSED}

    look_again(session, scene, digest, 1)
    assert rare(session, digest) == {"Bruit": QuoteState.PROPOSED}, "one at a time"

    quotes.drop(session, digest, session.scalars(waiting(digest)).all())
    look_again(session, scene, digest, 2)
    assert rare(session, digest) == {"Avril": QuoteState.PROPOSED}

    asked = session.scalars(waiting(digest)).one()
    quotes.ask(session, digest, [asked], now=NOW)
    quotes.answer(session, asked, accept=False, now=NOW)
    look_again(session, scene, digest, 3)
    assert rare(session, digest) == {"Avril": QuoteState.REFUSED, "Colis": QuoteState.PROPOSED}

    quotes.drop(session, digest, session.scalars(waiting(digest)).all())
    look_again(session, scene, digest, 4)
    assert rare(session, digest) == {"Avril": QuoteState.REFUSED}, "the last one is not intense"


def waiting(digest: Digest) -> sa.Select[Quote]:
    return sa.select(Quote).where(
        Quote.digest_id == digest.id, Quote.theme_id.is_(None), Quote.state == QuoteState.PROPOSED
    )


def test_a_published_month_does_not_keep_what_was_left_aside(session: Session) -> None:
    scene = make_scene(session)
    dropped, *_ = proposed(session, scene)
    digest, passage_id = session.get_one(Digest, dropped.digest_id), str(dropped.passage_id)
    quotes.drop(session, digest, [dropped])
    assert passage_id in str(digest.provenance)

    quotes.close(session, digest)

    assert passage_id not in str(digest.provenance)
