"""What several features tell of an actor makes one thread: dated, the newest first, with nothing lost."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal.actors.thread import RECENT, woven
from journal.web.lines import Dated, Line, Shared

days = st.integers(0, 900).map(lambda n: date(2025, 1, 1) + timedelta(days=n))
told = st.lists(st.builds(Dated, days, st.sampled_from(["Acte", "Alliance"]), st.text("abc", min_size=1)), max_size=9)


@given(st.lists(told, max_size=4))
def test_nothing_is_lost_and_the_newest_comes_first(features: list[list[Dated]]) -> None:
    found = woven([Shared(past=past) for past in features])

    shown = [each for _, months in (*found.recent, *found.earlier) for each in months]
    assert sorted(map(id, shown)) == sorted(id(each) for past in features for each in past)
    assert [each.on for each in shown] == sorted((each.on for each in shown), reverse=True)
    assert sum(len(each) for _, each in found.recent) == min(RECENT, len(shown))


@given(told)
def test_each_day_stands_under_its_month_and_a_month_is_named_once(past: list[Dated]) -> None:
    found = woven([Shared(past=past)])

    for part in (found.recent, found.earlier):
        months = [month for month, _ in part]
        assert len({*months}) == len(months)
        assert all((each.on.year, each.on.month) == (month.year, month.month) for month, told in part for each in told)


def test_what_holds_today_is_told_in_the_order_of_the_features() -> None:
    lines = [Line("Une alliance."), Line("Une mesure."), Line("Une réponse.")]
    assert woven([Shared(lines[:1]), Shared(lines[1:])]).today == lines
