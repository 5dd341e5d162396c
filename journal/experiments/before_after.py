"""What people wrote in the themes of an experiment before it began and since, side by side. Pure.

Three whole months on each side of the month in which the trial began; that month belongs to neither. What is told never
says that one thing caused another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from journal.counting.rules import fewest_with_parts, part_of_published
from journal.experiments.models import Experiment, Rung
from journal.experiments.rules import accepted, path_as_read
from journal.months import first_of, last_of, shift
from journal.themes.wording import QUARTERS
from journal.web.typography import NBSP, of_months

MONTHS_COMPARED = 3
QUARTER = "quarter"
ACTED, CARRIED = "acted", "carried"
FEW = "trop peu pour le dire"
FELT = {f"{QUARTER}/{valence}/{control}": words for (valence, control), words in QUARTERS.items()}
# The lines told of a part of the people, in order.
LABELS = {
    **{name: f"Ont noté une émotion {words}" for name, words in FELT.items()},
    ACTED: "Ont plutôt agi",
    CARRIED: "Ont plutôt subi",
}
WIDTH, ROW, NAMES, TICK, BAR, LONGEST = 480, 84, 20, 76, 20, 210


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months, from the first day of the first to the last day of the last."""

    since: date
    until: date

    @property
    def name(self) -> str:
        """« d’avril à juin 2026 »."""
        return of_months(self.since, self.until)


@dataclass(frozen=True, slots=True)
class Side:
    """One period as it was counted: people who wrote in the themes, people who wrote at all (0 when unknown).

    ``counts`` are exact: what is shown of them is rounded here.
    """

    period: Period
    people: int
    everyone: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Amount:
    """One side of a line, in words; ``part`` is its share for the picture, None when it is not shown."""

    text: str
    short: str
    part: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    before: Amount
    since: Amount


@dataclass(frozen=True, slots=True)
class BeforeAndSince:
    """Both sides, line by line, and their wording."""

    before: Side
    since: Side
    rows: Sequence[Row]
    themes: Sequence[str]
    counted_on: date
    # The trial is now said to have begun in another month than the one that was counted around.
    is_of_another_start: bool = False

    @property
    def sentence(self) -> str:
        """What the picture shows, for those who cannot see it."""
        said = [f"{side.period.name}, {_writing(side).text}" for side in (self.before, self.since)]
        return f"Y ont écrit{NBSP}: avant, {said[0]}{NBSP}; depuis, {said[1]}."


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing to show: the months after the beginning are not over, or too few people wrote."""

    until: date
    is_over: bool


def periods(started: date) -> tuple[Period, Period]:
    """The three whole months before the month of a beginning, and the three after it."""
    begun = first_of(started)
    before = Period(shift(begun, -MONTHS_COMPARED), begun - timedelta(days=1))
    return before, Period(shift(begun, 1), last_of(shift(begun, MONTHS_COMPARED)))


def started_on(row: Experiment) -> date | None:
    """The day its first trial began, as its path now reads; None if abandoned before it can be compared."""
    path = [each.step for each in path_as_read(accepted(row))]
    started = next((step.happened_on for step in path if step.rung is Rung.TRIAL), None)
    if started is None:
        return None
    until = periods(started)[1].until
    left = any(step.rung is Rung.ABANDONED and started <= step.happened_on <= until for step in path)
    return None if left else started


def rows_told(before: Side, since: Side, *, floor: int) -> list[Row]:
    """What both sides say, line by line; none when either has too few people.

    Parts of the people are told only when both sides have enough for it, and never of a few: rounded down to five, and
    never so near the whole that a few are left.
    """
    sides = (before, since)
    if any(side.people < floor for side in sides):
        return []
    rows = [Row("Y ont écrit", *(_writing(side) for side in sides))]
    if any(side.people < fewest_with_parts(floor) for side in sides):
        return rows
    for name, label in LABELS.items():
        told = [_part(side, name, floor) for side in sides]
        if any(each.part for each in told):
            rows.append(Row(label, *told))
    return rows


def _writing(side: Side) -> Amount:
    if not side.everyone:
        return Amount(f"environ {side.people}{NBSP}personnes", str(side.people))
    text = f"environ {side.people}{NBSP}personnes sur environ {side.everyone}"
    return Amount(text, f"{side.people} sur {side.everyone}", min(1.0, side.people / side.everyone))


def _part(side: Side, name: str, floor: int) -> Amount:
    told = part_of_published(side.counts.get(name, 0), side.people, floor=floor)
    if not told:
        return Amount(FEW, FEW)
    return Amount(f"au moins {told} sur environ {side.people}", f"{told} sur {side.people}", told / side.people)


@dataclass(frozen=True, slots=True)
class Bar:
    """One side of a line in the picture; without a ``width``, nothing is drawn."""

    name: str
    text: str
    y: int
    width: float

    @property
    def text_x(self) -> float:
        return TICK + (self.width + 8 if self.width else 0)


@dataclass(frozen=True, slots=True)
class Drawing:
    lines: Sequence[tuple[str, int, Sequence[Bar]]]  # the name of a line, its height, its two bars
    height: int
    width: int = WIDTH
    tick: int = TICK
    bar: int = BAR


def draw(rows: Sequence[Row]) -> Drawing:
    """Two bars under the name of each line, on one scale where everyone would fill the width."""
    lines = []
    for place, row in enumerate(rows):
        top = place * ROW + NAMES
        sides = (("avant", row.before), ("depuis", row.since))
        bars = [
            Bar(name, amount.short, top + 10 + n * (BAR + 6), round(LONGEST * (amount.part or 0), 1))
            for n, (name, amount) in enumerate(sides)
        ]
        lines.append((row.label, top, bars))
    return Drawing(lines, len(rows) * ROW)
