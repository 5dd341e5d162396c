"""No two counts of answers ever told differ by fewer than five people."""

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from journal.themes.held import differing, next_told
from journal.themes.rules import STICKY

PEOPLE = [f"p{number}" for number in range(14)]
moments = st.lists(st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from("ab")), min_size=1, max_size=12)


@given(moments)
def test_whoever_comes_leaves_or_changes_their_mind_two_counts_differ_by_nobody_or_by_five(
    moments: list[dict[str, str]],
) -> None:
    told: list[dict[str, Any]] = []
    for now in moments:
        following = next_told(told, now, Counter(now.values()))
        told += [following] if following else []

    seen = [{}, *(each["by"] for each in told)]
    assert all(not (gap := differing(one, other)) or gap >= STICKY for one in seen for other in seen)
    assert all(each["counts"] == dict(Counter(each["by"].values())) for each in told)
