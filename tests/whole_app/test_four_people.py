"""A theme that fewer than five people speak of now: whatever it was, nothing of it is said but its name."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.counting.disclosure import Disclosure
from journal.entries.models import Entry, Sharing
from journal.narrative.making.services import compose_narrative
from journal.narrative.models import PublishedFigure
from journal.themes.models import AnalysisRun, ThemeState
from tests.conftest import SignIn
from tests.factories import NOW
from tests.whole_app.walking import text_of
from tests.whole_app.world import World


class TestFourPeople:
    """A theme that fewer than five people speak of now: whatever it was, nothing of it is said but its name."""

    WORDS = ("covoiturage", "quatuor", "dansenviron", "matinéeentière")

    @pytest.fixture
    def four(self, session: Session, world: World) -> World:
        """All but four took their texts back since the analysis, which saw two clear parts in the theme."""
        state = session.scalars(sa.select(ThemeState).where(ThemeState.theme_id == world.theme.id)).first()
        assert state is not None
        keys = [str(member.passage_id) for member in state.members]
        state.terms, state.helped, state.hindered = [["covoiturage", 2.0, 13]], [["covoiturage", 13]], []
        state.parts = [
            {"label": "quatuor", "terms": ["quatuor"], "people": 7, "passages": keys[:7]},
            {"label": "quatuor", "terms": ["quatuor"], "people": 6, "passages": keys[7:]},
        ]
        for entry in world.entries[4:]:
            session.get_one(Entry, entry.id).sharing = Sharing.PRIVATE
        session.commit()
        return world

    def test_four_people_are_not_counted_nor_quoted_to_coordinators(self, four: World, sign_in: SignIn) -> None:
        browser = sign_in(four.coordinator)

        for path in (f"/themes/{four.theme.id}", f"/themes/{four.theme.id}/scission", "/themes/", "/themes/carte"):
            said = text_of(browser.get(path).select_one("main"))
            assert not [word for word in self.WORDS if word in said], path

    def test_four_people_leave_in_no_export(self, four: World, sign_in: SignIn) -> None:
        browser = sign_in(four.coordinator)

        for name in ("themes.csv", "passages.csv", "themes.json"):
            said = browser.client.get(f"/exports/{name}").text.casefold()
            assert not [word for word in ("covoiturage", "matinée entière", str(four.theme.id)) if word in said], name

    def test_four_people_are_told_in_no_new_text(self, four: World, session: Session, sign_in: SignIn) -> None:
        run = session.scalars(sa.select(AnalysisRun).where(AnalysisRun.lab_id == four.lab.id)).first()
        session.execute(sa.delete(PublishedFigure))
        session.commit()
        assert run is not None

        lab = session.get_one(Lab, four.lab.id)
        told = compose_narrative(session, lab, now=NOW, disclosure=Disclosure(5, 11, "k" * 32))

        assert told is not None
        assert not [part for part in [*told.paragraphs, *(told.public_paragraphs or [])] if part["theme"]]
