"""Whether people leave a theme, told from when they wrote and not from how many ever did."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from nlp.themes.rhythm import SPAN, Rhythm, Rhythms


def rhythm(theme: Mapping[int, int], others: Mapping[int, int]) -> Rhythm:
    """So many people wrote on a theme in each span, and so many on something else, each once."""
    said = [("theme", span, n) for span, count in theme.items() for n in range(count)]
    said += [("other", span, n) for span, count in others.items() for n in range(count)]
    ages = {f"{what}{span}-{n}": span * SPAN + n % SPAN for what, span, n in said}
    return Rhythms(ages, {key: key for key in ages}).of({key for key in ages if key.startswith("theme")})


def test_a_theme_nobody_writes_on_any_more_falls_though_its_total_never_did() -> None:
    assert rhythm({0: 0, 1: 12, 2: 12}, {0: 60, 1: 60, 2: 60}).falls


def test_a_theme_that_lost_a_third_of_its_people_does_not_fall() -> None:
    """So many wrote that chance would not do it: a third is not half."""
    assert not rhythm({0: 200, 1: 300, 2: 300}, {0: 900, 1: 800, 2: 800}).falls
    assert rhythm({0: 140, 1: 300, 2: 300}, {0: 960, 1: 800, 2: 800}).falls


def test_a_theme_left_by_so_few_that_chance_would_do_it_does_not_fall() -> None:
    assert not rhythm({0: 1, 1: 5, 2: 5}, {0: 60, 1: 60, 2: 60}).falls


def test_a_theme_too_few_wrote_on_does_not_fall() -> None:
    assert not rhythm({0: 0, 1: 4, 2: 4}, {0: 900, 1: 90, 2: 90}).falls


@given(st.integers(0, 200))
def test_a_season_in_which_everyone_writes_less_makes_no_theme_fall(writers: int) -> None:
    assert not rhythm({0: writers // 4, 1: 60, 2: 60}, {0: writers - writers // 4, 1: 180, 2: 180}).falls


def test_someone_who_writes_much_counts_once() -> None:
    ages = {f"p{n}": 70 + n for n in range(40)} | {f"q{n}": n for n in range(40)}
    authors = {key: "talkative" if key[0] == "p" else key for key in ages}
    found = Rhythms(ages, authors).of({key for key in ages if key[0] == "p"})
    assert (found.before, found.before_writers, found.spans) == (1, 1, 1)
    assert not found.falls


def test_what_is_older_than_the_spans_or_still_to_come_counts_for_nothing() -> None:
    found = Rhythms({"old": 3 * SPAN, "next": -1, "now": 0}, dict.fromkeys(("old", "next", "now"), "a"))
    assert found.of({"old", "next", "undated"}) == Rhythm(0, 0, 1, 0, 0)


def test_people_are_back_when_enough_write_and_more_than_before() -> None:
    assert rhythm({0: 8, 1: 1, 2: 0}, {0: 60, 1: 60, 2: 60}).is_back
    assert not rhythm({0: 4, 1: 0, 2: 0}, {0: 60, 1: 60, 2: 60}).is_back
    steady = rhythm({0: 8, 1: 9, 2: 9}, {0: 60, 1: 60, 2: 60})
    assert steady.is_heard
    assert not steady.is_back
