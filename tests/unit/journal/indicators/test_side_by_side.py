"""What points of view say side by side, and over time, whatever the numbers."""

import uuid
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.actors.models import ActorKind
from journal.indicators.models import Measure
from journal.indicators.rules import (
    WHO,
    Seen,
    Shown,
    Trend,
    current,
    disagree,
    seen,
    shown,
    side_by_side,
    together,
    trend,
)

NOW = datetime(2026, 11, 20, tzinfo=UTC)
TODAY = NOW.date()
floors = st.integers(5, 12)

JUNE, AUGUST, NOVEMBER = date(2026, 6, 27), date(2026, 8, 27), date(2026, 11, 16)
# What a funder counted of lasting contracts, and what participants said of the days before an answer.
CONTRACTS = ((JUNE, 3), (AUGUST, 11), (NOVEMBER, 11))
WAITING = ((JUNE, 42), (AUGUST, 40), (NOVEMBER, 40))
days = st.dates(date(2025, 1, 1), TODAY)
spans = st.builds(
    lambda trend, one, other: Seen(trend, min(one, other), max(one, other)), st.sampled_from(Trend), days, days
)
seen_by = st.dictionaries(st.sampled_from(ActorKind), spans)


def over(found: dict[ActorKind, Trend], first: date = JUNE, last: date = NOVEMBER) -> dict[ActorKind, Seen]:
    return {kind: Seen(trend, first, last) for kind, trend in found.items()}


class TestSeries:
    def measure(self, day: int, *, corrects: Measure | None = None, value: float = 1) -> Measure:
        on = date(2026, 1, day)
        return Measure(id=uuid.uuid4(), on=on, at=NOW, value=value, corrects_id=corrects.id if corrects else None)

    def test_a_corrected_measure_counts_no_more(self) -> None:
        first = self.measure(3)
        second = self.measure(5, corrects=first)
        third = self.measure(4)

        assert current([first, second, third]) == [third, second]

    @given(st.lists(st.one_of(st.none(), st.integers(0, 50)), max_size=8))
    def test_a_direction_goes_from_the_first_to_the_last_that_may_be_shown(self, values: list[int | None]) -> None:
        known = [value for value in values if value is not None]

        found = trend(values)

        assert (found is None) == (len(known) < 2)
        assert found is not Trend.UP or known[-1] > known[0]
        assert found is not Trend.DOWN or known[-1] < known[0]
        assert found is not Trend.STEADY or known[-1] == known[0]

    def test_fewer_than_the_floor_then_ten_is_a_rise(self) -> None:
        counted = [
            (on, shown(people, "personnes", counts_people=True, people=None, floor=5)) for on, people in CONTRACTS
        ]

        assert [told.text.split("\u00a0")[0] for _, told in counted] == ["moins de 5", "environ 10", "environ 10"]
        assert seen(counted) == Seen(Trend.UP, JUNE, NOVEMBER)

    def test_what_fell_first_and_then_stayed_fell(self) -> None:
        waited = [(on, shown(value, "jours", counts_people=False, people=14, floor=5)) for on, value in WAITING]

        assert seen(waited) == Seen(Trend.DOWN, JUNE, NOVEMBER)

    @given(st.integers(0, 500), st.integers(0, 500), floors)
    def test_under_the_floor_is_lower_than_anything_shown(self, one: int, other: int, floor: int) -> None:
        low, high = (shown(each, "personnes", counts_people=True, people=None, floor=floor) for each in (one, other))

        if one < floor <= other:
            assert seen([(JUNE, low), (NOVEMBER, high)]) == Seen(Trend.UP, JUNE, NOVEMBER)
            assert seen([(JUNE, high), (NOVEMBER, low)]) == Seen(Trend.DOWN, JUNE, NOVEMBER)

    def test_what_too_few_people_said_is_compared_with_nothing(self) -> None:
        kept = Shown("dit par moins de 5 personnes", None)

        assert seen([(JUNE, kept), (NOVEMBER, Shown("40\u00a0jours", 40))]) is None

    @given(st.lists(st.one_of(st.none(), spans), max_size=5))
    def test_actors_of_one_perspective_are_never_added_up(self, found: list[Seen | None]) -> None:
        known = [each for each in found if each is not None]
        trends = {each.trend for each in known}

        told = together(found)

        assert (told is None) == (not known)
        if told is not None:
            assert told.trend is (trends.pop() if len(trends) == 1 else Trend.MIXED)
            assert all(told.first <= each.first and each.last <= told.last for each in known)


