"""All the published figures of a Lab side by side: no count of a few people can be worked out from them."""

import uuid
from datetime import date
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from journal.narrative.figures import PublishedFigures, values
from journal.narrative.linked import EVERYONE, WHOLE, Bounds, Exposed, Scope, exposed, scope_of

FLOOR = 5
TRAVEL = "9f0c"
PEOPLE = [uuid.UUID(int=number) for number in range(40)]
MONTH = "2026-11"
COUNTS = [(MONTH, TRAVEL), (MONTH, EVERYONE), (WHOLE, TRAVEL), (WHOLE, EVERYONE)]
INCLUSIONS = [(0, 1), (2, 3), (0, 2), (1, 3)]
groups = st.sets(st.sampled_from(PEOPLE))


def month(everyone: int, theme: int | None, name: str = "2026-11") -> Scope:
    return Scope(name, {EVERYONE: everyone} | ({TRAVEL: theme} if theme is not None else {}))


class TestExactFigures:
    """What the audit is for: the day rounding fails, it speaks."""

    @given(st.integers(6, 60), st.integers(1, 4))
    def test_give_away_the_few_who_did_not_write_on_a_theme(self, everyone: int, silent: int) -> None:
        theme = everyone - silent
        if everyone % 5 == 0 or theme % 5 == 0:
            return  # looks rounded: taken for what the rule makes

        assert exposed(month(everyone, theme), [], floor=FLOOR) == [Exposed(TRAVEL, "2026-11", silent, silent)]

    def test_give_away_the_few_who_wrote_in_other_months_only(self) -> None:
        living = Scope(WHOLE, {EVERYONE: 60, TRAVEL: 13})

        assert exposed(month(58, 11), [living], floor=FLOOR) == [Exposed(TRAVEL, "2026-11", 2, 2)]

    def test_give_nothing_away_when_as_many_stand_on_each_side(self) -> None:
        assert exposed(month(58, 23), [], floor=FLOOR) == []


class TestFiguresAsWeTellThem:
    @given(st.integers(1, 12).map(lambda n: 5 * n), st.none() | st.integers(1, 12).map(lambda n: 5 * n))
    def test_hide_everyone_when_a_theme_is_no_larger_than_its_month(self, everyone: int, theme: int | None) -> None:
        if theme is None or theme <= everyone:
            assert exposed(month(everyone, theme), [month(everyone, theme, "2026-10")], floor=FLOOR) == []

    def test_tell_too_much_when_two_that_hold_still_contradict_each_other(self) -> None:
        """Both were rounded, and both stayed while people came and went: only 19 to 21 people fit them both."""
        (found,) = exposed(month(15, 25), [], floor=FLOOR)

        assert (found.low, found.high) == (0, 2)

    def test_tell_nothing_beside_a_living_recit_composed_before_the_month_or_after_people_left(self) -> None:
        living = Scope(WHOLE, {EVERYONE: 25, TRAVEL: 10})

        assert exposed(month(35, 20), [living], floor=FLOOR) == []

    @settings(max_examples=60)
    @given(groups, groups, groups)
    def test_never_let_anyone_believe_what_is_false(
        self, before: set[uuid.UUID], now: set[uuid.UUID], theme: set[uuid.UUID]
    ) -> None:
        figures = PublishedFigures(uuid.uuid4(), date(2026, 11, 1), FLOOR, "key", {})
        figures.people(f"{WHOLE}/{EVERYONE}", before | now)
        figures.people(f"{WHOLE}/{TRAVEL}/{EVERYONE}", (before | now) & theme)
        figures.people(EVERYONE, now)
        figures.people(f"{TRAVEL}/{EVERYONE}", now & theme)
        told = values(figures)
        living = scope_of(WHOLE, told, prefix=f"{WHOLE}/")
        of_month = scope_of("2026-11", {name: n for name, n in told.items() if not name.startswith(WHOLE)})

        for found in exposed(of_month, [living], floor=FLOOR):
            apart = (len(now - theme), len((before | now) & theme) - len(now & theme), len(now & theme))
            assert any(found.low <= count <= found.high for count in apart)


class TestBounds:
    """A linear program, which knows nothing of difference constraints, finds the same."""

    @given(
        st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12)), min_size=4, max_size=4),
        st.sampled_from([(0, None), (2, None), (1, 0), (3, 2), (2, 0), (3, 1)]),
    )
    def test_are_the_tightest(self, intervals: list[tuple[int, int]], cell: tuple[int, int | None]) -> None:
        said = {count: (float(low), float(low + more)) for count, (low, more) in zip(COUNTS, intervals, strict=True)}
        whole, part = cell
        aim = [(n == whole) - (n == part) for n in range(4)]
        lines = [[(n == inside) - (n == outside) for n in range(4)] for inside, outside in INCLUSIONS]
        low, high = (
            linprog([way * each for each in aim], A_ub=lines, b_ub=[0] * 4, bounds=list(said.values()))
            for way in (1, -1)
        )
        expected = (-inf, inf) if low.status else (low.fun, -high.fun)

        bounds = Bounds.of(said, [(COUNTS[inside], COUNTS[outside]) for inside, outside in INCLUSIONS])

        found = bounds.of_cell((COUNTS[whole], None if part is None else COUNTS[part]))
        assert found == pytest.approx(expected)

    def test_are_none_when_a_part_is_larger_than_the_whole(self) -> None:
        bounds = Bounds.of({COUNTS[0]: (9, 12), COUNTS[1]: (5, 8)}, [(COUNTS[0], COUNTS[1])])

        assert bounds.of_cell((COUNTS[1], COUNTS[0])) == (-inf, inf)
