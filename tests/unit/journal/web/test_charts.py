"""The geometry of the charts."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from journal.web import charts

values = st.lists(st.tuples(st.text(max_size=4), st.none() | st.integers(1, 500)), max_size=14)


@given(values)
def test_columns_stand_on_the_base_inside_the_picture_and_in_order(pairs) -> None:
    chart = charts.bars(pairs)

    assert [bar.label for bar in chart.bars] == [label for label, _ in pairs]
    for bar in chart.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= chart.width + 0.2
        assert bar.y >= 20
        assert abs(bar.y + bar.height - chart.base) < 0.2


@given(st.integers(1, 60))
def test_the_names_of_months_never_run_into_one_another_and_the_last_is_told(count: int) -> None:
    chart = charts.bars([("sept. 26", 5)] * count)

    told = [bar.middle for bar in chart.bars if bar.marked]
    assert told[-1] == chart.bars[-1].middle
    assert all(after - before >= len("sept. 26") * charts.TICK_LETTER - 0.2 for before, after in pairwise(told))


def test_a_column_is_as_tall_as_its_value_and_absent_where_too_few_spoke() -> None:
    first, second, third = charts.bars([("a", 10), ("b", 5), ("c", None)]).bars

    assert abs(first.height - 2 * second.height) < 0.2
    assert third.height == 0


@given(st.dictionaries(st.tuples(st.sampled_from([1, -1]), st.sampled_from([1, -1])), st.integers(0, 300)))
def test_each_disc_stays_in_its_quarter(quarters) -> None:
    chart = charts.signature(quarters)

    for disc in chart.discs:
        assert disc.radius <= chart.size / 4
        assert disc.x in {chart.size / 4, chart.size * 3 / 4}
        assert disc.y in {chart.size / 4, chart.size * 3 / 4}


def test_what_is_pleasant_stands_right_and_what_one_holds_stands_high() -> None:
    (disc,) = charts.signature({(1, 1): 8}).discs

    assert disc.x > 60 > disc.y


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.integers(0, 90)), max_size=9))
def test_the_whole_map_fits_its_frame(places) -> None:
    spots = charts.spots([(str(n), x, y, people, "Un nom") for n, (x, y, people) in enumerate(places)])

    for spot in spots:
        assert spot.x - spot.radius > 0
        assert spot.x + spot.radius < 720
        assert spot.y - spot.radius > 0
        assert spot.y + spot.radius < 560


def test_a_long_name_is_cut_between_words() -> None:
    assert charts.cut("attendre une réponse après un entretien", 18) == (
        "attendre une",
        "réponse après un",
        "entretien",
    )
    assert charts.cut("un deux trois quatre cinq six", 5, lines=2) == ("un", "deux…")


def test_themes_on_one_spot_are_moved_apart_until_no_name_covers_another() -> None:
    spots = charts.spots([(str(n), 0.0, 0.0, 20, "Attendre une réponse") for n in range(6)])

    for n, one in enumerate(spots):
        for other in spots[n + 1 :]:
            assert abs(one.x - other.x) > 2 * one.radius or abs(one.y - other.y) > 2 * one.radius + 20
