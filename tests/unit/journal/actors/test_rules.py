"""Where an actor stands: properties of the rule, and the cases a coordinator would try."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.actors import rules
from journal.actors.models import Axis
from journal.actors.rules import Position, Score

DAY = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Shown:
    level: int
    days_ago: int = 0
    axis: Axis = Axis.SYNERGY
    is_withdrawn: bool = False

    @property
    def happened_on(self) -> date:
        return DAY - timedelta(days=self.days_ago)


acts = st.builds(
    Shown,
    level=st.integers(1, 4),
    days_ago=st.integers(-60, 900),
    axis=st.sampled_from(Axis),
    is_withdrawn=st.booleans(),
)
counted = st.builds(Shown, level=st.integers(1, 4), days_ago=st.integers(0, rules.MEMORY.days - 1))


def synergy(*found: Shown) -> Score:
    return rules.score(found, Axis.SYNERGY, DAY)


class TestOneAxis:
    def test_without_an_act_it_is_at_its_minimum_and_said_to_be_unknown(self) -> None:
        assert synergy() == Score(1, 0)
        assert not synergy().is_known

    @pytest.mark.parametrize("level", rules.LEVELS)
    def test_one_act_gives_the_level_it_shows(self, level: int) -> None:
        assert synergy(Shown(level)) == Score(level, 1)

    def test_one_brilliant_day_does_not_erase_a_year_of_absences(self) -> None:
        assert synergy(Shown(4), Shown(1, 30), Shown(1, 90), Shown(1, 150)).level == 1

    def test_an_absence_a_year_ago_does_not_erase_what_is_done_today(self) -> None:
        assert synergy(Shown(3), Shown(1, 365)).level == 3

    def test_what_is_forgotten_counts_no_more(self) -> None:
        assert not synergy(Shown(4, rules.MEMORY.days)).is_known
        assert synergy(Shown(4, rules.MEMORY.days - 1)).is_known

    def test_what_has_not_happened_yet_counts_for_nothing(self) -> None:
        assert not synergy(Shown(4, -1)).is_known

    def test_a_withdrawn_act_counts_for_nothing(self) -> None:
        assert synergy(Shown(4, is_withdrawn=True), Shown(2, 10)) == Score(2, 1)

    @given(st.lists(counted, min_size=1))
    def test_the_level_is_one_that_acts_have_shown(self, found: list[Shown]) -> None:
        assert synergy(*found).level in {act.level for act in found}

    @given(st.lists(counted, min_size=1), st.randoms())
    def test_the_order_in_which_acts_are_written_changes_nothing(self, found: list[Shown], random: object) -> None:
        shuffled = list(found)
        random.shuffle(shuffled)  # type: ignore[attr-defined]

        assert synergy(*shuffled) == synergy(*found)

    @given(st.lists(counted, min_size=1), counted)
    def test_an_act_of_a_level_never_brings_a_lower_score_under_it(self, found: list[Shown], act: Shown) -> None:
        before, after = synergy(*found).level, synergy(*found, act).level

        assert min(before, act.level) <= after <= max(before, act.level)

    @given(st.lists(counted, min_size=1), st.data())
    def test_an_act_shown_to_be_stronger_never_lowers_the_level(self, found: list[Shown], data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(found) - 1))
        stronger = [*found[:place], replace(found[place], level=min(4, found[place].level + 1)), *found[place + 1 :]]

        assert synergy(*stronger).level >= synergy(*found).level

    @given(st.lists(counted, min_size=1))
    def test_what_was_sustained_is_the_highest_that_half_the_weight_shows(self, found: list[Shown]) -> None:
        level = synergy(*found).level

        assert rules.share(found, level, DAY) >= 0.5 - 1e-9
        assert all(rules.share(found, higher, DAY) < 0.5 for higher in range(level + 1, 5))

    @given(st.lists(counted, min_size=1), st.integers(0, 200))
    def test_time_alone_moves_nothing_while_every_act_is_remembered(self, found: list[Shown], days: int) -> None:
        kept = [act for act in found if act.days_ago + days < rules.MEMORY.days]
        later = DAY + timedelta(days=days)

        assert rules.score(kept, Axis.SYNERGY, later).level == rules.score(kept, Axis.SYNERGY, DAY).level


class TestPosition:
    @given(st.lists(acts))
    def test_the_two_axes_are_independent(self, found: list[Shown]) -> None:
        place = rules.position(found, DAY)
        for axis in Axis:
            alone = rules.score([act for act in found if act.axis is axis], axis, DAY)
            assert place is None or getattr(place, axis.value) == alone

    @given(st.lists(acts))
    def test_nothing_is_scored_without_an_act(self, found: list[Shown]) -> None:
        counts = [a for a in found if not a.is_withdrawn and 0 <= a.days_ago < rules.MEMORY.days]

        assert (rules.position(found, DAY) is None) == (not counts)

    def test_an_actor_may_be_high_on_both(self) -> None:
        found = [Shown(4), Shown(4, axis=Axis.ANTAGONISM)]

        assert rules.position(found, DAY) == Position(Score(4, 1), Score(4, 1))

    def test_an_axis_without_acts_stays_at_its_minimum(self) -> None:
        place = rules.position([Shown(3)], DAY)

        assert place is not None
        assert place.cell == (3, 1)
        assert not place.antagonism.is_known


class TestWeight:
    def test_an_act_weighs_half_after_six_months_and_a_quarter_after_a_year(self) -> None:
        assert rules.weight(DAY, DAY) == 1
        assert rules.weight(DAY - rules.HALF_LIFE, DAY) == pytest.approx(0.5)
        assert rules.weight(DAY - 2 * rules.HALF_LIFE, DAY) == pytest.approx(0.25)

    @given(st.integers(0, 900), st.integers(0, 900))
    def test_the_older_an_act_the_less_it_weighs(self, one: int, other: int) -> None:
        older, newer = max(one, other), min(one, other)

        assert rules.weight(DAY - timedelta(days=older), DAY) <= rules.weight(DAY - timedelta(days=newer), DAY)