class TestSideBySide:
    @pytest.mark.parametrize(
        ("found", "sentence"),
        [
            (
                {ActorKind.COMPANY: Trend.UP, ActorKind.PARTICIPANTS: Trend.STEADY},
                "Entre juin et novembre\u00a02026, les entreprises voient une hausse, les participant·es non.",
            ),
            (
                {ActorKind.COMPANY: Trend.UP, ActorKind.PARTICIPANTS: Trend.DOWN},
                "Entre juin et novembre\u00a02026, les entreprises voient une hausse, les participant·es une baisse.",
            ),
            (
                {ActorKind.COMPANY: Trend.UP, ActorKind.FUNDER: Trend.UP},
                "Entre juin et novembre\u00a02026, les entreprises et les financeurs voient une hausse.",
            ),
            (
                {ActorKind.COMPANY: Trend.UP, ActorKind.FUNDER: Trend.DOWN, ActorKind.PARTICIPANTS: Trend.STEADY},
                "Entre juin et novembre\u00a02026, les entreprises voient une hausse, les financeurs une baisse\u00a0; "
                "les participant·es ne voient pas de changement.",
            ),
            (
                {ActorKind.TRAINING_BODY: Trend.MIXED},
                "Entre juin et novembre\u00a02026, les organismes de formation divergent.",
            ),
            ({}, ""),
        ],
    )
    def test_perspectives_are_told_in_one_sentence(self, found: dict[ActorKind, Trend], sentence: str) -> None:
        assert side_by_side(over(found)) == sentence

    def test_perspectives_measured_at_other_times_are_dated_apart(self) -> None:
        found = over({ActorKind.COMPANY: Trend.DOWN}) | over({ActorKind.PUBLIC_SERVICE: Trend.DOWN}, AUGUST)

        assert side_by_side(found) == (
            "Entre juin et novembre\u00a02026, les entreprises voient une baisse\u00a0; "
            "entre août et novembre\u00a02026, les services publics voient une baisse."
        )

    @pytest.mark.parametrize(
        ("first", "last", "dated"),
        [
            (date(2025, 11, 3), date(2026, 3, 1), "Entre novembre\u00a02025 et mars\u00a02026, "),
            (date(2026, 3, 1), date(2026, 3, 30), "En mars\u00a02026, "),
        ],
    )
    def test_the_years_are_said_when_they_differ(self, first: date, last: date, dated: str) -> None:
        assert side_by_side(over({ActorKind.COMPANY: Trend.UP}, first, last)).startswith(dated)

    @given(seen_by)
    def test_every_perspective_is_named_once_and_no_other(self, found: dict[ActorKind, Seen]) -> None:
        sentence = side_by_side(found).lower()

        for kind, name in WHO.items():
            assert sentence.count(name) == (kind in found)

    @given(seen_by)
    def test_it_speaks_of_a_movement_only_when_someone_sees_it(self, found: dict[ActorKind, Seen]) -> None:
        sentence, trends = side_by_side(found), {each.trend for each in found.values()}

        assert ("hausse" in sentence) == (Trend.UP in trends)
        assert ("baisse" in sentence) == (Trend.DOWN in trends)
        assert ("divergent" in sentence) == (Trend.MIXED in trends)
        assert sentence == "" or (sentence.endswith(".") and sentence[0] == "E")

    @given(seen_by)
    def test_to_disagree_is_to_see_two_things(self, found: dict[ActorKind, Seen]) -> None:
        trends = {each.trend for each in found.values()}

        assert disagree(found) == (len(trends) > 1 or Trend.MIXED in trends)
