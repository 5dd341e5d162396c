"""What the living récit tells as another voice is another person's."""

import uuid
from datetime import date

from sqlalchemy.orm import Session

from journal.narrative.figures import open_figures
from journal.narrative.gathering.theme_facts import facts_of_themes
from journal.narrative.models import Digest, DigestStatus, Quote, QuoteState
from tests.factories import NOW
from tests.unit.journal.narrative.scenes import FIGURES, NOVEMBER, Scene, make_scene

SINCE = (date(2026, 8, 1), date(2026, 11, 30))


def quote(session: Session, scene: Scene, month: date, author: int, text: str) -> None:
    """A quote said yes to, in a month already published."""
    digest = Digest(
        lab_id=scene.lab.id, month=month, title="", drafted_at=NOW, published_at=NOW, status=DigestStatus.PUBLISHED
    )
    session.add(digest)
    session.flush()
    session.add(
        Quote(
            id=uuid.uuid4(),
            digest_id=digest.id,
            author_id=scene.people[author].id,
            theme_id=scene.theme.id,
            text=text,
            state=QuoteState.ACCEPTED,
            asked_at=NOW,
        )
    )
    session.flush()


def test_two_quotes_of_one_person_are_never_told_as_two_voices(session: Session) -> None:
    scene = make_scene(session)
    quote(session, scene, date(2026, 8, 1), 1, "Une autre personne, un autre mois.")
    quote(session, scene, date(2026, 9, 1), 0, "La même personne, un mois plus tôt.")
    quote(session, scene, date(2026, 10, 1), 0, "Le car du soir ne passe plus.")

    figures = open_figures(session, scene.lab.id, NOVEMBER, **FIGURES)
    (facts,) = facts_of_themes(session, [scene.state], figures, SINCE, None)

    assert [each.text for each in facts.quotes] == [
        "Le car du soir ne passe plus.",
        "Une autre personne, un autre mois.",
    ]
