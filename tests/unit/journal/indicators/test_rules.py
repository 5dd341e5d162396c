"""How an indicator is discussed, what a measure may show, and when one is due."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.actors.models import ActorKind
from journal.indicators.models import IndicatorOpinion, IndicatorState, Stance
from journal.indicators.rules import (
    TRANSITIONS,
    adoption_problem,
    is_due,
    needs_people,
    read_value,
    rises,
    shown,
    standing,
)

NOW = datetime(2026, 11, 20, tzinfo=UTC)
TODAY = NOW.date()
floors = st.integers(5, 12)


def opinion(actor: int, stance: Stance = Stance.FOR, *, minutes: int = 0) -> IndicatorOpinion:
    return IndicatorOpinion(
        id=uuid.uuid4(), actor_id=uuid.UUID(int=actor), stance=stance, at=NOW + timedelta(minutes=minutes)
    )


class TestDiscussion:
    def test_an_indicator_waits_until_two_actors_have_spoken(self) -> None:
        assert adoption_problem([])
        assert adoption_problem([opinion(1), opinion(1, minutes=1)])
        assert adoption_problem([opinion(1), opinion(2, Stance.RESERVE)]) is None

    @given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(Stance)), max_size=12))
    def test_each_actor_stands_by_its_latest_word_and_reserves_come_first(self, said: list[tuple[int, Stance]]) -> None:
        opinions = [opinion(actor, stance, minutes=n) for n, (actor, stance) in enumerate(said)]

        kept = standing(reversed(opinions))

        assert {each.actor_id.int: each.stance for each in kept} == dict(said)
        assert len(kept) == len(dict(said))
        stances = [each.stance is Stance.FOR for each in kept]
        assert stances == sorted(stances)

    def test_what_is_set_aside_is_discussed_again_before_it_is_adopted(self) -> None:
        assert (IndicatorState.SET_ASIDE, IndicatorState.ADOPTED) not in TRANSITIONS
        assert (IndicatorState.SET_ASIDE, IndicatorState.PROPOSED) in TRANSITIONS


class TestValues:
    @pytest.mark.parametrize(
        ("typed", "value"),
        [("12", 12.0), ("12,5", 12.5), ("12.5", 12.5), (" 1 200 ", 1200.0), ("1\u202f200,25", 1200.25), ("0", 0.0)],
    )
    def test_a_number_is_read_as_people_type_it(self, typed: str, value: float) -> None:
        assert read_value(typed) == value

    @pytest.mark.parametrize("typed", ["", "douze", "-1", "1e5", "12,", "1,234,5", "nan", "inf", "9" * 40, "٣"])
    def test_anything_else_is_none(self, typed: str) -> None:
        assert read_value(typed) is None

    @given(st.text())
    def test_no_text_makes_it_fail(self, typed: str) -> None:
        value = read_value(typed)

        assert value is None or 0 <= value <= 1_000_000_000


class TestWhatIsShown:
    def test_a_number_of_people_is_round(self) -> None:
        assert shown(51, "personnes", counts_people=True, people=None, floor=5).text == "environ 50\u00a0personnes"

    def test_under_the_floor_it_is_kept_and_said_as_such(self) -> None:
        told = shown(3, "personnes", counts_people=True, people=None, floor=5)

        assert (told.text, told.value) == ("moins de 5\u00a0personnes", None)

    def test_what_is_not_people_is_told_as_it_is(self) -> None:
        assert shown(251, "salarié·es", counts_people=False, people=None, floor=5).text == "251\u00a0salarié·es"
        assert shown(1200.5, "euros", counts_people=False, people=None, floor=5).text == "1\u202f200,5\u00a0euros"

    @given(st.integers(0, 500), floors)
    def test_numbers_of_people_never_tell_a_few_nor_the_exact_number(self, people: int, floor: int) -> None:
        told = shown(people, "personnes", counts_people=True, people=None, floor=floor)

        assert (told.value is None) == (people < floor)
        if told.value is not None:
            assert told.value >= floor
            assert told.value == floor or told.value % 5 == 0
        elif people != floor:
            assert str(people) not in told.text.replace(str(floor), "")

    @given(st.integers(0, 60), st.integers(0, 60), floors)
    def test_a_share_hides_when_one_of_its_sides_is_a_few(self, one: int, other: int, floor: int) -> None:
        people = one + other
        value = 100 * one / people if people else 0.0
        told = shown(value, "%", counts_people=False, people=people, floor=floor)

        hidden = people < floor or 0 < one < floor or 0 < other < floor
        assert (told.value is None) == hidden
        assert told.value is None or told.value % 5 == 0

    @given(st.floats(0, 1000), st.integers(0, 4))
    def test_what_few_people_said_is_never_shown(self, value: float, people: int) -> None:
        assert shown(value, "jours", counts_people=False, people=people, floor=5).value is None

    def test_only_what_participants_say_asks_for_how_many_said_it(self) -> None:
        assert needs_people(False, ActorKind.PARTICIPANTS)
        assert not needs_people(True, ActorKind.PARTICIPANTS)
        assert not needs_people(False, ActorKind.COMPANY)


class TestDials:
    @given(
        st.dictionaries(st.integers(0, 9), st.floats(1, 5)),
        st.dictionaries(st.integers(0, 9), st.floats(1, 5)),
    )
    def test_only_people_known_at_both_times_are_counted(
        self, before: dict[int, float], after: dict[int, float]
    ) -> None:
        higher, people = rises(before, after)

        assert people == len(set(before) & set(after))
        assert 0 <= higher <= people
        assert higher + rises(after, before)[0] <= people

    def test_half_a_step_of_the_dial_is_a_rise(self) -> None:
        assert rises({1: 2.0, 2: 2.0, 3: 4.0}, {1: 2.5, 2: 2.4, 3: 3.0, 4: 5.0}) == (1, 3)


class TestDue:
    def test_a_measure_is_awaited_as_many_months_after_the_last_as_was_agreed(self) -> None:
        assert is_due(date(2026, 8, 20), date(2026, 1, 1), 3, TODAY)
        assert not is_due(date(2026, 8, 21), date(2026, 1, 1), 3, TODAY)

    def test_the_first_is_awaited_from_the_adoption(self) -> None:
        assert is_due(None, date(2026, 10, 20), 1, TODAY)
        assert not is_due(None, date(2026, 10, 21), 1, TODAY)

    def test_nothing_is_awaited_when_no_rhythm_was_agreed(self) -> None:
        assert not is_due(None, date(2020, 1, 1), None, TODAY)
