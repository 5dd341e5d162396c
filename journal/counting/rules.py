"""What may be told of how many people, and when it may move. Pure."""

import hmac
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

Answer = TypeVar("Answer")
ROUND_TO = 5
# Between the people behind any two published figures, so many at least must differ.
STICKY = 5


def rounded(people: int, *, floor: int) -> int | None:
    """A count as it is shown: to the nearest five, nothing under the floor."""
    if people < floor:
        return None
    return max(floor, to_five(people))


def to_five(count: int) -> int:
    """The nearest multiple of five, halves away from zero: a step of one person hides in it."""
    return ROUND_TO * ((count + ROUND_TO // 2) // ROUND_TO)


def hashed(people: Iterable[object], *, key: str) -> list[str]:
    """People as keyed hashes: comparable from one telling to the next, and nobody's once the person has left."""
    return sorted(hmac.new(key.encode(), str(person).encode(), "sha256").hexdigest()[:20] for person in people)


def shown_breakdown(counts: Mapping[str, int], total: int, *, floor: int) -> dict[str, int]:
    """Counts that may be shown beside their total without telling about a handful of people.

    A count under the floor goes, and so does one whose complement is under it (all but two people did…). When
    exactly one was hidden, the next smallest goes too: the total would give it away.
    """
    kept = {name: n for name, n in counts.items() if n >= floor and not 0 < total - n < floor}
    if len(counts) - len(kept) == 1 and kept:
        smallest = min(kept, key=lambda name: (kept[name], name))
        kept.pop(smallest)
    return {name: max(floor, to_five(n)) for name, n in kept.items()}


def still_said(counts: Iterable[Sequence[Any]], *, floor: int, gone: int) -> tuple[str, ...]:
    """Words still said by enough people, even if everyone who left since they were counted had said them.

    Each of ``counts`` begins with a word and ends with how many people said it.
    """
    return tuple(word for word, *_, people in counts if people - gone >= floor)


def first_step(floor: int) -> int:
    """The smallest count shown by ``at_least``: the first multiple of five that is not under the floor."""
    return -(-floor // ROUND_TO) * ROUND_TO


def at_least(counts: Mapping[Answer, int], *, floor: int) -> dict[Answer, int] | None:
    """Each answer's count, rounded down to a multiple of five: 0 for nobody as for a few. None when all are 0.

    Three things keep it from telling about a few people. Nobody and a few are both 0. No total is given: less the
    counts shown, it would tell the others. The floor applies to the rounded count, so that readers with two different
    floors learn nothing more by comparing what they read.
    """
    told = {answer: n - n % ROUND_TO if n >= first_step(floor) else 0 for answer, n in counts.items()}
    return told if any(told.values()) else None


def fewest_with_parts(floor: int) -> int:
    """The smallest published number whose parts may be told: a floor of people on each side of a part."""
    return 2 * first_step(floor)


def part_of_published(people: int, everyone: int, *, floor: int) -> int:
    """How many people at least do something, among a published number of them; 0 for nobody as for a few.

    Rounded down, and never so near the published number that fewer than a floor of people could be left: when nearly
    everyone feels the same thing, that is told, and who does not feel it is not.
    """
    told = min(people - people % ROUND_TO, everyone - first_step(floor))
    return told if told >= first_step(floor) else 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A published value and who stood behind it."""

    value: int
    people: frozenset[str]

    def is_near(self, people: Collection[str]) -> bool:
        return len(self.people.symmetric_difference(people)) < STICKY


def sticky_people(
    people: Collection[str], last: Figure | None, others: Iterable[Figure], *, floor: int
) -> Figure | None:
    """How many people to publish, rounded, with those it stands for; nothing when too few may be told.

    Parameters
    ----------
    people
        Who they are now.
    last
        The same figure as it was last published.
    others
        Every figure a reader may have seen.
    floor
        Fewest people a figure may tell.

    Notes
    -----
    Two figures ever published are of the same people, or of sets that at least five people differ between: with fewer,
    a reader of both could tell what one person did. So people within five of those of a published figure get that
    figure again. It would tell as much to stop publishing it: it stays until five of its people have left.
    """
    now = frozenset(people)
    figure = _told_already(now, last, others, floor=floor)
    if figure is None and len(now) >= floor:
        figure = Figure(to_five(len(now)), now)
    return figure if figure is not None and figure.value >= floor else None


def sticky_amount(
    people: Collection[str], value: int, last: Figure | None, others: Iterable[Figure], *, floor: int
) -> Figure | None:
    """What to publish of an amount these people stand behind: as ``sticky_people``, but any amount may be told."""
    now = frozenset(people)
    figure = _told_already(now, last, others, floor=floor)
    return Figure(value, now) if figure is None and len(now) >= floor else figure


def _told_already(now: frozenset[str], last: Figure | None, others: Iterable[Figure], *, floor: int) -> Figure | None:
    """The figure already published of nearly the same people, to be published again in place of a new one.

    The last one of this name; otherwise the nearest of any name, unless too few people are left to be told of.
    """
    if last is not None and last.is_near(now):
        return last
    near = [figure for figure in others if figure.is_near(now)] if len(now) >= floor else []
    return min(near, key=lambda figure: (len(figure.people ^ now), figure.value), default=None)
