"""The map as a picture: sixteen places, their actors, where these come from, and their alliances. Pure geometry."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, hypot, sqrt

from journal.actors.attitudes import Cell
from journal.actors.mapping import ActorMap, Place
from journal.actors.models import AllianceState, Attitude
from journal.actors.rules import LEVELS
from journal.web.charts import cut

SIDE, LEFT, TOP, FOOT = 78, 44, 6, 42
WIDTH = LEFT + 4 * SIDE + 4
HEIGHT = TOP + 4 * SIDE + FOOT
RADIUS, STEP = 9.5, 22
MOST_IN_A_CELL = 9
NAME_LENGTH = 14
# How far an arrow may bend, as a part of its length, the straightest first; how finely it is looked at.
BOWS = (0.0, 0.25, -0.25, 0.4, -0.4, 0.6, -0.6)
POINTS = 16


@dataclass(frozen=True, slots=True)
class Square:
    """A place of the map, with the name of its attitude."""

    x: float
    y: float
    name: str
    is_ally: bool


@dataclass(frozen=True, slots=True)
class Dot:
    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Stroke:
    x1: float
    y1: float
    x2: float
    y2: float
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one point to another, bent towards a third, or straight when that one is between them."""

    x1: float
    y1: float
    x: float
    y: float
    x2: float
    y2: float

    def meets(self, dot: Dot) -> bool:
        """Whether it crosses a dot."""
        return any(hypot(dot.x - x, dot.y - y) < RADIUS + 2 for x, y in self._points())

    def _points(self) -> Iterable[tuple[float, float]]:
        for step in range(POINTS + 1):
            after = step / POINTS
            first, middle, last = (1 - after) ** 2, 2 * after * (1 - after), after**2
            yield first * self.x1 + middle * self.x + last * self.x2, first * self.y1 + middle * self.y + last * self.y2


@dataclass(frozen=True, slots=True)
class Picture:
    squares: tuple[Square, ...]
    outline: tuple[Stroke, ...]
    initiative: Stroke
    dots: tuple[Dot, ...]
    shadows: tuple[Dot, ...]  # where an actor that moved stood before
    more: tuple[Dot, ...]  # where a place holds too many actors, how many are not drawn
    arrows: tuple[Arrow, ...]
    ties: tuple[Stroke, ...]
    side: int = SIDE
    width: int = WIDTH
    height: int = HEIGHT


def picture(found: ActorMap) -> Picture:
    dots, shadows, more = _dots(found.placed)
    middle = LEFT + 2 * SIDE
    allies = [cell for cell, attitude in found.table.cells.items() if attitude is Attitude.ALLY]
    return Picture(
        squares=tuple(
            Square(*_corner((s, a)), cut(found.table.wording((s, a)).name, NAME_LENGTH, lines=1)[0], (s, a) in allies)
            for a in LEVELS
            for s in LEVELS
        ),
        outline=tuple(_outline(allies)),
        initiative=Stroke(middle, TOP - 4, middle, TOP + 4 * SIDE + 4),
        dots=tuple(dots.values()),
        more=tuple(more),
        shadows=tuple(shadows.values()),
        arrows=tuple(_arrows(shadows, dots)),
        ties=tuple(_ties(found, dots)),
    )


def _corner(cell: Cell) -> tuple[float, float]:
    """Synergy grows to the right, antagonism downwards."""
    return LEFT + (cell[0] - 1) * SIDE, TOP + (cell[1] - 1) * SIDE


def _middle(cell: Cell) -> tuple[float, float]:
    x, y = _corner(cell)
    return x + SIDE / 2, y + SIDE / 2 + 6  # the name of the attitude stands above


def _outline(cells: Sequence[Cell]) -> Iterable[Stroke]:
    """The border of several places, without the lines between them."""
    for synergy, antagonism in cells:
        x, y = _corner((synergy, antagonism))
        sides = {
            (synergy, antagonism - 1): Stroke(x, y, x + SIDE, y),
            (synergy, antagonism + 1): Stroke(x, y + SIDE, x + SIDE, y + SIDE),
            (synergy - 1, antagonism): Stroke(x, y, x, y + SIDE),
            (synergy + 1, antagonism): Stroke(x + SIDE, y, x + SIDE, y + SIDE),
        }
        yield from (stroke for beyond, stroke in sides.items() if beyond not in cells)


