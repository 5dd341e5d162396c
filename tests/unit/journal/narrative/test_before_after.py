"""What was written around an experiment is counted once, in people, and never tells one person's text by difference."""

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.counting.published import differing
from journal.counting.rules import STICKY, hashed
from journal.entries.models import Entry, Sharing
from journal.experiments import removing, services
from journal.experiments.before_after import ACTED, CARRIED, BeforeAndSince, Waiting
from journal.experiments.models import Experiment, Rung
from journal.experiments.rules import accepted
from journal.experiments.services import ExperimentDescription, StepContent
from journal.narrative.gathering.before_after import contributed, publish, publish_due, told, told_already
from journal.narrative.gathering.pathway import Lived
from journal.narrative.models import BeforeAfter, PeriodCounts, PublishedFigure
from journal.themes.models import ThemeStatus
from nlp.emotions import Emotion
from tests.factories import NOW, make_entry, make_lab, make_person
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, Scene

# A trial in May: February to April before it, June to August since.
MAY = date(2026, 5, 11)
MARCH, JULY = date(2026, 3, 10), date(2026, 7, 10)
SEPTEMBER = datetime(2026, 9, 2, 3, tzinfo=UTC)
LATER = datetime(2026, 11, 2, 3, tzinfo=UTC)


@pytest.fixture
def scene(session: Session) -> Scene:
    """A theme nobody wrote of yet in the months that are counted: the scene's people wrote in November 2025."""
    return scenes.make_scene(session, month=date(2025, 11, 1))


def people(session: Session, scene: Scene, number: int) -> list[Person]:
    return [make_person(session, scene.lab, passphrase_hash=None) for _ in range(number)]


def write(session: Session, authors: Sequence[Person], on: date, **values: Any) -> list[Entry]:
    return [make_entry(session, author, happened_on=on, **({"sharing": Sharing.THEMES} | values)) for author in authors]


def see(
    session: Session, scene: Scene, entries: Sequence[Entry], *, until: date = date(2026, 10, 31), at: datetime = NOW
) -> None:
    """An analysis that found these texts in the theme."""
    run = scenes.make_run(session, scene.lab, until=until, at=at)
    scenes.see(session, run, scene.theme, [*entries])


def trial(session: Session, scene: Scene, on: date = MAY, title: str = "Le minibus") -> Experiment:
    words = ExperimentDescription(title, "Un minibus.", "Tout le monde.", [scene.theme.id])
    idea = StepContent(Rung.IDEA, date(2026, 1, 5), "Le récit.")
    row = services.begin(session, scene.lab.id, words, idea, by=scene.first, now=LATER)
    services.add_step(session, row, StepContent(Rung.TRIAL, on, "À Digne."), by=scene.first, now=LATER)
    return row


def count(session: Session, row: Experiment, now: datetime = LATER) -> bool:
    return publish(session, row, now=now, **FIGURES)


def both(session: Session, row: Experiment, *, floor: int = 5) -> BeforeAndSince:
    found = told(session, row, LATER.date(), floor)
    assert isinstance(found, BeforeAndSince)
    return found


def lines(found: BeforeAndSince) -> dict[str, tuple[str, str]]:
    return {row.label: (row.before.short, row.since.short) for row in found.rows}


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

    @pytest.mark.parametrize(
        "closed", [{"sharing": Sharing.PRIVATE}, {"withdrawn_at": LATER}, {"masked": False}, {"happened_on": MAY}]
    )
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
            entry.withdrawn_at = LATER
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
        entries[0].withdrawn_at = LATER
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
