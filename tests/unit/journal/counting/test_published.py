"""No two counts of answers ever told differ by fewer than five people, and the first counts five."""

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from journal.counting.published import next_published

FIVE = 5  # written out: the rule is read here, not taken from the code
PEOPLE = [f"p{number}" for number in range(14)]
moments = st.lists(st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from("ab")), min_size=1, max_size=12)


@given(moments)
def test_whoever_comes_leaves_or_changes_their_mind_two_counts_differ_by_nobody_or_by_five(
    moments: list[dict[str, str]],
) -> None:
    told: list[dict[str, Any]] = []
    for now in moments:
        following = next_published(told, now, Counter(now.values()))
        told += [following] if following else []

    seen = [{}, *(each["by"] for each in told)]
    gaps = [sum(one.get(name) != other.get(name) for name in PEOPLE) for one in seen for other in seen]
    assert all(not gap or gap >= FIVE for gap in gaps)
    assert all(each["counts"] == dict(Counter(each["by"].values())) for each in told)


def told_by(*moments: dict[str, str]) -> list[dict[str, int]]:
    """The counts told after each of these moments, one look after the other."""
    told: list[dict[str, Any]] = []
    for now in moments:
        following = next_published(told, now, Counter(now.values()))
        told += [following] if following else []
    return [each["counts"] for each in told]


def saying(yes: int, no: int = 0) -> dict[str, str]:
    return {name: "yes" if number < yes else "no" for number, name in enumerate(PEOPLE[: yes + no])}


def test_nothing_is_told_before_five_people_answer() -> None:
    assert told_by(*(saying(yes) for yes in range(5))) == []
    assert told_by(saying(5)) == [{"yes": 5}]


def test_people_who_come_one_by_one_are_told_five_at_a_time() -> None:
    assert told_by(*(saying(yes) for yes in range(14))) == [{"yes": 5}, {"yes": 10}]


def test_five_people_who_change_their_minds_are_told() -> None:
    assert told_by(saying(9), saying(5, 4), saying(4, 5)) == [{"yes": 9}, {"yes": 4, "no": 5}]


def test_someone_who_changes_their_mind_again_and_again_is_one_person() -> None:
    assert told_by(saying(9), *([saying(8, 1), saying(9)] * 6)) == [{"yes": 9}]


def test_someone_who_leaves_after_a_count_is_not_found_by_the_next() -> None:
    """Five come, one of them leaves: to tell four, or to tell five others beside, would say who."""
    without = dict.fromkeys(PEOPLE[1:5], "yes")

    assert told_by(saying(5), without, without | {PEOPLE[0]: "no"}) == [{"yes": 5}]


def test_what_comes_back_near_an_earlier_count_is_told_as_it_was_then() -> None:
    """Twelve, then five, then eleven: eleven beside twelve would tell what one person did."""
    assert told_by(saying(12), saying(5), saying(11)) == [{"yes": 12}, {"yes": 5}, {"yes": 12}]
