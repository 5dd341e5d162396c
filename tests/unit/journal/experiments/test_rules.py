"""The ladder, climbed one rung at a time, whatever anyone tries."""

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.experiments import rules
from journal.experiments.models import ExperimentStep, Rung
from journal.experiments.rules import LADDER, asked, day_problem, is_climb, is_quiet, may_follow, path_as_read, path_of

TODAY = date(2026, 11, 20)
TRIAL = [Rung.IDEA, Rung.TRIAL]


@st.composite
def walks(draw: st.DrawFn) -> list[Rung]:
    """A path made of steps that are each allowed."""
    path: list[Rung] = []
    for _ in range(draw(st.integers(1, 14))):
        path.append(draw(st.sampled_from(may_follow(path))))
    return path


def step(rung: Rung, *, corrects: ExperimentStep | None = None, evidence: str = "") -> ExperimentStep:
    return ExperimentStep(
        id=uuid.uuid4(), rung=rung, corrects_id=corrects.id if corrects else None, evidence=evidence, happened_on=TODAY
    )


class TestWhereItMayGo:
    def test_it_begins_as_an_idea(self) -> None:
        assert may_follow([]) == (Rung.IDEA,)

    def test_an_idea_becomes_a_trial_or_is_left(self) -> None:
        assert may_follow([Rung.IDEA]) == (Rung.TRIAL, Rung.ABANDONED)

    def test_a_norm_may_only_come_down_or_be_left(self) -> None:
        assert may_follow(LADDER) == (*reversed(LADDER[:-1]), Rung.ABANDONED)

    def test_what_was_left_is_taken_up_where_it_was_or_lower(self) -> None:
        assert may_follow([*TRIAL, Rung.ABANDONED]) == (Rung.TRIAL, Rung.IDEA)

    @given(walks())
    def test_no_rung_is_ever_jumped(self, path: list[Rung]) -> None:
        for place, rung in enumerate(path):
            if rung in LADDER:
                assert set(LADDER[: LADDER.index(rung)]) <= set(path[:place])

    @given(walks())
    def test_it_never_stays_where_it_is_and_there_is_always_somewhere_to_go(self, path: list[Rung]) -> None:
        following = may_follow(path)

        assert path[-1] not in following
        assert following
        assert len(set(following)) == len(following)

    @given(walks(), st.sampled_from(Rung))
    def test_going_up_is_one_rung(self, path: list[Rung], rung: Rung) -> None:
        if is_climb(path, rung):
            assert LADDER.index(rung) == LADDER.index(path[-1]) + 1
            assert rung in may_follow(path)

    @given(walks())
    def test_every_step_has_a_question(self, path: list[Rung]) -> None:
        for rung in may_follow(path):
            assert asked(path, rung).endswith("\u00a0?")

    def test_the_question_of_a_rung_is_asked_going_up_and_the_reason_coming_down(self) -> None:
        assert asked(TRIAL, Rung.EVALUATED) == "Qu’a-t-on mesuré, dit par qui\u00a0?"
        assert asked(TRIAL, Rung.IDEA) == "Pourquoi revenir en arrière\u00a0?"
        assert asked(TRIAL, Rung.ABANDONED) == "Qu’en a-t-on appris\u00a0?"
        assert asked([*TRIAL, Rung.ABANDONED], Rung.TRIAL) == "Pourquoi le reprendre\u00a0?"


class TestCorrections:
    @given(st.lists(st.integers(0, 3), max_size=8))
    def test_a_correction_moves_nothing_and_hides_nothing(self, corrected: list[int]) -> None:
        steps = [step(rung) for rung in LADDER[:4]]
        latest = dict(enumerate(steps))
        for which in corrected:
            latest[which] = step(steps[which].rung, corrects=latest[which])
            steps.append(latest[which])

        paths = path_as_read(steps)

        assert path_of(steps) == list(LADDER[:4])
        assert [each.step for each in paths] == [latest[n] for n in range(4)]
        assert sum(1 + len(each.before) for each in paths) == len(steps)

    def test_the_latest_wording_comes_first_of_those_replaced(self) -> None:
        first = step(Rung.IDEA, evidence="un")
        second = step(Rung.IDEA, corrects=first, evidence="deux")
        third = step(Rung.IDEA, corrects=second, evidence="trois")

        (only,) = path_as_read([first, second, third])

        assert [only.step.evidence, *(old.evidence for old in only.before)] == ["trois", "deux", "un"]


class TestDays:
    DAYS = (date(2026, 1, 10), date(2026, 3, 10), date(2026, 6, 10))

    @pytest.mark.parametrize(
        ("place", "day", "fits"),
        [
            (3, date(2026, 6, 10), True),
            (3, date(2026, 6, 9), False),
            (3, TODAY + timedelta(days=1), False),
            (1, date(2026, 6, 10), True),
            (1, date(2026, 6, 11), False),
            (1, date(2026, 1, 9), False),
            (0, date(2020, 1, 1), True),
        ],
    )
    def test_a_step_stands_between_its_neighbours_and_never_tomorrow(self, place: int, day: date, fits: bool) -> None:
        assert (day_problem(self.DAYS, place, day, TODAY) is None) == fits

    @given(st.lists(st.dates(date(2025, 1, 1), TODAY), min_size=1, max_size=6), st.data())
    def test_days_that_are_accepted_stay_in_order(self, days: list[date], data: st.DataObject) -> None:
        days.sort()
        place = data.draw(st.integers(0, len(days)))
        day = data.draw(st.dates(date(2024, 1, 1), TODAY))
        if day_problem(days, place, day, TODAY) is None:
            changed = [*days[:place], day, *days[place + 1 :]]
            assert changed == sorted(changed)


class TestQuiet:
    def test_after_three_months_an_experiment_is_asked_after(self) -> None:
        assert is_quiet(TRIAL, TODAY - timedelta(days=92), TODAY)
        assert not is_quiet(TRIAL, TODAY - timedelta(days=91), TODAY)

    def test_a_norm_and_what_was_left_are_not(self) -> None:
        assert not is_quiet(LADDER, date(2020, 1, 1), TODAY)
        assert not is_quiet([*TRIAL, Rung.ABANDONED], date(2020, 1, 1), TODAY)


def test_the_rules_name_every_rung() -> None:
    assert {*LADDER, Rung.ABANDONED} == set(Rung)
    assert all(rung.label and rung.question for rung in Rung)
    assert rules.LADDER[0] is Rung.IDEA
