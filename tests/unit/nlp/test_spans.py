from hypothesis import given
from hypothesis import strategies as st

from nlp.spans import Span, take_out

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda ends: (min(ends), max(ends))), max_size=6)


@given(SPANS, SPANS)
def test_what_is_taken_out_of_spans_is_in_none_and_the_rest_stays(spans: list[Span], gone: list[Span]) -> None:
    assert places(take_out(spans, gone)) == places(spans) - places(gone)


def places(spans: list[Span]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}
