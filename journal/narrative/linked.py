"""What someone could work out by laying all the published figures of a Lab side by side. Pure.

The figures are counts of people over sets that hold one another: a theme's people in a month are among the month's
people, and among the theme's people of the living récit. Each told figure says its count to within a few people; each
figure that is missing says that few stand behind it. Linear programming then gives the tightest bounds of what nobody
published: a hidden count, and the people between two figures.
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
# One term of a sum: a coefficient, and the count of a name in a scope.
Term = tuple[int, str, str]


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
    bounds = {(s.name, name): said_by(s.told.get(name), floor=floor) for s in scopes for name in names}
    system = _System(bounds, list(_inclusions(scopes, names)))
    found = []
    for scope, cell in _unpublished(theme, new, scopes):
        low, high = system.bounds_of(cell)
        if low < floor and high - low + 1 < NARROWEST:
            found.append(Exposed(theme, scope, round(low), round(high)))
    return found


def said_by(value: int | None, *, floor: int) -> Interval:
    """The bounds of the true count behind a figure; None when it is not published: then few people stand behind it."""
    if value is None:
        return 0, floor - 1
    doubt = 0 if value % ROUND_TO else DOUBT
    return max(0, value - doubt), value + doubt


def _inclusions(scopes: Sequence[Scope], names: Sequence[str]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
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


def _unpublished(theme: str, new: Scope, scopes: Sequence[Scope]) -> Iterator[tuple[str, list[Term]]]:
    """The unpublished counts that the new figures could give away: a hidden count, or the difference of two figures."""
    name = theme or EVERYONE
    if theme and theme not in new.told:
        yield new.name, [(1, new.name, theme)]
    elif theme:
        yield new.name, [(1, new.name, EVERYONE), (-1, new.name, theme)]
    for month in scopes if new.name == WHOLE else (new,):
        if _is_within(month, scopes, name):
            yield month.name, [(1, WHOLE, name), (-1, month.name, name)]


class _System:
    """A linear program: each count within its bounds, and one inequality for each inclusion."""

    def __init__(
        self,
        bounds: Mapping[tuple[str, str], Interval],
        inclusions: Iterable[tuple[tuple[str, str], tuple[str, str]]],
    ) -> None:
        self._place = {key: place for place, key in enumerate(bounds)}
        self._bounds = list(bounds.values())
        self._lines = [self._line([(1, *inside), (-1, *outside)]) for inside, outside in inclusions]

    def _line(self, terms: Sequence[Term]) -> list[int]:
        line = [0] * len(self._place)
        for times, scope, name in terms:
            line[self._place[scope, name]] = times
        return line

    def bounds_of(self, cell: Sequence[Term]) -> Interval:
        """The tightest bounds; none when the figures contradict one another, as they do once people have left."""
        from scipy.optimize import linprog  # heavy, and needed once a month

        aim = self._line(cell)
        lines = self._lines or None
        limits = [0] * len(self._lines) or None
        low, high = (
            linprog([way * each for each in aim], A_ub=lines, b_ub=limits, bounds=self._bounds) for way in (1, -1)
        )
        if low.status or high.status:
            return -inf, inf
        return max(0.0, low.fun), -high.fun
