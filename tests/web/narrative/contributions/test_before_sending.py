"""A contribution is read by its author as the team would read it, and by nobody else."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.masking.words import _write, mask_words
from journal.narrative.models import Contribution, ContributionState
from tests.factories import NOW
from tests.pages import Browser
from tests.unit.journal.narrative.scenes import Scene
from tests.web.narrative.contributions.writing import MASKED, MASKS, SEND, mediation, reload


class TestBeforeItIsSent:
    def test_says_that_it_is_being_masked_and_that_nothing_left(self, written: str, author: Browser) -> None:
        page = author.get(written)

        assert "Rien n’est encore envoyé" in page.text
        assert page.select_one("[data-waiting]")

    def test_it_is_read_by_no_coordinator_masked_or_not(
        self, masked: str, scene: Scene, session: Session, sign_in
    ) -> None:
        assert "vélo" not in mediation(scene, sign_in)
        sign_in(scene.first).get(f"/mediation/{reload(session).id}", status=404)
        assert "contribution" not in sign_in(scene.first).get("/themes/semaine").main.text

    def test_its_author_reads_what_the_team_would_read(self, masked: str, author: Browser) -> None:
        page = author.get(masked)

        assert page.select_one(".masked-text").text == MASKED
        assert [mark.text.split()[0] for mark in page.select("mark.mask")] == ["Karim", "Digne"]

    def test_no_page_says_that_the_team_will_answer_where_nobody_coordinates(
        self, masked: str, scene: Scene, session: Session, author: Browser
    ) -> None:
        respond = f"/recit/themes/{scene.theme.id}/repondre"
        for address in (respond, masked):
            assert "Elle vous répond" in author.get(address).main.text
        for each in (scene.first, scene.second):
            each.disabled_at = NOW
        session.commit()

        for address in (respond, masked):
            said = author.get(address).main.text
            assert "Elle vous répond" not in said
            assert "En ce moment, personne" in said
        sent = author.submit(author.get(masked), form=SEND, follow=True).main
        assert "C’est envoyé" in sent.text
        assert "L’équipe vous répondra" not in sent.text
        assert "En ce moment, personne ne coordonne" in sent.text

    @pytest.mark.model
    def test_its_author_masks_more_and_the_worker_hides_it(
        self, app, written: str, session: Session, author: Browser
    ) -> None:
        assert mask_words(app.extensions["database"], Contribution, now=lambda: NOW) == 1
        page = author.get(written)
        assert "Karim" not in page.select_one(".masked-text").text
        nobody = page.find("input", value="50-58")
        assert "personne" in nobody.parent.text

        author.submit(page, {"word": "50-58"}, form=f"form[action$='{written}/masquer']")
        assert author.get(written).select_one("[data-waiting]")
        assert mask_words(app.extensions["database"], Contribution, now=lambda: NOW) == 1

        shown = author.get(written).select_one(".masked-text").text
        assert "personne" not in shown
        assert "Karim" not in shown

    def test_a_text_remade_since_it_was_read_must_be_read_again(
        self, masked: str, session: Session, author: Browser
    ) -> None:
        page = author.get(masked)
        reload(session).masked_text = "Il manque [LIEU]."
        session.commit()

        author.submit(page, form=SEND, status=409)

        assert reload(session).state is ContributionState.UNSENT

    def test_what_its_author_masks_meanwhile_is_not_undone_by_the_worker(self, written: str, session: Session) -> None:
        found = reload(session)
        late = _write(Contribution, found.id, found.version, (MASKED, MASKS))
        found.version += 1
        session.commit()

        session.execute(late)
        session.commit()

        assert reload(session).masked_text is None

    def test_an_unsent_contribution_may_be_dropped(self, masked: str, session: Session, author: Browser) -> None:
        author.post(f"{masked}/retirer")

        assert session.scalar(sa.select(sa.func.count()).select_from(Contribution)) == 0
