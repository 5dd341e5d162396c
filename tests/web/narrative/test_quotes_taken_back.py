"""A quote taken back leaves its place, and not one of its words, in anything written."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.narrative.making import quotes, services
from journal.narrative.models import Narrative, Quote, QuoteState
from journal.narrative.removing import withdrawals
from tests.factories import NOW
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, Scene
from tests.web.narrative.months import (
    RETIRED,
    digests_of,
    paragraph_of,
    quotes_of,
)


class TestAQuoteTakenBack:
    def everything_written(self, session: Session) -> str:
        """All the text a reader of the récit's tables could find."""
        digests = digests_of(session)
        paragraphs = [f"{p.text} {p.draft_text} {p.sentences}" for digest in digests for p in digest.paragraphs]
        fresh = sa.select(Narrative).execution_options(populate_existing=True)
        living = [f"{n.paragraphs} {n.public_paragraphs}" for n in session.scalars(fresh)]
        public = [str(digest.public_paragraphs) for digest in digests]
        session.commit()
        return "\n".join([*paragraphs, *living, *public, *(quote.text for quote in quotes_of(session))])

    def published(self, session: Session, scene: Scene) -> Quote:
        scene.lab.is_public = True
        scenes.grow(session, scene.lab)
        digest = scenes.publish(session, scene)
        services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)
        session.commit()
        assert digest.public_paragraphs
        quote = next(q for q in quotes_of(session) if q.state is QuoteState.ACCEPTED)
        assert self.everything_written(session).count(quote.text[5:50]) >= 5
        return quote

    def test_after_publication_leaves_its_place_and_no_word(self, scene: Scene, session: Session, sign_in) -> None:
        quote = self.published(session, scene)
        words = quote.text
        author = sign_in(next(p for p in scene.people if p.id == quote.author_id))

        author.post(f"/recit/citations/{quote.id}/retirer")

        assert words[5:40] not in self.everything_written(session)
        page = sign_in(scene.first).get("/recit/2026-11")
        assert RETIRED in page.text
        assert "une citation retirée" in page.select_one(".story-making").text

    @pytest.mark.parametrize("gesture", ["private", "themes", "rewrite", "mask", "erase", "leave"])
    def test_by_any_gesture_of_its_author_goes_the_same_way(self, gesture: str, scene: Scene, session: Session) -> None:
        quote = self.published(session, scene)
        words, entry = quote.text, next(e for e in scene.entries if e.author_id == quote.author_id)

        scenes.withdraw(session, entry, next(p for p in scene.people if p.id == quote.author_id), gesture)
        session.commit()

        assert words[5:40] not in self.everything_written(session)
        assert RETIRED in self.everything_written(session)

    def test_from_a_text_a_coordinator_rewrote_around_it(self, scene: Scene, session: Session) -> None:
        quote = self.published(session, scene)
        paragraph = paragraph_of(session, "theme")
        paragraph.text = f"Nous retenons ceci : « {quote.text} » Et la suite. Elle disait {quote.text.lower()}"
        words = quote.text
        withdrawals.withdraw(session, quote, now=NOW)
        session.commit()

        assert words[5:40].lower() not in self.everything_written(session).lower()
        assert "Et la suite." in paragraph.text

    def test_before_publication_is_not_published(self, scene: Scene, session: Session, sign_in) -> None:
        digest = scenes.draft(session, scene)
        for quote in quotes_of(session):
            quotes.answer(session, quote, accept=True, now=NOW)
        services.recompose(session, digest, now=NOW, **FIGURES)
        quote = quotes.printed_in(session, digest)[0]
        session.commit()
        words = quote.text
        author = sign_in(next(p for p in scene.people if p.id == quote.author_id))

        author.post(f"/recit/citations/{quote.id}/non")

        assert words[5:40] not in "\n".join(p.text for p in digests_of(session)[0].paragraphs)
        # Nobody has read it: nothing says that someone refused.
        assert RETIRED not in str([(p.text, p.draft_text, p.sentences) for p in digests_of(session)[0].paragraphs])
