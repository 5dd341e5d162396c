"""Which sentences are proposed for a month, and whom they are asked of."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries import services as entries
from journal.entries.models import Sharing
from journal.narrative.making import services
from journal.narrative.models import Digest, Quote, QuoteState
from nlp.types import Zone
from tests.factories import NOW, make_entry
from tests.pages import Browser
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import BUS, FIGURES, Scene
from tests.web.narrative.months import (
    approve,
    paragraph_of,
    quotes_of,
    theme_page,
)


def test_each_person_is_asked_for_one_quote_at_most(scene: Scene, session: Session) -> None:
    for entry in scene.entries[:6]:
        entry.author_id = scene.people[0].id
    session.flush()

    digest = scenes.draft(session, scene)

    authors = session.scalars(sa.select(Quote.author_id).where(Quote.digest_id == digest.id)).all()
    assert len(authors) == len(set(authors)) == 3


def test_no_passage_that_points_at_someone_or_hardly_belongs_is_ever_proposed(scene: Scene, session: Session) -> None:
    for entry in scene.entries[:8]:
        entry.passages[0].text = "Je suis la seule charpentière du village et mon cancer me laisse des jours au bus."
    for member in scene.state.members[8:11]:
        member.zone = Zone.HALO
    session.flush()

    digest = scenes.draft(session, scene)

    proposed = session.scalars(sa.select(Quote.text).where(Quote.digest_id == digest.id)).all()
    assert set(proposed) == {entry.text for entry in scene.entries[11:]}


def test_passages_that_say_the_words_of_the_theme_are_proposed_first(scene: Scene, session: Session) -> None:
    scene.state.terms = [["vélo", 1.0, 5]]
    session.flush()

    digest = scenes.draft(session, scene)

    proposed = session.scalars(sa.select(Quote.text).where(Quote.digest_id == digest.id)).all()
    assert any("vélo" in text for text in proposed)


def test_passages_that_say_the_name_of_the_theme_go_before_those_that_say_a_term(
    scene: Scene, session: Session
) -> None:
    scene.theme.label = "Le vélo et la navette"
    scene.state.terms = [["bus", 1.0, 5], ["essence", 1.0, 5], ["stage", 1.0, 5]]
    session.flush()

    digest = scenes.draft(session, scene)

    proposed = session.scalars(sa.select(Quote.text).where(Quote.digest_id == digest.id)).all()
    assert any("navette" in text for text in proposed)


class TestWhatIsProposed:
    """Nobody is asked for their words before someone of the team has read them."""

    @pytest.fixture
    def prepared(self, scene: Scene, sign_in) -> Browser:
        first = sign_in(scene.first)
        first.post("/recits/2026-11/preparer")
        return first

    def author_of(self, quote: Quote, scene: Scene, sign_in) -> Browser:
        return sign_in(next(person for person in scene.people if person.id == quote.author_id))

    def test_is_grouped_by_theme_and_asked_of_nobody(
        self, prepared: Browser, scene: Scene, session: Session, sign_in
    ) -> None:
        page = prepared.get("/recits/2026-11")

        assert [heading.text for heading in page.select("#citations h3")] == ["Les trajets"]
        assert len(page.select("#citations [name=quote]")) == 3
        assert page.select_one("#ask [type=submit]").get("name") is None, "the first button, that of « Entrée »"
        for quote in quotes_of(session):
            author = self.author_of(quote, scene, sign_in)
            assert "Aucune de vos phrases" in author.get("/recit/citations").text
            for choice in ("oui", "non", "retirer"):
                author.post(f"/recit/citations/{quote.id}/{choice}", status=404)

    def test_is_asked_once_ticked_and_the_rest_is_not(
        self, prepared: Browser, scene: Scene, session: Session, sign_in
    ) -> None:
        page, (ticked, *_) = prepared.get("/recits/2026-11"), quotes_of(session)

        prepared.submit(page, {"quote": str(ticked.id)}, form="#ask")

        assert ticked.text in self.author_of(ticked, scene, sign_in).get("/recit/citations").text
        assert {quote.state for quote in quotes_of(session) if quote.id != ticked.id} == {QuoteState.PROPOSED}
        assert "En attente de son auteur·e" in prepared.get("/recits/2026-11").text

    def test_is_dropped_in_one_gesture_with_all_that_was_read_and_not_ticked(
        self, prepared: Browser, session: Session
    ) -> None:
        page, (ticked, unread, left) = prepared.get("/recits/2026-11"), quotes_of(session)
        shown = [str(quote.id) for quote in (ticked, left)]

        prepared.submit(page, {"quote": str(ticked.id), "shown": shown, "others": "drop"}, form="#ask")

        assert {quote.id: quote.state for quote in quotes_of(session)} == {
            ticked.id: QuoteState.ASKED,
            unread.id: QuoteState.PROPOSED,
        }
        again = prepared.get("/recits/2026-11")
        assert "1 citation demandée, 1 citation écartée." in again.text.replace("\u00a0", " ")
        prepared.post("/recits/2026-11/citations/demander", {"shown": shown, "others": "drop"})
        assert ticked.id in {quote.id for quote in quotes_of(session)}, "what its author was asked stays"

    def test_once_dropped_or_never_proposed_is_not_written_into_the_month(
        self, prepared: Browser, scene: Scene, session: Session
    ) -> None:
        dropped, *others = quotes_of(session)
        kept, words = {quote.text for quote in others}, dropped.text
        prepared.post("/recits/2026-11/citations/demander", {"shown": str(dropped.id), "others": "drop"})
        address, text = theme_page(session), paragraph_of(session, "theme").text
        never = next(each for each in BUS if each not in {words, *kept})
        private = make_entry(session, scene.people[0], "Je garde pour moi ce que le chauffeur m’a dit hier soir.")
        session.commit()

        for taken in (words, never):
            page = prepared.get(address)
            refused = prepared.submit(page, {"text": f"{text} {taken.rstrip('.').lower()}, dit-on."}, status=422)
            assert "dont l’auteur·e n’a pas dit oui" in refused.text

        # What the team cannot read is not told by a refusal either.
        prepared.submit(prepared.get(address), {"text": f"{text} {private.text}"})

    def test_goes_with_the_text_its_author_takes_back_and_with_publication(
        self, prepared: Browser, scene: Scene, session: Session
    ) -> None:
        taken, *_ = quotes_of(session)
        entry = next(each for each in scene.entries if each.author_id == taken.author_id)
        entries.share(session, entry, Sharing.PRIVATE, now=NOW)
        session.commit()
        assert taken.id not in {quote.id for quote in quotes_of(session)}

        (digest,) = session.scalars(sa.select(Digest).execution_options(populate_existing=True))
        services.recompose(session, digest, now=NOW, **FIGURES)
        services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)
        services.publish(session, digest, now=NOW, **FIGURES)
        session.commit()

        assert quotes_of(session) == []

    def test_cannot_enter_a_text_that_is_approved(
        self, prepared: Browser, scene: Scene, session: Session, sign_in
    ) -> None:
        approve(sign_in(scene.second))

        page = prepared.get("/recits/2026-11")
        prepared.post("/recits/2026-11/citations/demander", {"quote": str(quotes_of(session)[0].id)}, status=409)

        assert not page.select("#citations")
        assert {quote.state for quote in quotes_of(session)} == {QuoteState.PROPOSED}
