"""Local suppression: a passage keeps its month and its step only where enough people share them. Pure.

Masked words with a month and a step could be known again: « the only one here who started work in March ». So each
theme is cut into cells (its passages of one value), and a value goes from every passage of a cell with too few authors.
What remains without a value is a cell too: were it small, whoever knows the values left would know the one that went.

Each alone is not enough. Of five people who speak of transport in March, and five who speak of it in training, one may
be the only one in training in March: so months are told within what is said of themes and steps together.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """What a passage would reveal: its author, its groups, the value beside it, if any."""

    author: Hashable
    groups: tuple[Hashable, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Lived:
    """A passage to export: its author, its themes, its step and month."""

    author: Hashable
    themes: tuple[Hashable, ...]
    step: str
    month: str


def steps_and_months(passages: Sequence[Lived], *, floor: int) -> tuple[list[str], list[str]]:
    """The step and month that may be given for each passage, the step first, as it is more useful.

    A theme, a step and a month, or any two of them, speak for enough people, and so does what is told of none.
    """
    steps = suppressed([Told(each.author, each.themes, each.step) for each in passages], floor=floor)
    months = suppressed([_month_told(each, step) for each, step in zip(passages, steps, strict=True)], floor=floor)
    return steps, months


def _month_told(passage: Lived, step: str) -> Told:
    both = tuple(("theme and step", theme, step) for theme in passage.themes)
    return Told(passage.author, (*both, ("step", step), *passage.themes), passage.month)


def suppressed(passages: Sequence[Told], *, floor: int) -> list[str]:
    """The value of each passage, empty where fewer than ``floor`` people of one of its groups would share it.

    Parameters
    ----------
    passages
        In any order; an empty value is one that nobody gave.
    floor
        The fewest authors of a cell.

    Returns
    -------
    list of str
        In the order of the passages.
    """
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for number, passage in enumerate(passages):
        for group in passage.groups:
            groups[group].append(number)
    values = [passage.value for passage in passages]
    # The smallest first: what they hide is often enough for those that hold them, and nothing more goes.
    # Of two as small, always the same: what is told does not depend on the order of passages.
    smallest_first = [groups[group] for group in sorted(groups, key=lambda group: (len(groups[group]), repr(group)))]
    # Hiding in one group may leave too few in another, so until nothing moves; it ends, as values only ever go.
    while _sweep(passages, values, smallest_first, floor):
        pass
    return values


def _sweep(passages: Sequence[Told], values: list[str], groups: Iterable[list[int]], floor: int) -> bool:
    """Look at every group once, as one that hides enough spares the others; return whether anything was hidden."""
    moved = False
    for members in groups:
        while _hide_small_cells(passages, values, members, floor):
            moved = True
    return moved


def _hide_small_cells(passages: Sequence[Told], values: list[str], members: Iterable[int], floor: int) -> bool:
    """Hide what too few people of one group share; return whether anything was."""
    cells: dict[str, list[int]] = defaultdict(list)
    for number in members:
        cells[values[number]].append(number)
    authors = {value: len({passages[number].author for number in cell}) for value, cell in cells.items()}
    hidden = [number for value in _too_small(authors, floor) for number in cells[value]]
    for number in hidden:
        values[number] = ""
    return bool(hidden)


def _too_small(authors: Mapping[str, int], floor: int) -> Collection[str]:
    """The values to hide: those under the floor, or else the next smallest while the unnamed cell is under it."""
    told = {value: people for value, people in authors.items() if value}
    small = [value for value, people in told.items() if people < floor]
    if small:
        return small
    nameless_is_small = 0 < authors.get("", 0) < floor
    return [min(told, key=lambda value: (told[value], value))] if told and nameless_is_small else []
