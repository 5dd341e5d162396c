"""What someone could work out by laying all the published figures of a Lab side by side. Pure.

The figures are counts of people over sets that hold one another: a theme's people in a month are among the month's
people, and among the theme's people of the living récit. Each told figure says its count to within a few people; each
figure that is missing says that few stand behind it. Bounds and inclusions are difference constraints (Cormen et al.,
« Introduction to Algorithms », 22.4), from which the tightest bounds of what nobody published follow at once: a hidden
count, and the people between two figures.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from journal.counting.rules import ROUND_TO, STICKY

EVERYONE = "participants"
WHOLE = "narrative"
# How far a published figure may be from the true count: it is rounded, and may be of people a few of whom changed.
DOUBT = ROUND_TO // 2 + STICKY - 1
# A count of few people must still have this many possible values for someone who read all the figures.
NARROWEST = 5
Interval = tuple[float, float]
# The count of a name in a scope.
Count = tuple[str, str]
# What nobody published: a count, or how many people it has more than another.
Cell = tuple[Count, Count | None]


@dataclass(frozen=True, slots=True)
class Scope:
    """The figures of one text: a month, or the living récit; ``told`` by name, ``participants`` or a theme's."""

    name: str
    told: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Exposed:
    """A count of few people that can be worked out; ``theme`` is nothing when it is of everyone."""

    theme: str
    scope: str
    low: int
    high: int


def scope_of(name: str, figures: Mapping[str, int], *, prefix: str = "") -> Scope:
    """The counts of people of one text, among all the figures it tells; ``prefix`` comes before their names."""
    told = {full.removeprefix(prefix): value for full, value in figures.items() if full.startswith(prefix)}
    names = {full: full.removesuffix(f"/{EVERYONE}") for full in told if full.endswith(EVERYONE)}
    return Scope(name, {short: told[full] for full, short in names.items() if "/" not in short})


def exposed(new: Scope, others: Sequence[Scope], *, floor: int) -> list[Exposed]:
    """Every count of fewer than ``floor`` people that the new text would let someone know too closely.

    Parameters
    ----------
    new
        The figures about to be published.
    others
        Those published before.
    floor
        People under which a figure is not told.
    """
    scopes = [scope for scope in (*others, new) if EVERYONE in scope.told]
    if new not in scopes:
        return []
    themes = sorted({name for scope in scopes for name in scope.told} - {EVERYONE})
    found = [each for theme in themes for each in _exposed_by(theme, new, scopes, floor)]
    return found or _exposed_by("", new, scopes, floor)


def _exposed_by(theme: str, new: Scope, scopes: Sequence[Scope], floor: int) -> list[Exposed]:
    names = (EVERYONE, theme) if theme else (EVERYONE,)
    said = {(s.name, name): said_by(s.told.get(name), floor=floor) for s in scopes for name in names}
    bounds = Bounds.of(said, _inclusions(scopes, names))
    found = []
    for scope, cell in _unpublished(theme, new, scopes):
        low, high = bounds.of_cell(cell)
        if low < floor and high - low + 1 < NARROWEST:
            found.append(Exposed(theme, scope, round(low), round(high)))
    return found


def said_by(value: int | None, *, floor: int) -> Interval:
    """The bounds of the true count behind a figure; None when it is not published: then few people stand behind it."""
    if value is None:
        return 0, floor - 1
    doubt = 0 if value % ROUND_TO else DOUBT
    return max(0, value - doubt), value + doubt


def _inclusions(scopes: Sequence[Scope], names: Sequence[str]) -> Iterator[tuple[Count, Count]]:
    """Which counts are of people who are all among those of another."""
    for scope in scopes:
        yield from (((scope.name, name), (scope.name, EVERYONE)) for name in names if name != EVERYONE)
        yield from (((scope.name, name), (WHOLE, name)) for name in names if _is_within(scope, scopes, name))


def _is_within(scope: Scope, scopes: Sequence[Scope], name: str) -> bool:
    """Whether a month's people are surely among those of the living récit.

    A living récit with a lower figure was composed before the month, or after people left: then nobody knows.
    """
    whole = next((other for other in scopes if other.name == WHOLE), scope)
    return whole is not scope and scope.told.get(name, inf) <= whole.told.get(name, -inf)


def _unpublished(theme: str, new: Scope, scopes: Sequence[Scope]) -> Iterator[tuple[str, Cell]]:
    """The unpublished counts that the new figures could give away: a hidden count, or the difference of two figures."""
    name = theme or EVERYONE
    if theme and theme not in new.told:
        yield new.name, ((new.name, theme), None)
    elif theme:
        yield new.name, ((new.name, EVERYONE), (new.name, theme))
    for month in scopes if new.name == WHOLE else (new,):
        if _is_within(month, scopes, name):
            yield month.name, ((WHOLE, name), (month.name, name))


@dataclass(frozen=True, slots=True)
class Bounds:
    """The tightest bounds of each count, each at most those that hold it, and at least those it holds."""

    low: Mapping[Count, float]
    high: Mapping[Count, float]

    @classmethod
    def of(cls, said: Mapping[Count, Interval], inclusions: Iterable[tuple[Count, Count]]) -> "Bounds":
        holding: dict[Count, set[Count]] = {count: {count} for count in said}
        for inside, outside in inclusions:
            holding[inside].add(outside)
        for holders in holding.values():  # what holds those too: nothing is inside more than three counts
            holders |= {wider for each in holders for wider in holding[each]}
        low = {count: max(said[inside][0] for inside in said if count in holding[inside]) for count in said}
        return cls(low, {count: min(said[wider][1] for wider in holding[count]) for count in said})

    def of_cell(self, cell: Cell) -> Interval:
        """The tightest bounds; none when the figures contradict one another, as they do once people have left.

        The second count of a cell is among the first, so that their difference is never negative.
        """
        if any(self.low[count] > self.high[count] for count in self.low):
            return -inf, inf
        whole, part = cell
        if part is None:
            return self.low[whole], self.high[whole]
        return max(0, self.low[whole] - self.high[part]), self.high[whole] - self.low[part]