def _dots(placed: Sequence[Place]) -> tuple[dict[int, Dot], dict[int, Dot], list[Dot]]:
    """Each dot and its previous place, by number, side by side in a place; and those that do not fit."""
    now: dict[Cell, list[int]] = defaultdict(list)
    before: dict[Cell, list[int]] = defaultdict(list)
    for place in placed:
        if place.position:
            now[place.position.cell].append(place.number)
        if place.has_moved and place.earlier:
            before[place.earlier.cell].append(place.number)
    dots: dict[int, Dot] = {}
    more: list[Dot] = []
    free: dict[Cell, list[tuple[float, float]]] = {}
    for cell in {**now, **before}:
        present = now[cell]
        spots = list(_spots(cell, min(len(present) + len(before[cell]), MOST_IN_A_CELL)))
        if len(present) > MOST_IN_A_CELL:
            more.append(Dot(len(present) - MOST_IN_A_CELL + 1, *spots.pop()))
        dots |= {number: Dot(number, *spot) for number, spot in zip(present, spots, strict=False)}
        free[cell] = spots[len(present) :]
    return dots, _shadows(before, dots, free), more


def _shadows(
    before: dict[Cell, list[int]], dots: dict[int, Dot], free: dict[Cell, list[tuple[float, float]]]
) -> dict[int, Dot]:
    """Previous places of actors, each as near as possible to its current one, so that arrows cross less."""
    shadows: dict[int, Dot] = {}
    for cell, numbers in before.items():
        for number in numbers:
            end = dots.get(number)
            if end is not None and free[cell]:
                spot = _nearest(free[cell], end)
                free[cell].remove(spot)
                shadows[number] = Dot(number, *spot)
    return shadows


def _nearest(spots: Sequence[tuple[float, float]], dot: Dot) -> tuple[float, float]:
    return min(spots, key=lambda spot: hypot(spot[0] - dot.x, spot[1] - dot.y))


def _spots(cell: Cell, count: int) -> Iterable[tuple[float, float]]:
    """Points of a small grid around the middle of a place."""
    x, y = _middle(cell)
    columns = ceil(sqrt(count))
    rows = ceil(count / columns)
    for index in range(count):
        row, column = divmod(index, columns)
        in_row = min(columns, count - row * columns)
        yield x + (column - (in_row - 1) / 2) * STEP, y + (row - (rows - 1) / 2) * STEP


def _arrows(shadows: dict[int, Dot], dots: dict[int, Dot]) -> Iterable[Arrow]:
    """From each previous place to the current one, crossing as few dots as possible."""
    for number, start in shadows.items():
        others = [dot for dot in dots.values() if dot.number != number]
        ways = [_arrow(start, dots[number], bow) for bow in BOWS]
        yield min(ways, key=lambda way: sum(way.meets(dot) for dot in others))


def _arrow(start: Dot, end: Dot, bow: float) -> Arrow:
    """From edge to edge, with its middle moved aside by a share of its length."""
    x = (start.x + end.x) / 2 - bow * (end.y - start.y)
    y = (start.y + end.y) / 2 + bow * (end.x - start.x)
    return Arrow(*_towards(start, x, y, RADIUS), round(x, 1), round(y, 1), *_towards(end, x, y, RADIUS + 3))


def _towards(dot: Dot, x: float, y: float, far: float) -> tuple[float, float]:
    """The point at this distance from the centre of a dot, towards another."""
    share = far / hypot(x - dot.x, y - dot.y)
    return round(dot.x + share * (x - dot.x), 1), round(dot.y + share * (y - dot.y), 1)


def _ties(found: ActorMap, dots: dict[int, Dot]) -> Iterable[Stroke]:
    """A line from each member of an alliance to the next."""
    numbers = {place.actor.id: place.number for place in found.placed}
    for alliance in found.alliances:
        ends = [dots[n] for m in alliance.members if (n := numbers.get(m.actor_id)) in dots]
        for one, other in pairwise(ends):
            yield Stroke(one.x, one.y, other.x, other.y, alliance.state is AllianceState.CONSIDERED)
