"""What its authors take back, and what the team decides, leave the living récit."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal import jobs
from journal.entries import services as entries
from journal.entries.models import Sharing
from journal.narrative.models import Narrative
from journal.themes.deciding import decisions
from journal.themes.deciding import services as themes
from journal.themes.deciding.decisions import Signed
from journal.themes.models import ThemeStatus
from tests.factories import NOW, make_entry
from tests.pages import Browser
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene, make_scene
from tests.web.narrative.living.composing import compose
from tests.worker import sweep


class TestWhatIsTakenBack:
    """The living récit counts it no more as soon as the worker has looked, a minute later at most."""

    @pytest.mark.parametrize("gesture", ["private", "rewrite", "mask", "erase", "leave"])
    def test_leaves_the_counts_of_the_living_recit(self, gesture: str, app, scene: Scene, session: Session) -> None:
        assert "une quinzaine de personnes" in str(session.scalars(sa.select(Narrative.paragraphs)).one()).lower()

        for entry, person in list(zip(scene.entries, scene.people, strict=True))[:6]:
            scenes.withdraw(session, entry, person, gesture)
        session.commit()
        assert session.scalars(sa.select(Narrative.is_stale)).one()
        session.commit()

        sweep(app, [jobs.refresh])

        narrative = session.scalars(sa.select(Narrative).execution_options(populate_existing=True)).one()
        assert "une quinzaine de personnes" not in str(narrative.paragraphs).lower()
        assert "au moins cinq personnes" in str(narrative.paragraphs).lower()
        assert not narrative.is_stale

    def test_has_the_living_recit_composed_again_by_the_sweep_of_each_minute(self) -> None:
        assert jobs.refresh in jobs.SWEEPS

    def test_a_text_nobody_counted_changes_nothing(self, scene: Scene, session: Session) -> None:
        entry = make_entry(session, scene.people[0], sharing=Sharing.PRIVATE)
        session.commit()
        content = entries.EntryContent(text="Tout autre chose.", happened_on=entry.happened_on)

        entries.edit_entry(session, entry, content, now=NOW)
        session.commit()

        assert not session.scalars(sa.select(Narrative.is_stale)).one()


def test_words_that_may_be_those_of_people_who_left_are_told_no_more(scene: Scene, session: Session) -> None:
    assert "covoiturage" in str(compose(session, scene).paragraphs)

    for entry in scene.entries[:5]:
        entries.share(session, entry, Sharing.PRIVATE, now=NOW)
    paragraphs = str(compose(session, scene).paragraphs)

    assert "covoiturage" not in paragraphs
    assert "Les trajets" in paragraphs


class TestAThemePeopleDecideOf:
    """One sets a theme aside because it may hurt or tell who someone is: nobody waits for the worker."""

    @pytest.fixture
    def two(self, scene: Scene, session: Session) -> Scene:
        other = scenes.adopt(session, scene.lab, "Les entretiens", (scene.first, scene.second), born_on=scenes.NOVEMBER)
        scenes.see(session, scene.run, other, scene.entries)
        scene.more["other"] = other
        scene.lab.is_public = True
        compose(session, scene)
        return scene

    def everything_read(self, scene: Scene, sign_in, browser: Browser) -> str:
        pages = (sign_in(scene.people[0]).get("/recit"), browser.get(f"/public/{scene.lab.id}/recit"))
        return "".join(page.text for page in pages)

    def test_leaves_every_page_of_the_recit_before_it_is_composed_again(
        self, two: Scene, session: Session, sign_in, browser: Browser
    ) -> None:
        assert "entretiens" in self.everything_read(two, sign_in, browser)
        coordinator = sign_in(two.first)
        page = coordinator.get(f"/themes/{two.more['other'].id}")

        coordinator.submit(page, {"reason": "On pourrait reconnaître quelqu’un."}, form="form:has([value=set_aside])")

        read = self.everything_read(two, sign_in, browser)
        assert "entretiens" not in read
        assert "trajets" in read

    @pytest.mark.parametrize("gesture", ["set_aside", "rename", "merge", "read"])
    def test_has_the_recit_composed_again_whatever_is_decided(self, gesture: str, two: Scene, session: Session) -> None:
        other, signed = two.more["other"], Signed(two.first, NOW, "Trop reconnaissable.")
        if gesture == "set_aside":
            themes.set_status(session, other, ThemeStatus.SET_ASIDE, signed)
        elif gesture == "rename":
            themes.rename(session, other, "Se présenter", signed)
        elif gesture == "merge":
            themes.merge(session, two.theme, other, signed)
        else:
            themes.write_reading(session, other, "On y joue sa place.", by=two.first, now=NOW)
        session.commit()

        assert session.scalars(sa.select(Narrative.is_stale)).one()

    def test_a_decision_taken_back_has_it_composed_again_too(self, two: Scene, session: Session) -> None:
        review = themes.rename(session, two.more["other"], "Se présenter", Signed(two.first, NOW))
        compose(session, two)
        assert review is not None

        decisions.undo(session, review, Signed(two.first, NOW))
        session.commit()

        assert session.scalars(sa.select(Narrative.is_stale)).one()

    def test_another_lab_has_nothing_to_compose_again(self, scene: Scene, session: Session) -> None:
        elsewhere = make_scene(session)
        compose(session, elsewhere)

        themes.rename(session, elsewhere.theme, "Se déplacer", Signed(elsewhere.first, NOW))
        session.commit()

        stale = session.scalars(sa.select(Narrative.lab_id).where(Narrative.is_stale)).all()
        assert stale == [elsewhere.lab.id]
