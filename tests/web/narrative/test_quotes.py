"""A quote: its author has a week to change their mind, and nothing beside it tells who speaks."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from journal.api import services as tokens
from journal.clock import PARIS, day_of, midnight, now
from journal.entries.models import Passage
from journal.errors import Refused
from journal.narrative.making import editions, leaving_out, quotes, services
from journal.narrative.models import Digest, DigestParagraph, Quote, QuoteState
from journal.narrative.pages import printing
from journal.narrative.rules import COOLING, NAMED_FROM, waits_until
from journal.web.typography import day, week
from tests.factories import NOW
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, Scene, make_scene
from tests.web.narrative.months import typographed

WRITERS = 13


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene(session, people=WRITERS)


def asked(session: Session, digest: Digest) -> list[Quote]:
    return list(session.scalars(sa.select(Quote).where(Quote.digest_id == digest.id).order_by(Quote.id)))


def approved(session: Session, scene: Scene) -> Digest:
    """A month approved with every quote its authors agreed to just now."""
    digest = scenes.draft(session, scene)
    for quote in asked(session, digest):
        quotes.answer(session, quote, accept=True, now=NOW)
    services.recompose(session, digest, now=NOW, **FIGURES)
    services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)
    return digest


def theme_part(digest: Digest) -> DigestParagraph:
    return next(paragraph for paragraph in digest.paragraphs if paragraph.kind == "theme")


class TestTheWeekAfterAYes:
    def test_passes_whole_before_the_month_is_published(self, scene: Scene, session: Session) -> None:
        digest = approved(session, scene)

        the_day = midnight(day_of(NOW) + COOLING)

        with pytest.raises(Refused, match=r"sept jours.*30.novembre.2026 au plus tard"):
            services.publish(session, digest, now=the_day - timedelta(seconds=1), **FIGURES)

        services.publish(session, digest, now=the_day, **FIGURES)
        assert {quote.state for quote in asked(session, digest)} <= {QuoteState.ACCEPTED, QuoteState.UNUSED}

    def test_is_not_started_anew_by_a_yes_said_again_but_by_a_yes_after_a_no(
        self, scene: Scene, session: Session
    ) -> None:
        quote = asked(session, scenes.draft(session, scene))[0]
        quotes.answer(session, quote, accept=True, now=NOW)

        quotes.answer(session, quote, accept=True, now=NOW + timedelta(days=3))
        assert quote.answered_at == NOW

        quotes.answer(session, quote, accept=False, now=NOW + timedelta(days=4))
        quotes.answer(session, quote, accept=True, now=NOW + timedelta(days=5))
        assert quote.answered_at == NOW + timedelta(days=5)

    def test_holds_back_no_text_that_does_without_the_quote_nor_lets_it_into_another(
        self, scene: Scene, session: Session
    ) -> None:
        scene.lab.is_public = True
        scenes.grow(session, scene.lab)
        digest = approved(session, scene)
        words = [quote.text for quote in asked(session, digest)]
        for paragraph in digest.paragraphs:
            if any(word in paragraph.text for word in words) or paragraph.kind == "theme":
                paragraph.text = "Les trajets pèsent."

        services.publish(session, digest, now=NOW, **FIGURES)

        assert {quote.text for quote in asked(session, digest)} == {""}
        assert digest.public_paragraphs
        assert not any(word[5:40] in str(digest.public_paragraphs) for word in words)

    def test_is_not_cut_short_by_what_the_published_page_rests_on(
        self, scene: Scene, session: Session, app: Flask, sign_in
    ) -> None:
        digest = approved(session, scene)
        words = [quote.text for quote in asked(session, digest)]
        part = theme_part(digest)
        assert any(word in str(part.sentences) for word in words)
        part.text = "Les trajets pèsent."
        for paragraph in digest.paragraphs:
            if paragraph.kind == "minority":
                paragraph.text = ""
        services.publish(session, digest, now=NOW, **FIGURES)
        secret = tokens.make(session, "mirabelle", days=90, by=scene.first, now=NOW)[1]
        session.commit()

        page = sign_in(scene.people[0]).get("/recit/2026-11")
        answer = app.test_client().get("/api/v1/digests/2026-11", headers={"Authorization": f"Bearer {secret}"})

        assert "corrigée ou enlevée par l’équipe" in page.text
        assert "Les trajets pèsent." in page.text
        kept = f"{part.sentences} {part.draft_text}"
        for text in (page.text, answer.get_data(as_text=True), kept):
            assert not any(word[5:40] in text for word in words)

    def test_is_told_to_its_author_and_to_the_coordinators(self, scene: Scene, session: Session, sign_in) -> None:
        digest = scenes.draft(session, scene)
        quote = asked(session, digest)[0]
        writer = next(person for person in scene.people if person.id == quote.author_id)
        session.commit()
        author = sign_in(writer)
        assert "Approuvé maintenant, il paraîtrait sans" in sign_in(scene.second).get("/recits/2026-11").text
        assert "elle attend sept jours" in author.get("/recit/citations").text

        author.post(f"/recit/citations/{quote.id}/oui")

        page = author.get("/recit/citations")
        assert f"Vous avez dit oui le {day(now())}. Elle ne paraîtra pas avant le {day(now() + COOLING)}" in page.text
        assert "vous pouvez encore dire non" in page.text
        page = sign_in(scene.first).get("/recits/2026-11")
        assert "attend sept jours avant de paraître" in page.text
        assert f"Acceptée la {week(now())}, attend jusqu’au {day(waits_until(now()))} au plus tard" in page.text

    @pytest.mark.parametrize("minute", [0, 7 * 24 * 60 - 1])
    def test_is_told_to_the_team_by_the_week_of_the_yes_never_its_day(
        self, scene: Scene, session: Session, sign_in, minute: int
    ) -> None:
        monday = datetime(2026, 11, 9, tzinfo=PARIS)
        digest = approved(session, scene)
        for quote in asked(session, digest):
            quote.answered_at = monday + timedelta(minutes=minute)

        left = leaving_out.if_published(session, digest, now=monday + timedelta(days=6))
        session.commit()

        assert (left.held_until or left.ready) == date(2026, 11, 23)
        assert waits_until(monday + timedelta(minutes=minute)) == date(2026, 11, 23)
        told = typographed(sign_in(scene.first).get("/recits/2026-11").text)
        assert "Acceptée la semaine du 9 novembre 2026" in told


class TestASmallLab:
    def correct(self, session: Session, scene: Scene, text: str) -> None:
        """Add to a paragraph that quotes someone."""
        digest = scenes.draft(session, scene)
        for quote in asked(session, digest):
            quotes.answer(session, quote, accept=True, now=NOW)
        services.recompose(session, digest, now=NOW, **FIGURES)
        paragraph = theme_part(digest)
        assert "«" in paragraph.text
        services.edit_paragraph(
            session, paragraph, f"{paragraph.text} {text}", version=digest.version, by=scene.first, now=NOW
        )

    @pytest.mark.parametrize("name", ["novembre", "Lab des Alpilles"])
    def test_names_neither_itself_nor_the_month_where_someone_is_quoted(
        self, name: str, scene: Scene, session: Session
    ) -> None:
        scene.lab.name = "Lab des Alpilles"
        scenes.grow(session, scene.lab, NAMED_FROM - WRITERS - 1)

        with pytest.raises(Refused, match=name):
            self.correct(session, scene, f"Cela s’est dit au {name}, souvent.")

    def test_is_small_no_more_at_fifty_people(self, scene: Scene, session: Session) -> None:
        scenes.grow(session, scene.lab, NAMED_FROM - WRITERS)

        self.correct(session, scene, "Cela s’est dit en novembre, souvent.")

    def test_keeps_peoples_words_to_its_members(self, scene: Scene, session: Session) -> None:
        scene.lab.is_public = True
        digest = scenes.publish(session, scene)
        services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)
        words = [quote.text[5:40] for quote in asked(session, digest) if quote.text]

        read_by_members = " ".join(paragraph.text for paragraph in digest.paragraphs)
        leaves = str(editions.carried_away(session, digest))
        assert words
        assert all(word in read_by_members for word in words)
        assert not any(word in leaves or word in str(digest.public_paragraphs) for word in words)
        assert "Les trajets" in leaves

        scenes.grow(session, scene.lab)
        assert all(word in str(editions.carried_away(session, digest)) for word in words)

    def test_prints_cards_that_say_neither_where_nor_when(self) -> None:
        large = str(printing.cards_sheet([], "Lab des Alpilles", NOW))
        small = str(printing.cards_sheet([], "", NOW))

        assert "Alpilles" in large
        assert "novembre" in large
        assert "2026" not in small
        assert "novembre" not in small


def test_one_person_is_never_quoted_twice_in_a_month(scene: Scene, session: Session) -> None:
    for entry in scene.entries[:9]:
        entry.author_id = scene.people[0].id
    session.flush()

    digest = scenes.draft(session, scene)

    authors = [quote.author_id for quote in asked(session, digest)]
    assert len(authors) == len(set(authors)) > 1
    again = asked(session, digest)[0]
    twice = Quote(digest_id=digest.id, author_id=again.author_id, text="Encore.", state=QuoteState.ASKED, asked_at=NOW)
    session.add(twice)
    with pytest.raises(IntegrityError):
        session.flush()


def test_an_author_who_never_answered_reads_that_the_quote_did_not_appear_and_not_that_it_was_refused(
    scene: Scene, session: Session, sign_in
) -> None:
    before = NOW - COOLING
    digest = scenes.draft(session, scene, at=before)
    agreed, silent, *_ = asked(session, digest)
    quotes.answer(session, agreed, accept=True, now=before)
    services.recompose(session, digest, now=NOW, **FIGURES)
    passages = [session.get_one(Passage, quote.passage_id) for quote in (agreed, silent)]
    pages = [(passage.entry.author, f"/mes-droits/textes/{passage.entry_id}") for passage in passages]
    services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)
    services.publish(session, digest, now=NOW, **FIGURES)
    session.commit()

    assert "publiée, avec votre oui" in sign_in(pages[0][0]).get(pages[0][1]).text
    told = sign_in(pages[1][0]).get(pages[1][1]).text
    assert "sans votre oui, elle n’a pas paru" in told
    assert "refusée" not in told
