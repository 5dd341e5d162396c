"""What was written around an experiment is counted once its months are over, in people."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.counting.rules import hashed
from journal.entries.models import Sharing
from journal.experiments.before_after import Waiting
from journal.narrative.gathering.before_after import publish_due, told
from journal.narrative.models import PeriodCounts, PublishedFigure
from journal.themes.models import ThemeStatus
from nlp.emotions import Emotion
from tests.factories import make_lab
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.before_after.around import (
    JULY,
    LATER,
    MARCH,
    MAY,
    both,
    count,
    lines,
    people,
    see,
    trial,
    write,
)
from tests.unit.journal.narrative.scenes import FIGURES, Scene

SEPTEMBER = datetime(2026, 9, 2, 3, tzinfo=UTC)


class TestWhatIsCounted:
    def test_people_on_both_sides_with_what_they_felt_and_whether_they_acted(
        self, session: Session, scene: Scene
    ) -> None:
        authors = people(session, scene, 30)
        before = write(session, authors[:15], MARCH, emotions={Emotion.WORRY: 4}, agency=1)
        since = write(session, authors[5:25], JULY, emotions={Emotion.PRIDE: 4}, agency=5)
        write(session, authors[20:], MARCH)  # of something else
        see(session, scene, [*before, *since])
        row = trial(session, scene)

        assert count(session, row)

        assert lines(both(session, row)) == {
            "Y ont écrit": ("15 sur 25", "20 sur 20"),
            "Ont noté une émotion agréable, grâce à ce que l’on fait": ("trop peu pour le dire", "15 sur 20"),
            "Ont noté une émotion désagréable, et l’on subit": ("10 sur 15", "trop peu pour le dire"),
            "Ont plutôt agi": ("trop peu pour le dire", "15 sur 20"),
            "Ont plutôt subi": ("10 sur 15", "trop peu pour le dire"),
        }

    def test_a_person_counts_once_a_side_however_much_they_write(self, session: Session, scene: Scene) -> None:
        authors = people(session, scene, 8)
        entries = [*write(session, authors[:4] * 6, MARCH), *write(session, authors, JULY)]
        see(session, scene, entries)
        row = trial(session, scene)

        assert not count(session, row)

    @pytest.mark.parametrize("closed", [{"sharing": Sharing.PRIVATE}, {"masked": False}, {"happened_on": MAY}])
    def test_what_is_not_shared_or_of_the_month_it_began_is_on_no_side(
        self, session: Session, scene: Scene, closed: dict[str, Any]
    ) -> None:
        authors = people(session, scene, 12)
        on, rest = closed.get("happened_on", MARCH), {k: value for k, value in closed.items() if k != "happened_on"}
        entries = [*write(session, authors[:4], MARCH), *write(session, authors, JULY)]
        entries += write(session, authors[4:], on, **rest)
        see(session, scene, [entry for entry in entries if entry.passages])
        row = trial(session, scene)

        assert not count(session, row)

    def test_a_side_of_a_few_hides_the_other(self, session: Session, scene: Scene) -> None:
        authors = people(session, scene, 20)
        see(session, scene, [*write(session, authors[:4], MARCH), *write(session, authors, JULY)])
        row = trial(session, scene)

        assert not count(session, row)
        found = told(session, row, LATER.date(), 5)
        assert isinstance(found, Waiting)
        assert found.is_over
        assert session.scalars(sa.select(PublishedFigure).where(PublishedFigure.name.contains("around"))).all() == []
        assert session.scalars(sa.select(PeriodCounts)).all() == []

    def test_the_whole_is_left_out_where_it_would_tell_of_the_few_who_wrote_of_something_else(
        self, session: Session, scene: Scene
    ) -> None:
        """Held from another day, the whole is told as fewer people than the part: both would say how many are left."""
        authors = people(session, scene, 25)
        see(session, scene, [*write(session, authors[:20], MARCH), *write(session, authors, JULY)])
        write(session, authors[20:], MARCH)
        held = hashed([author.id for author in authors], key=scenes.KEY)
        figure = PublishedFigure(lab_id=scene.lab.id, name="held/participants", value=10, people=held)
        figure.month, figure.earlier = date(2026, 1, 1), []
        session.add(figure)
        session.flush()
        row = trial(session, scene)

        assert count(session, row)

        assert lines(both(session, row))["Y ont écrit"][0] == "20"

    def test_a_theme_that_is_not_adopted_is_not_counted(self, session: Session, scene: Scene) -> None:
        authors = people(session, scene, 12)
        see(session, scene, [*write(session, authors, MARCH), *write(session, authors, JULY)])
        row = trial(session, scene)
        scene.theme.status = ThemeStatus.PROPOSED
        session.flush()

        assert not count(session, row)


class TestWhen:
    @pytest.mark.parametrize(
        ("until", "at", "has_read"),
        [
            (date(2026, 8, 30), SEPTEMBER, False),
            (date(2026, 8, 31), datetime(2026, 8, 31, 9, tzinfo=UTC), False),  # on the last day, others may still write
            (date(2026, 8, 31), SEPTEMBER, True),
        ],
    )
    def test_it_waits_for_an_analysis_of_all_the_months_once_they_are_over(
        self, session: Session, scene: Scene, until: date, at: datetime, has_read: bool
    ) -> None:
        authors = people(session, scene, 12)
        entries = [*write(session, authors, MARCH), *write(session, authors, JULY)]
        see(session, scene, entries, until=until, at=at)

        assert count(session, trial(session, scene), SEPTEMBER) is has_read

    def test_each_experiment_of_the_lab_is_counted_when_it_is_due_and_those_of_no_other(
        self, session: Session, scene: Scene
    ) -> None:
        authors = people(session, scene, 12)
        see(session, scene, [*write(session, authors, MARCH), *write(session, authors, JULY)])
        trial(session, scene)
        trial(session, scene, date(2026, 9, 9), "Le vélo")  # September to November are not over

        assert publish_due(session, make_lab(session), now=LATER, **FIGURES) == 0
        assert publish_due(session, scene.lab, now=LATER, **FIGURES) == 1
        assert publish_due(session, scene.lab, now=LATER, **FIGURES) == 0

    def test_until_when_one_waits_is_said(self, session: Session, scene: Scene) -> None:
        row = trial(session, scene)
        see(session, scene, write(session, people(session, scene, 6), MARCH))

        found = told(session, row, date(2026, 8, 31), 5)
        assert found == Waiting(date(2026, 8, 31), is_over=False)

    def test_without_a_theme_that_may_be_named_nothing_is_said(self, session: Session, scene: Scene) -> None:
        authors = people(session, scene, 12)
        see(session, scene, [*write(session, authors, MARCH), *write(session, authors, JULY)])
        row = trial(session, scene)
        count(session, row)

        scene.theme.status = ThemeStatus.SET_ASIDE
        session.flush()

        assert told(session, row, LATER.date(), 5) is None
