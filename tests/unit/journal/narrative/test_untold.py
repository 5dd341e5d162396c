"""A theme of last month that too few people speak of now does not vanish in silence."""

import re
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Role
from journal.months import last_of
from journal.narrative.making import services
from journal.narrative.models import Digest, DigestParagraph
from journal.themes.models import ThemeStatus
from nlp.prose.drafts import ParagraphKind
from tests.factories import NOW, make_person
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, make_scene


class TestAThemeTooFewSpeakOfNow:
    """« Les trajets » is told in October; in November, others write, but too few of them on it."""

    @pytest.fixture
    def month_after(self, session: Session) -> Callable[..., Digest]:
        october, november = date(2026, 10, 1), date(2026, 11, 1)
        scene = make_scene(session, month=october)
        scenes.publish(session, scene, october)

        def draft(still: int, *, month: date = november, **values: object) -> Digest:
            for entry in scene.entries:
                entry.happened_on = month.replace(day=12)
            for name, value in values.items():
                setattr(scene.theme, name, value)
            run = scenes.make_run(session, scene.lab, until=last_of(month))
            scenes.see(session, run, scene.theme, scene.entries[:still])
            return scenes.draft(session, scene, month)

        return draft

    def said(self, digest: Digest) -> list[DigestParagraph]:
        """Where a month speaks of the theme, but in the question that it recalls."""
        said = [p for p in digest.paragraphs if "trajets" in p.text.casefold()]
        return [p for p in said if p.kind != ParagraphKind.ASKED]

    def told(self, digest: Digest) -> str:
        return " ".join(p.text for p in self.said(digest))

    @pytest.mark.parametrize("still", [0, 1, 4])
    def test_is_said_in_one_sentence_the_same_however_few_they_are(self, still: int, month_after) -> None:
        digest = month_after(still)

        assert re.fullmatch(r"[^.]*les trajets[^.]*\.", self.told(digest), re.IGNORECASE)
        assert re.search(r"(?:trop|si) (?:peu|rares)|plus de voix", self.told(digest))
        assert not re.search(r"\d", self.told(digest))
        [gone] = [s for p in self.said(digest) for s in p.sentences if "trajets" in s["text"].casefold()]
        assert [kind for kind, _ in gone["evidence"]] == ["theme"]

    def test_is_the_same_sentence_for_nobody_and_for_a_few(self, month_after, session: Session) -> None:
        few = self.told(month_after(4))
        session.delete(session.scalars(sa.select(Digest).order_by(Digest.month.desc())).first())
        session.flush()

        assert self.told(month_after(0)) == few

    def test_that_the_team_set_aside_is_not_said(self, month_after) -> None:
        assert self.told(month_after(0, status=ThemeStatus.SET_ASIDE)) == ""

    def test_is_said_once_and_not_each_month(self, month_after, session: Session) -> None:
        digest = month_after(4)
        reader = make_person(session, session.get_one(Lab, digest.lab_id), Role.COORDINATOR)
        services.approve(session, digest, version=digest.version, by=reader, now=NOW)
        services.publish(session, digest, now=NOW, **FIGURES)

        assert self.told(month_after(4, month=date(2026, 12, 1))) == ""
