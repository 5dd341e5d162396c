"""The geometry of charts, which templates draw as SVG, each with a table and a sentence that say the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

# The width of a letter under a column, at its largest, on a narrow screen.
TICK_LETTER = 9
FOOT = 28  # under the columns, for their names
SIGNATURE = 120
MAP_WIDTH, MAP_HEIGHT = 720, 560
EDGE, NAME_LENGTH, LETTER, LINE = 80, 18, 8.2, 17
ROUNDS = 400  # of moving apart what overlaps on the map


@dataclass(frozen=True, slots=True)
class Bar:
    """A column, its foot on the base line. ``value`` is None where too few people spoke: nothing is drawn.

    Where columns are close together, only some are ``marked``, with their name and their number.
    """

    label: str
    value: float | None
    x: float
    y: float
    width: float
    height: float
    marked: bool = True

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Bars:
    bars: tuple[Bar, ...]
    width: int
    height: int
    base: float


def bars(
    values: Sequence[tuple[str, float | None]],
    *,
    width: int = 560,
    height: int = 170,
    tallest: float | None = None,
) -> Bars:
    """Columns side by side, the tallest reaching near the top; ``tallest``, when several charts share a scale."""
    base, top = height - FOOT, 22
    tallest = tallest or max((value for _, value in values if value), default=1)
    step = width / max(len(values), 1)
    thick = min(step * 0.6, 46)
    apart = _marked_every(values, step)
    made = []
    for place, (label, value) in enumerate(values):
        is_marked = (len(values) - 1 - place) % apart == 0
        tall = (base - top) * (value or 0) / tallest
        x = place * step + (step - thick) / 2
        made.append(Bar(label, value, round(x, 1), round(base - tall, 1), round(thick, 1), round(tall, 1), is_marked))
    return Bars(tuple(made), width, height, base)


def _marked_every(values: Sequence[tuple[str, float | None]], step: float) -> int:
    """One column in so many, from the last, for their names to stand side by side."""
    longest = max((len(label) for label, _ in values), default=0)
    return max(1, ceil(longest * TICK_LETTER / step))


@dataclass(frozen=True, slots=True)
class Disc:
    x: float
    y: float
    radius: float
    value: int


@dataclass(frozen=True, slots=True)
class Signature:
    """The four quarters of the emotion board, one disc each, as large as the number of people."""

    discs: tuple[Disc, ...]
    size: int = SIGNATURE


def signature(quarters: Mapping[tuple[int, int], int]) -> Signature:
    """Discs by (valence, control): pleasant on the right, felt control at the top, as on the emotion board."""
    most = max(quarters.values(), default=0)
    if not most:
        return Signature(())
    half, quarter = SIGNATURE / 2, SIGNATURE / 4
    return Signature(
        tuple(
            Disc(
                half + valence * quarter,
                half - control * quarter,
                round((quarter - 3) * sqrt(people / most), 1),
                people,
            )
            for (valence, control), people in sorted(quarters.items())
            if people > 0
        )
    )


@dataclass(frozen=True, slots=True)
class Spot:
    """A theme on the map. Its name stands under it, cut in lines that fit."""

    key: str
    x: float
    y: float
    radius: float
    lines: tuple[str, ...]


def spots(places: Sequence[tuple[str, float, float, int, str]]) -> tuple[Spot, ...]:
    """Themes (key, x, y in -1..1, people, name) laid on a page, each disc's area proportional to its people.

    Where discs or names would cover each other they are moved apart, as little as it takes.
    """
    most = max((people for *_, people, _ in places), default=1) or 1
    across, down = MAP_WIDTH / 2 - EDGE, MAP_HEIGHT / 2 - EDGE
    boxes = []
    for key, x, y, people, name in places:
        radius, lines = round(10 + 24 * sqrt(max(people, 0) / most), 1), cut(name, NAME_LENGTH)
        wide = max(2 * radius, LETTER * max(len(line) for line in lines)) + 12
        boxes.append(_Box(key, MAP_WIDTH / 2 + x * across, MAP_HEIGHT / 2 - y * down, radius, lines, wide))
    _part(boxes)
    return tuple(Spot(b.key, round(b.x, 1), round(b.top + b.radius, 1), b.radius, b.lines) for b in boxes)


@dataclass(slots=True)
class _Box:
    """The room a theme takes on the map: its disc, and its name below."""

    key: str
    x: float
    y: float  # of the middle of the whole box
    radius: float
    lines: tuple[str, ...]
    wide: float

    @property
    def tall(self) -> float:
        return 2 * self.radius + 14 + LINE * len(self.lines)

    @property
    def top(self) -> float:
        return self.y - self.tall / 2 + 5

    def overlap(self, other: "_Box") -> tuple[float, float]:
        """How far the boxes cover each other, across and down; not both positive when they do not."""
        across = (self.wide + other.wide) / 2 - abs(self.x - other.x)
        return across, (self.tall + other.tall) / 2 - abs(self.y - other.y)


def _part(boxes: list[_Box]) -> None:
    """Push boxes that overlap apart along the shorter way, a little at a time, inside the frame."""
    for _ in range(ROUNDS):
        moved = False
        for n, one in enumerate(boxes):
            for other in boxes[n + 1 :]:
                across, down = one.overlap(other)
                if across <= 0 or down <= 0:
                    continue
                moved = True
                if across < down:
                    step = (across / 2 + 0.5) * (1 if one.x >= other.x else -1) / 2
                    one.x, other.x = one.x + step, other.x - step
                else:
                    step = (down / 2 + 0.5) * (1 if one.y >= other.y else -1) / 2
                    one.y, other.y = one.y + step, other.y - step
        for box in boxes:
            box.x = min(max(box.x, box.wide / 2 + 4), MAP_WIDTH - box.wide / 2 - 4)
            box.y = min(max(box.y, box.tall / 2 + 4), MAP_HEIGHT - box.tall / 2 - 4)
        if not moved:
            return


def cut(name: str, length: int, *, lines: int = 3) -> tuple[str, ...]:
    """A name in lines of about ``length`` characters; what does not fit ends in an ellipsis."""
    made = [""]
    for word in name.split(" "):
        if made[-1] and len(made[-1]) + 1 + len(word) > length:
            made.append(word)
        else:
            made[-1] = f"{made[-1]} {word}".strip()
    return tuple(made) if len(made) <= lines else (*made[: lines - 1], f"{made[lines - 1]}…")
