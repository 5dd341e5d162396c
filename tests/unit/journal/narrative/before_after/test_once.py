"""Counted once, nothing moves what is told of it, and no difference between two counts tells of one person."""

import uuid
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from journal.counting.published import differing
from journal.counting.rules import STICKY
from journal.entries.models import Entry, Sharing
from journal.experiments import removing, services
from journal.experiments.before_after import ACTED, CARRIED
from journal.experiments.models import Experiment, Rung
from journal.experiments.rules import accepted
from journal.experiments.services import StepContent
from journal.narrative.gathering.before_after import contributed, told_already
from journal.narrative.gathering.pathway import Lived
from journal.narrative.models import BeforeAfter, PeriodCounts
from nlp.emotions import Emotion
from tests.unit.journal.narrative.before_after.around import (
    JULY,
    LATER,
    MARCH,
    both,
    count,
    lines,
    people,
    see,
    trial,
    write,
)
from tests.unit.journal.narrative.scenes import Scene


class TestItIsCountedOnce:
    @pytest.fixture
    def counted(self, session: Session, scene: Scene) -> tuple[Experiment, list[Entry]]:
        authors = people(session, scene, 14)
        entries = [
            *write(session, authors, MARCH, emotions={Emotion.WORRY: 4}),
            *write(session, authors, JULY, emotions={Emotion.JOY: 4}),
        ]
        see(session, scene, entries)
        row = trial(session, scene)
        assert count(session, row)
        return row, entries

    def test_texts_taken_back_or_shared_since_move_nothing(
        self, session: Session, scene: Scene, counted: tuple[Experiment, list[Entry]]
    ) -> None:
        row, entries = counted
        before = lines(both(session, row))

        for entry in entries[:9]:
            entry.sharing = Sharing.PRIVATE
        see(session, scene, [*entries, *write(session, people(session, scene, 9), MARCH)])

        assert not count(session, row)
        assert lines(both(session, row)) == before

    def test_another_day_of_beginning_moves_nothing_and_the_page_can_say_so(
        self, session: Session, scene: Scene, counted: tuple[Experiment, list[Entry]]
    ) -> None:
        row, _ = counted
        before = both(session, row)
        step = accepted(row)[-1]
        later = StepContent(Rung.TRIAL, date(2026, 6, 2), "En juin, en fait.")
        services.correct(session, row, step, later, by=scene.first, now=LATER)

        assert not count(session, row)
        now = both(session, row)
        assert lines(now) == lines(before)
        assert now.before.period == before.before.period
        assert (before.is_of_another_start, now.is_of_another_start) == (False, True)

    def test_written_again_after_one_text_left_it_is_told_as_it_was(
        self, session: Session, scene: Scene, counted: tuple[Experiment, list[Entry]]
    ) -> None:
        row, entries = counted
        before = lines(both(session, row))
        removing.remove(session, row)
        assert session.scalars(sa.select(BeforeAfter)).all() == []
        entries[0].sharing = Sharing.PRIVATE
        session.flush()

        again = trial(session, scene)
        assert count(session, again)

        assert lines(both(session, again)) == before


class TestByDifference:
    def test_a_month_later_that_holds_one_person_less_tells_the_same(self, session: Session, scene: Scene) -> None:
        """With a beginning in June, February is out: only one person wrote then. Nine felt ashamed, ten with them."""
        authors = people(session, scene, 20)
        stays = [
            *write(session, authors[:9], MARCH, emotions={Emotion.SHAME: 4}),
            *write(session, authors[9:16], MARCH, emotions={Emotion.JOY: 4}),
        ]
        leaves = write(session, authors[16:17], date(2026, 2, 3), emotions={Emotion.SHAME: 4})
        since = write(session, authors, JULY)
        see(session, scene, [*stays, *leaves, *since])
        first = trial(session, scene)
        second = trial(session, scene, date(2026, 6, 9), "Le vélo")

        assert count(session, first)
        assert count(session, second)

        told_first, told_second = both(session, first), both(session, second)
        assert lines(told_first)["Ont noté une émotion désagréable, et l’on subit"][0] == "10 sur 15"
        assert lines(told_second) == lines(told_first)

    def test_one_text_more_of_someone_counted_already_tells_the_same(self, session: Session, scene: Scene) -> None:
        """Who they are does not change: what one of them felt in February would be the difference."""
        authors = people(session, scene, 20)
        stays = [
            *write(session, authors[:9], MARCH, emotions={Emotion.SHAME: 4}),
            *write(session, authors[9:16], MARCH, emotions={Emotion.JOY: 4}),
        ]
        leaves = write(session, authors[9:10], date(2026, 2, 3), emotions={Emotion.SHAME: 4}, agency=1)
        see(session, scene, [*stays, *leaves, *write(session, authors, JULY)])

        rows = [trial(session, scene), trial(session, scene, date(2026, 6, 9), "Le vélo")]
        assert all(count(session, row) for row in rows)

        assert lines(both(session, rows[1])) == lines(both(session, rows[0]))

    def test_a_month_later_that_holds_five_people_more_is_told_as_it_is(self, session: Session, scene: Scene) -> None:
        authors = people(session, scene, 24)
        stays = write(session, authors[:14], MARCH, emotions={Emotion.SHAME: 4})
        comes = write(session, authors[14:22], date(2026, 5, 20), emotions={Emotion.SHAME: 4})
        see(session, scene, [*stays, *comes, *write(session, authors[:14], JULY)])

        rows = [trial(session, scene), trial(session, scene, date(2026, 6, 9), "Le vélo")]
        assert all(count(session, row) for row in rows)

        felt = [lines(both(session, row))["Ont noté une émotion désagréable, et l’on subit"][0] for row in rows]
        assert felt == ["10 sur 15", "15 sur 20"]

    @given(st.lists(st.dictionaries(st.integers(0, 12), st.sampled_from("abc"), max_size=13), max_size=12))
    def test_between_two_counts_ever_made_five_people_contribute_otherwise(self, windows: list[dict[int, str]]) -> None:
        """Whatever the order in which months, themes and texts are tried."""
        known: list[PeriodCounts] = []
        for window in windows:
            by = {str(person): what for person, what in window.items()}
            if len(by) >= STICKY and told_already(known, by) is None:
                known.append(PeriodCounts(id=uuid.uuid4(), by=by))

        pairs = [(one, other) for n, one in enumerate(known) for other in known[:n]]
        assert all(differing(one.by, other.by) >= STICKY for one, other in pairs)


class TestWhatAPersonContributes:
    def test_is_all_that_a_count_may_move_by(self) -> None:
        lived = Lived({Emotion.JOY, Emotion.PRIDE, Emotion.SHAME}, [], [5, 5, 3])

        assert contributed(lived) == [ACTED, "quarter/-1/-1", "quarter/1/1"]

    @pytest.mark.parametrize(
        ("dials", "side"), [([1, 2], [CARRIED]), ([3], []), ([1, 5], []), ([4], [ACTED]), ([], [])]
    )
    def test_its_side_of_the_dial_is_that_of_its_mean(self, dials: list[int], side: list[str]) -> None:
        assert contributed(Lived(set(), [], dials)) == side

    def test_what_is_kept_of_it_names_nobody(self, session: Session, scene: Scene) -> None:
        authors = people(session, scene, 12)
        entries = [*write(session, authors, MARCH, agency=5), *write(session, authors, JULY, agency=1)]
        see(session, scene, entries)
        assert count(session, trial(session, scene))

        kept = str([(row.by, row.counts) for row in session.scalars(sa.select(PeriodCounts))])
        assert not any(str(author.id) in kept for author in authors)
