"""The map's frame, and the colours of themes."""

from hypothesis import given
from hypothesis import strategies as st

from journal.themes.tracing import FRAME, _framed

places = st.dictionaries(
    st.text("abcd", min_size=1, max_size=3), st.tuples(st.floats(-1, 1), st.floats(-1, 1)), max_size=8
)


@given(places)
def test_the_map_stays_in_its_frame_with_everything_on_the_same_side_of_everything(points) -> None:
    framed = _framed(points)

    assert set(framed) == set(points)
    for one in points:
        assert max(map(abs, framed[one])) <= FRAME + 1e-3
        for other in points:
            if points[one][0] - points[other][0] > 0.01:
                assert framed[one][0] > framed[other][0]


def test_a_map_drawn_in_is_stretched_back() -> None:
    framed = _framed({"a": (0.1, 0.0), "b": (0.3, 0.1)})

    assert framed["a"][0] == -FRAME
    assert framed["b"][0] == FRAME
