"""Someone takes every published figure, every margin, and a solver: no hidden count may be told within five people."""

import uuid
from dataclasses import dataclass
from datetime import date
from itertools import count

import numpy as np
import pytest
from scipy.optimize import linprog

from journal.narrative.figures import PublishedFigures

THEMES, LABS = 6, 5
# What the rules make public of a figure: rounded to five, and told as a neighbour up to four people away was.
ROUNDING, NEIGHBOUR = 2, 4


@dataclass
class Published:
    """A table of themes by Lab with its margins, as a reader of all the récits can rebuild it."""

    truth: np.ndarray
    cells: dict[tuple[int, int], int]
    rows: list[int]
    columns: list[int]
    doubt: int  # how far each published figure may be from the truth


def table(seed: int) -> np.ndarray:
    """Counts as Labs have them: a few large themes, many small ones."""
    return np.random.default_rng(seed).negative_binomial(1.3, 0.12, (THEMES, LABS))


def exact(truth: np.ndarray) -> Published:
    """Small cells hidden, everything else as it is: what many dashboards do."""
    cells = {(i, j): int(n) for (i, j), n in np.ndenumerate(truth) if n >= 5}
    return Published(truth, cells, list(truth.sum(1)), list(truth.sum(0)), 0)


def by_our_rules(truth: np.ndarray) -> Published:
    names = count()
    people = {at: {uuid.UUID(int=next(names)) for _ in range(n)} for at, n in np.ndenumerate(truth)}
    figures = PublishedFigures(uuid.uuid4(), date(2026, 11, 1), 5, "key", {})

    def told(name: str, cells: list[tuple[int, ...]]) -> int | None:
        return figures.people(name, set().union(*(people[cell] for cell in cells)))

    rows = [told(f"row{i}", [(i, j) for j in range(LABS)]) for i in range(THEMES)]
    columns = [told(f"column{j}", [(i, j) for i in range(THEMES)]) for j in range(LABS)]
    cells = {at: told(f"cell{at}", [at]) for at in people}
    shown = {(at[0], at[1]): value for at, value in cells.items() if value is not None}
    return Published(
        truth, shown, [value or 0 for value in rows], [value or 0 for value in columns], ROUNDING + NEIGHBOUR
    )


def narrowest_hidden_cell(published: Published) -> float:
    """The smallest feasible interval of a cell that was not published, by linear programming."""
    size = THEMES * LABS
    lines, limits = [], []

    def bound(cells: list[int], value: int) -> None:
        line = np.zeros(size)
        line[cells] = 1
        lines.extend([line, -line])
        limits.extend([value + published.doubt, -(value - published.doubt)])

    for i, value in enumerate(published.rows):
        bound([i * LABS + j for j in range(LABS)], value)
    for j, value in enumerate(published.columns):
        bound([i * LABS + j for i in range(THEMES)], value)
    for (i, j), value in published.cells.items():
        bound([i * LABS + j], value)
    widths = []
    for i in range(THEMES):
        for j in range(LABS):
            if (i, j) in published.cells:
                continue
            aim = np.zeros(size)
            aim[i * LABS + j] = 1
            # The attacker knows the rule: a figure that is missing speaks for fewer than five people.
            limit = [(0, None) if (a, b) in published.cells else (0, 4) for a in range(THEMES) for b in range(LABS)]
            low, high = (linprog(s * aim, A_ub=lines, b_ub=limits, bounds=limit) for s in (1, -1))
            assert low.status == high.status == 0, "the truth itself must be feasible"
            widths.append(-high.fun - low.fun)
    return min(widths, default=5)


@pytest.mark.parametrize("seed", range(4))
def test_no_hidden_count_is_told_more_closely_than_the_rule_already_says(seed: int) -> None:
    """Nought to four: what anyone knows of a figure that is not there."""
    assert narrowest_hidden_cell(by_our_rules(table(seed))) == pytest.approx(4, abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_the_attacker_finds_hidden_counts_when_margins_are_exact(seed: int) -> None:
    assert narrowest_hidden_cell(exact(table(seed))) < 1
