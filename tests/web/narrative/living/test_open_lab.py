"""A Lab open to everyone: what anyone reads of its récit."""

from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Role
from journal.narrative.making import quotes, services
from journal.narrative.models import Digest
from journal.narrative.queries import quotes_of
from journal.narrative.rules import COOLING
from tests.factories import NOW, make_lab, make_person
from tests.pages import Browser
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, Scene, make_scene
from tests.web.narrative.living.composing import compose


class TestAnOpenLab:
    @pytest.fixture
    def open_scene(self, session: Session) -> Scene:
        lab = make_lab(session)
        lab.is_public = True
        scene = make_scene(session, lab=lab)
        small = scenes.adopt(session, lab, "La garde des enfants", (scene.first, scene.second), born_on=scenes.NOVEMBER)
        scenes.see(session, scene.run, small, scene.entries[:6])
        scene.more["small"] = small
        scenes.publish(session, scene)
        compose(session, scene)
        return scene

    def test_is_closed_until_an_admin_opens_it(self, scene: Scene, session: Session, browser: Browser, sign_in) -> None:
        browser.get(f"/public/{scene.lab.id}/recit", status=404)
        admin = sign_in(make_admin(session, scene.lab))

        admin.submit(admin.get("/ouverture"), {"is_public": "y"})

        assert "Le récit se prépare" in browser.get(f"/public/{scene.lab.id}/recit").text
        compose(session, scene)
        assert "se prépare" not in browser.get(f"/public/{scene.lab.id}/recit").text
        sign_in(scene.first).get("/ouverture", status=404)

    def test_shows_anyone_what_eleven_people_share_and_nothing_smaller(
        self, open_scene: Scene, browser: Browser, sign_in
    ) -> None:
        public = browser.get(f"/public/{open_scene.lab.id}/recit/2026-11").select_one("article").text
        inside = sign_in(open_scene.people[0]).get("/recit/2026-11").select_one("article").text

        assert "Les trajets" in public
        assert "garde des enfants" in inside
        assert "garde des enfants" not in public

    def test_never_shows_a_quote_whose_author_was_not_told_that_anyone_reads(self, session: Session) -> None:
        scene = make_scene(session)
        scenes.grow(session, scene.lab)
        digest = scenes.draft(session, scene)
        asked = quotes_of(session, digest)
        for quote in asked:
            quotes.answer(session, quote, accept=True, now=NOW)
        scene.lab.is_public = True
        services.recompose(session, digest, now=NOW, **FIGURES)
        paragraph = next(p for p in digest.paragraphs if p.kind == "theme")
        services.edit_paragraph(
            session, paragraph, paragraph.text + " Relu.", version=digest.version, by=scene.first, now=NOW
        )
        services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)
        services.publish(session, digest, now=NOW + COOLING, **FIGURES)

        assert any(quote.text[5:40] in p.text for p in digest.paragraphs for quote in asked if quote.text)
        assert not any(quote.text[5:40] in str(digest.public_paragraphs) for quote in asked if quote.text)

    def test_shows_a_correction_of_what_eleven_say(self, session: Session) -> None:
        scene = make_scene(session)
        scene.lab.is_public = True
        scene.state.helped = scene.state.hindered = []
        scene.state.emotions = scene.state.steps = {}
        theme, opening = self.publish_corrected(session, scene)
        assert "Relu." in theme
        assert "Relu." in opening

    def test_shows_no_correction_of_what_fewer_than_eleven_say(self, session: Session) -> None:
        scene = make_scene(session)
        scene.lab.is_public = True
        theme, opening = self.publish_corrected(session, scene)
        assert "Relu." not in theme
        assert "covoiturage" not in theme
        assert "Relu." in opening

    def publish_corrected(self, session: Session, scene: Scene) -> list[str]:
        """What anyone reads of a theme and of the opening, once both were corrected."""
        digest = scenes.draft(session, scene)
        for paragraph in digest.paragraphs:
            paragraph.text, paragraph.edited_at = f"{paragraph.text} Relu.", NOW
        services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)
        services.publish(session, digest, now=NOW, **FIGURES)
        public = {part["kind"]: part["text"] for part in digest.public_paragraphs or []}
        return [public["theme"], public["opening"]]

    def test_keeps_the_months_published_before_to_its_members(
        self, scene: Scene, session: Session, browser: Browser
    ) -> None:
        scenes.publish(session, scene)
        scene.lab.is_public = True
        session.commit()

        browser.get(f"/public/{scene.lab.id}/recit/2026-11", status=404)

    def test_has_a_feed_without_anyones_words(self, open_scene: Scene, session: Session, browser: Browser) -> None:
        browser.get(f"/public/{open_scene.lab.id}/recit.atom")

        feed = ElementTree.fromstring(browser.response.data)  # noqa: S314  # made by us

        atom = "{http://www.w3.org/2005/Atom}"
        assert [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")] == [
            session.scalars(sa.select(Digest.title)).one()
        ]
        assert feed.findtext(f"{atom}updated")
        assert "«" not in browser.response.get_data(as_text=True)

    def test_an_open_month_prints_for_anyone(self, open_scene: Scene, browser: Browser) -> None:
        browser.get(f"/public/{open_scene.lab.id}/recit/2026-11/pdf")

        assert browser.response.data.startswith(b"%PDF-")


def make_admin(session: Session, lab: Lab):
    admin = make_person(session, lab, Role.ADMIN)
    session.commit()
    return admin
