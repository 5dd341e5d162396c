"""The arc of one's emotions: how pleasant, how much in hand, month by month and step by step. Pure."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from journal.entries.models import Entry
from journal.months import first_of
from journal.pathways.models import StepKind

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 20, 20, 14, 34
# Under this many months an arc would be a dot: the table alone is shown.
FEWEST_MONTHS = 2
# What is closer to the middle than this is neither one nor the other.
MIDDLE = 0.12


@dataclass(frozen=True, slots=True)
class Mood:
    """Two values from -1 to 1: unpleasant to pleasant, undergone to in hand."""

    valence: float
    control: float


@dataclass(frozen=True, slots=True)
class Point:
    """One row of the arc: a month, or a step."""

    key: date | StepKind
    mood: Mood
    entries: int


def mood_of(entry: Entry) -> Mood | None:
    """An entry's place on the two axes, its emotions weighted by their strength; None without emotions."""
    if not entry.emotions:
        return None
    full = 5 * len(entry.emotions)
    return Mood(
        sum(row.emotion.valence * row.weight for row in entry.emotions) / full,
        sum(row.emotion.control * row.weight for row in entry.emotions) / full,
    )


def by_month(entries: Iterable[Entry]) -> list[Point]:
    """The arc by time, oldest month first."""
    return _points(entries, lambda entry: first_of(entry.happened_on))


def by_step(entries: Iterable[Entry]) -> list[Point]:
    """The arc by step, in the order of a pathway."""
    order = list(StepKind)
    points = _points((entry for entry in entries if entry.step), lambda entry: entry.step)
    return sorted(points, key=lambda point: order.index(StepKind(str(point.key))))


def _points(entries: Iterable[Entry], key_of: Callable[[Entry], Hashable]) -> list[Point]:
    groups: dict[Hashable, list[Mood]] = {}
    for entry in sorted(entries, key=lambda entry: entry.happened_on):
        mood = mood_of(entry)
        if mood is not None:
            groups.setdefault(key_of(entry), []).append(mood)
    return [
        Point(key, Mood(fmean(m.valence for m in moods), fmean(m.control for m in moods)), len(moods))  # type: ignore[arg-type]
        for key, moods in groups.items()
    ]


def valence_word(value: float) -> str:
    if value > MIDDLE:
        return "plutôt agréable"
    return "plutôt désagréable" if value < -MIDDLE else "mêlé"


def control_word(value: float) -> str:
    if value > MIDDLE:
        return "avec de la prise"
    return "plutôt subi" if value < -MIDDLE else "entre subir et agir"


def sentence(points: Sequence[Point]) -> str:
    """What the arc says, from its first month to its last."""
    first, last = points[0].mood, points[-1].mood
    start = f"{valence_word(first.valence)}, {control_word(first.control)}"
    end = f"{valence_word(last.valence)}, {control_word(last.control)}"
    if start == end:
        return f"Du premier au dernier mois, votre ressenti reste le même\u00a0: {start}."
    return f"Le premier mois\u00a0: {start}. Le dernier\u00a0: {end}."


@dataclass(frozen=True, slots=True)
class Drawing:
    """The arc as places in a picture of ``WIDTH`` by ``HEIGHT``."""

    valence: list[tuple[float, float]]
    control: list[tuple[float, float]]
    months: list[tuple[float, date]]
    middle: float


def draw(points: Sequence[Point]) -> Drawing | None:
    """Places on a timeline where months are to scale; None when there are too few."""
    months = [point.key for point in points if isinstance(point.key, date)]
    if len(months) < FEWEST_MONTHS:
        return None
    span = max((months[-1] - months[0]).days, 1)

    def x_of(month: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (month - months[0]).days / span, 1)

    def y_of(value: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - value) / 2, 1)

    xs = [x_of(month) for month in months]
    return Drawing(
        [(x, y_of(point.mood.valence)) for x, point in zip(xs, points, strict=True)],
        [(x, y_of(point.mood.control)) for x, point in zip(xs, points, strict=True)],
        list(zip(xs, months, strict=True)),
        y_of(0),
    )
