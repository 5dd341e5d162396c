"""Before an experiment and since: whole months, people told in fives, and nothing where either side is of a few."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.experiments.before_after import (
    ACTED,
    FEW,
    LABELS,
    LONGEST,
    TICK,
    Period,
    Side,
    draw,
    periods,
    rows_told,
    started_on,
)
from journal.experiments.models import Experiment, ExperimentStep, Rung, StepState
from journal.months import first_of, last_of
from tests.factories import NOW

FLOOR = 5
SPAN = Period(date(2026, 3, 1), date(2026, 5, 31))
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@st.composite
def sides(draw_from: st.DrawFn) -> Side:
    """A published side: figures are multiples of five, counts are exact, and may come from a count of nearly the same
    people.
    """
    people = 5 * draw_from(st.integers(0, 12))
    everyone = draw_from(st.sampled_from([0, people, people + 20]))
    counts = {name: draw_from(st.integers(0, people + 4)) for name in LABELS}
    return Side(SPAN, people, everyone, counts)


class TestThePeriods:
    @given(days)
    def test_are_three_whole_months_on_each_side_of_a_month_that_is_in_neither(self, started: date) -> None:
        before, since = periods(started)

        for period in (before, since):
            assert period.since == first_of(period.since)
            assert period.until == last_of(period.until)
            months = (period.until.year - period.since.year) * 12 + period.until.month - period.since.month + 1
            assert months == 3
        assert before.until + timedelta(days=1) == first_of(started)
        assert since.since == last_of(started) + timedelta(days=1)

    @given(days, st.integers(1, 28))
    def test_do_not_move_with_the_day_inside_its_month(self, started: date, day: int) -> None:
        assert periods(started) == periods(started.replace(day=day))

    def test_are_said_by_their_months(self) -> None:
        assert [each.name for each in periods(date(2026, 11, 9))] == [
            "d’août à octobre\u00a02026",
            "de décembre\u00a02026 à février\u00a02027",
        ]


class TestTheBeginning:
    @staticmethod
    def path(*steps: tuple[Rung, date]) -> Experiment:
        row = Experiment()
        row.steps = [
            ExperimentStep(id=uuid4(), rung=rung, happened_on=on, state=StepState.ACCEPTED, number=n, at=NOW)
            for n, (rung, on) in enumerate(steps, start=1)
        ]
        return row

    def test_is_the_first_trial_and_not_the_idea(self) -> None:
        idea, trial = (Rung.IDEA, date(2026, 1, 5)), (Rung.TRIAL, date(2026, 3, 9))

        assert started_on(self.path(idea)) is None
        assert started_on(self.path(idea, trial)) == date(2026, 3, 9)

    @pytest.mark.parametrize(("left", "counts"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True)])
    def test_is_nothing_when_the_trial_was_left_before_the_months_after_it_are_over(
        self, left: date, counts: bool
    ) -> None:
        begun = self.path((Rung.IDEA, date(2026, 1, 5)), (Rung.TRIAL, date(2026, 3, 9)), (Rung.ABANDONED, left))
        assert (started_on(begun) is not None) is counts


class TestWhatIsTold:
    @given(sides(), sides())
    def test_nothing_when_either_side_is_of_a_few(self, before: Side, since: Side) -> None:
        rows = rows_told(before, since, floor=FLOOR)

        assert bool(rows) is (min(before.people, since.people) >= FLOOR)
        assert len(rows) <= 1 or min(before.people, since.people) >= 2 * FLOOR

    @given(sides(), sides())
    def test_a_part_is_of_a_floor_of_people_and_leaves_as_many_out(self, before: Side, since: Side) -> None:
        for row in rows_told(before, since, floor=FLOOR)[1:]:
            for side, amount in ((before, row.before), (since, row.since)):
                told = round((amount.part or 0) * side.people)
                assert told % 5 == 0
                assert told == 0 or FLOOR <= told <= side.people - FLOOR
                assert (amount.text == FEW) is (told == 0)

    @given(sides(), sides())
    def test_nobody_and_a_few_read_the_same(self, before: Side, since: Side) -> None:
        nobody = Side(SPAN, before.people, before.everyone, {k: n for k, n in before.counts.items() if n >= FLOOR})

        assert rows_told(before, since, floor=FLOOR) == rows_told(nobody, since, floor=FLOOR)

    def test_a_floor_the_lab_raised_since_hides_what_was_counted_under_another(self) -> None:
        side = Side(SPAN, 10, 0, {ACTED: 5})

        assert len(rows_told(side, side, floor=5)) == 2
        assert len(rows_told(side, side, floor=10)) == 1
        assert rows_told(side, side, floor=11) == []


@given(sides(), sides())
def test_the_picture_stays_in_its_frame_and_draws_nothing_of_what_is_not_told(before: Side, since: Side) -> None:
    rows = rows_told(before, since, floor=FLOOR)
    drawing = draw(rows)

    bars = [bar for _, _, both in drawing.lines for bar in both]
    amounts = [amount for row in rows for amount in (row.before, row.since)]
    assert [bool(bar.width) for bar in bars] == [bool(amount.part) for amount in amounts]
    assert all(0 <= bar.width <= LONGEST and bar.text_x >= TICK for bar in bars)
    assert all(bar.y + drawing.bar <= drawing.height for bar in bars)
