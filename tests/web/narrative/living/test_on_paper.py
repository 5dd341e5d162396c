"""The récit on paper: a month, and cards of the themes."""

from pathlib import Path

from sqlalchemy.orm import Session

from journal.entries import services as entries
from journal.entries.models import Sharing
from journal.narrative.pages import printed_cards, printing
from tests import paper
from tests.factories import NOW
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene
from tests.web.narrative.living.composing import compose


class TestOnPaper:
    def test_a_published_month_is_a_tagged_accessible_pdf(
        self, scene: Scene, session: Session, sign_in, tmp_path: Path
    ) -> None:
        scenes.publish(session, scene)
        session.commit()
        browser = sign_in(scene.people[0])

        browser.get("/recit/2026-11/pdf")

        body = browser.response.data
        assert body.startswith(b"%PDF-")
        assert b"/MarkInfo" in body
        assert b"pdfuaid" in body
        assert paper.faults(body, tmp_path) == []
        assert browser.response.headers["Content-Disposition"] == 'attachment; filename="recit-2026-11.pdf"'

    def test_nothing_people_wrote_runs_in_it(self, scene: Scene, session: Session, sign_in) -> None:
        digest = scenes.publish(session, scene)
        digest.paragraphs[0].text = '#panic("x") #import "@preview/a:1.0.0" $x$ *gras* <a> @ref \\u{41} 😢 ‮abc العربية'
        session.commit()

        browser = sign_in(scene.people[0])
        browser.get("/recit/2026-11/pdf")

        assert browser.response.data.startswith(b"%PDF-")

    def test_the_same_month_makes_the_same_file(self, scene: Scene, session: Session, sign_in) -> None:
        scenes.publish(session, scene)
        session.commit()
        browser = sign_in(scene.people[0])

        files = []
        for _ in range(2):
            browser.get("/recit/2026-11/pdf")
            files.append(browser.response.data)

        assert files[0] == files[1]

    def test_each_edition_tells_the_account_of_its_own_texts(self, scene: Scene, session: Session, sign_in) -> None:
        scene.lab.is_public = True
        scenes.grow(session, scene.lab)
        digest = scenes.publish(session, scene)
        session.commit()
        browser = sign_in(scene.people[0])

        def files() -> list[bytes]:
            papers = []
            for path in ("/recit/2026-11/pdf", f"/public/{scene.lab.id}/recit/2026-11/pdf"):
                browser.get(path)
                papers.append(browser.response.data)
            return papers

        inside, public = files()
        assert digest.provenance["public_ledger"]["shared"]
        for edition in ("ledger", "public_ledger"):
            told = digest.provenance[edition]
            digest.provenance = digest.provenance | {edition: told | {"shared": told["shared"] + 100}}
            session.commit()
            now_inside, now_public = files()
            assert (now_inside != inside, now_public != public) == (True, edition == "public_ledger")

    def test_what_would_make_a_month_again_is_for_the_team(self, scene: Scene, session: Session) -> None:
        digest = scenes.publish(session, scene)

        sheet = printing.digest_sheet(digest, scene.lab.name, [], {}, ledger=digest.provenance["ledger"])

        assert sheet["ledger"]
        assert digest.provenance["fingerprint"][:12] not in str(sheet)

    def test_cards_say_nothing_the_recit_says_no_more(self, scene: Scene, session: Session) -> None:
        (card,) = printed_cards.cards(session, scene.lab, floor=5)
        assert card["helped"] == ("covoiturage",)

        for entry in scene.entries[:5]:
            entries.share(session, entry, Sharing.PRIVATE, now=NOW)
        compose(session, scene)
        assert printed_cards.cards(session, scene.lab, floor=5)[0]["helped"] == ()

        for entry in scene.entries[5:10]:
            entries.share(session, entry, Sharing.PRIVATE, now=NOW)
        compose(session, scene)
        assert printed_cards.cards(session, scene.lab, floor=5) == []

    def test_themes_are_cards_to_cut_out(self, scene: Scene, sign_in) -> None:
        browser = sign_in(scene.first)

        browser.get("/recit/cartes")

        assert browser.response.data.startswith(b"%PDF-")
