"""The geometry of charts drawn by the server as SVG. Templates draw it; a table and a sentence stand beside each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Bar:
    """A column, its foot on the base line. ``value`` is None where too few people spoke: nothing is drawn."""

    label: str
    value: int | None
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Bars:
    bars: tuple[Bar, ...]
    width: int
    height: int
    base: float


def bars(values: Sequence[tuple[str, int | None]], *, width: int = 560, height: int = 170, foot: int = 28) -> Bars:
    """Columns side by side, the tallest reaching near the top."""
    base, top = height - foot, 22
    tallest = max((value for _, value in values if value), default=1)
    step = width / max(len(values), 1)
    thick = min(step * 0.6, 46)
    made = []
    for place, (label, value) in enumerate(values):
        tall = (base - top) * (value or 0) / tallest
        x = place * step + (step - thick) / 2
        made.append(Bar(label, value, round(x, 1), round(base - tall, 1), round(thick, 1), round(tall, 1)))
    return Bars(tuple(made), width, height, base)


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
    size: int


def signature(quarters: Mapping[tuple[int, int], int], *, size: int = 120) -> Signature:
    """Discs by (valence, control): pleasant on the right, felt control at the top, as on the emotion board."""
    most = max(quarters.values(), default=0)
    if not most:
        return Signature((), size)
    largest = size / 4 - 3
    return Signature(
        tuple(
            Disc(
                size / 2 + valence * size / 4,
                size / 2 - control * size / 4,
                round(largest * sqrt(people / most), 1),
                people,
            )
            for (valence, control), people in sorted(quarters.items())
            if people > 0
        ),
        size,
    )


@dataclass(frozen=True, slots=True)
class Spot:
    """A theme on the map. Its name stands under it, cut in lines that fit."""

    key: str
    x: float
    y: float
    radius: float
    lines: tuple[str, ...]


def spots(
    places: Sequence[tuple[str, float, float, int, str]], *, width: int = 720, height: int = 520
) -> tuple[Spot, ...]:
    """Themes (key, x, y in -1..1, people, name) laid on a page, the surface of each after its people."""
    most = max((people for *_, people, _ in places), default=1) or 1
    across, down = width / 2 - 90, height / 2 - 70
    return tuple(
        Spot(
            key,
            round(width / 2 + x * across, 1),
            round(height / 2 - 12 - y * down, 1),
            round(10 + 26 * sqrt(max(people, 0) / most), 1),
            cut(name, 18),
        )
        for key, x, y, people, name in places
    )


def cut(name: str, length: int, *, lines: int = 3) -> tuple[str, ...]:
    """A name in lines of about ``length`` characters; what does not fit ends in an ellipsis."""
    made = [""]
    for word in name.split(" "):
        if made[-1] and len(made[-1]) + 1 + len(word) > length:
            made.append(word)
        else:
            made[-1] = f"{made[-1]} {word}".strip()
    return tuple(made) if len(made) <= lines else (*made[: lines - 1], f"{made[lines - 1]}…")
