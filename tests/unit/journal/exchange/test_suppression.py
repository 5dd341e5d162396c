"""A month and a step beside masked words: told only where enough people of each theme share them."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from journal.exchange.suppression import Lived, Told, steps_and_months, suppressed

FLOOR = 5


def told(value: str, authors: range, *groups: str) -> list[Told]:
    return [Told(author, groups or ("a",), value) for author in authors]


def test_a_value_that_enough_people_share_is_told() -> None:
    assert suppressed(told("10", range(5)) + told("11", range(5, 10)), floor=FLOOR) == ["10"] * 5 + ["11"] * 5


def test_one_person_who_wrote_five_times_is_one_person() -> None:
    assert suppressed(told("10", range(1)) * 5, floor=FLOOR) == [""] * 5


def test_what_too_few_share_is_hidden_and_so_is_the_next_smallest_or_it_would_give_them_away() -> None:
    passages = told("09", range(10, 13)) + told("10", range(9)) + told("11", range(20, 26))

    assert suppressed(passages, floor=FLOOR) == [""] * 3 + ["10"] * 9 + [""] * 6


def test_those_few_without_a_value_are_not_alone_in_having_none() -> None:
    assert suppressed(told("", range(2)) + told("entretien", range(2, 9)), floor=FLOOR) == [""] * 9


def test_hiding_in_one_theme_may_leave_too_few_in_another() -> None:
    both = told("10", range(2), "a", "b")
    passages = both + told("10", range(2, 5), "a") + told("11", range(10, 15), "a") + told("11", range(10, 15), "b")

    assert suppressed(passages, floor=FLOOR)[:5] == [""] * 5


TOLD = st.builds(
    Told,
    author=st.integers(0, 11),
    groups=st.sets(st.sampled_from("abc"), min_size=1).map(sorted).map(tuple),
    value=st.sampled_from(["", "09", "10", "11"]),
)


@given(st.lists(TOLD, max_size=60))
def test_every_cell_of_every_theme_speaks_for_enough_people_or_nothing_is_told(passages: list[Told]) -> None:
    values = suppressed(passages, floor=FLOOR)

    cells: dict[tuple[object, str], set[object]] = defaultdict(set)
    for passage, value in zip(passages, values, strict=True):
        assert value in ("", passage.value)
        for group in passage.groups:
            cells[group, value].add(passage.author)
    told_of = {group for group, value in cells if value}
    assert all(len(authors) >= FLOOR for (group, _), authors in cells.items() if group in told_of)


def lived(step: str, month: str, authors: range, *themes: str) -> list[Lived]:
    return [Lived(author, themes or ("transport",), step, month) for author in authors]


def test_what_is_told_does_not_depend_on_the_order_of_passages() -> None:
    """Themes of one size share passages: what is hidden in the first looked at may spare the other."""
    both, one, other = ("a", "b"), ("a",), ("b",)
    said = [("10", both), ("09", both), ("11", both), ("11", other), ("09", both), ("09", one)]
    passages = [Told(author, groups, value) for author, (value, groups) in enumerate(said)]
    order = [3, 4, 5, 0, 1, 2]

    values = suppressed(passages, floor=2)

    assert suppressed([passages[n] for n in order], floor=2) == [values[n] for n in order]


def test_months_hidden_within_a_step_spare_those_of_another_whichever_comes_first() -> None:
    interviews = [Lived(author, ("a",), "entretien", "11") for author in range(5)]
    training = [Lived(author, ("a",), "formation", "09" if author < 7 else "11") for author in range(5, 13)]

    assert steps_and_months(interviews + training, floor=FLOOR)[1] == ["11"] * 5 + [""] * 8
    assert steps_and_months(training + interviews, floor=FLOOR)[1] == [""] * 8 + ["11"] * 5


def test_the_only_one_of_a_theme_in_training_in_march_is_not_told_by_the_three_together() -> None:
    """Five people at least share each two of the three, in the theme and in the Lab; one alone shares all three."""
    passages = [
        *lived("formation", "03", range(1)),
        *lived("formation", "04", range(1, 6)),
        *lived("entretien", "03", range(10, 15)),
        *lived("formation", "03", range(20, 25), "argent"),
    ]

    steps, months = steps_and_months(passages, floor=FLOOR)

    assert steps[0] == "formation"
    assert (steps[0], months[0]) == ("formation", "")
    # Were the month of the five others in training still told, hers would be the only one that is not.
    assert set(zip(steps, months, strict=True)) == {("formation", ""), ("entretien", "03"), ("formation", "03")}
    assert months[1:6] == [""] * 5


LIVED = st.builds(
    Lived,
    author=st.integers(0, 14),
    themes=st.sets(st.sampled_from("abc"), min_size=1).map(sorted).map(tuple),
    step=st.sampled_from(["", "formation", "entretien"]),
    month=st.sampled_from(["03", "04"]),
)


@given(st.lists(LIVED, max_size=80))
def test_a_theme_a_step_and_a_month_told_together_speak_for_enough_people(passages: list[Lived]) -> None:
    steps, months = steps_and_months(passages, floor=FLOOR)

    cells: dict[tuple[str, str], dict[str, set[object]]] = defaultdict(lambda: defaultdict(set))
    for passage, step, month in zip(passages, steps, months, strict=True):
        for theme in passage.themes:
            cells[str(theme), step][month].add(passage.author)
    for told_there in cells.values():
        if any(told_there):
            assert min(len(authors) for authors in told_there.values()) >= FLOOR
