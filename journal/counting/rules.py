"""Which counts may be shown, and when they may change. Pure."""

import hmac
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

Answer = TypeVar("Answer")
ROUND_TO = 5
# Any two published figures must differ by at least this many people.
STICKY = 5
# In a large Lab, a number of texts waits until one person in so many differs: told each day, it would be kept each day.
ONE_IN = 20
# The largest share of an amount that one person may be behind.
DOMINANT = 0.85
# How much of a keyed hash tells who someone is; what follows tells what they contribute, where that may change.
HASH, WHO = 20, 12
# What could be guessed, whoever has the key trying each emotion and each step in turn, leaves one character: sixteen
# contributions in a row give the same one. One change in sixteen goes unseen, and its figure waits a little longer.
GUESSABLE = 1


def rounded(people: int, *, floor: int) -> int | None:
    """A count as it is shown: to the nearest five, nothing under the floor."""
    if people < floor:
        return None
    return max(floor, to_five(people))


def to_five(count: int) -> int:
    """The nearest multiple of five: it hides a change of one person."""
    return ROUND_TO * ((count + ROUND_TO // 2) // ROUND_TO)


def hashed(people: Iterable[object], *, key: str) -> list[str]:
    """People as keyed hashes: comparable from one publication to the next, and anonymous once the person has left."""
    return sorted(_hash(person, key) for person in people)


def contributed(by: Mapping[Any, object], *, key: str, kept: int = HASH - WHO) -> list[str]:
    """Who contributes what, as keyed hashes, one per person: another contribution gives another hash of that person.

    Parameters
    ----------
    by
        What each person contributes.
    key
        What hashes are made with.
    kept
        How many characters tell what is contributed; ``GUESSABLE`` where there are few things to contribute.
    """
    return sorted(_hash(who, key)[:WHO] + _hash(f"{who}/{what}", key)[:kept] for who, what in by.items())


def _hash(what: object, key: str) -> str:
    return hmac.new(key.encode(), str(what).encode(), "sha256").hexdigest()[:HASH]


def one_dominates(amounts: Iterable[int]) -> bool:
    """Whether one person is behind so much of an amount that it tells of them (Insee: more than 85 %)."""
    each = list(amounts)
    return bool(each) and max(each) > DOMINANT * sum(each)


def still_said(counts: Iterable[Sequence[Any]], *, floor: int, gone: int) -> tuple[str, ...]:
    """Words still said by enough people, even if everyone who left since they were counted had said them.

    Each of ``counts`` begins with a word and ends with how many people said it.
    """
    return tuple(word for word, *_, people in counts if people - gone >= floor)


def first_step(floor: int) -> int:
    """The smallest count shown by ``at_least``: the first multiple of five that is not under the floor."""
    return -(-floor // ROUND_TO) * ROUND_TO


def at_least(counts: Mapping[Answer, int], *, floor: int) -> dict[Answer, int] | None:
    """Each answer's count, rounded down to a multiple of five, 0 standing for nobody or a few. None when all are 0.

    Three things keep it from revealing a few people. Nobody and a few both read 0. No total is given, from which the
    hidden counts could be computed. The floor applies to the rounded count, so that readers with different floors learn
    nothing more by comparing what they see.
    """
    told = {answer: n - n % ROUND_TO if n >= first_step(floor) else 0 for answer, n in counts.items()}
    return told if any(told.values()) else None


def enough_for_shares(people: int, *, floor: int) -> bool:
    """Whether enough people are counted for the share of them who do something to be told.

    Of fewer, whatever enough people share is shared by all but a few, and would tell about each person.
    """
    return people >= floor + STICKY


def fewest_with_parts(floor: int) -> int:
    """The smallest published number whose parts may be shown: enough people inside a part, and outside it."""
    return 2 * first_step(floor)


def part_of_published(people: int, everyone: int, *, floor: int) -> int:
    """At least how many people do something, among a published number; 0 stands for nobody or a few.

    It is rounded down, and kept far enough below the published number for the rest to reach the floor: when nearly
    everyone feels the same, that is said without revealing the few who do not.
    """
    told = min(people - people % ROUND_TO, everyone - first_step(floor))
    return told if told >= first_step(floor) else 0


def parts_of_published(counts: Mapping[Answer, int], everyone: int, *, floor: int) -> dict[Answer, int]:
    """The parts of a published number that may be shown, each told as ``part_of_published`` does.

    No part that more people share is left out while another is shown, so what is shown most is what is said most.
    """
    told = {name: part_of_published(people, everyone, floor=floor) for name, people in counts.items()}
    return {name: people for name, people in told.items() if people}


@dataclass(frozen=True, slots=True)
class Figure:
    """A published value, and who stood behind it or what they contributed, one hash per person."""

    value: int
    people: frozenset[str]

    def differing(self, people: frozenset[str]) -> int:
        """How many people are behind one only, or contribute otherwise."""
        return len({each[:WHO] for each in self.people ^ people})

    def is_near(self, people: frozenset[str], *, within: int = STICKY) -> bool:
        return abs(len(self.people) - len(people)) < within and self.differing(people) < within


def sticky_people(
    people: Collection[str], last: Figure | None, others: Iterable[Figure], *, floor: int
) -> Figure | None:
    """How many people to publish, rounded, with who they are; None when they are too few.

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
    Any two published figures count the same people, or sets that differ by at least five: otherwise a reader of both
    could tell what one person did. So a set within five people of a published figure gets that figure again. To stop
    publishing it would reveal as much, so it stays until five of its people have left.
    """
    now = frozenset(people)
    figure = _told_already(now, last, others, floor=floor)
    if figure is None and len(now) >= floor:
        figure = Figure(to_five(len(now)), now)
    return figure if figure is not None and figure.value >= floor else None


def sticky_amount(
    contributions: Collection[str], value: int, last: Figure | None, others: Iterable[Figure], *, floor: int
) -> Figure | None:
    """``sticky_people`` for an amount other than a number of people, which moves when what they contribute does.

    Ten people who all wrote again are ten people who differ, whoever they are: the amount of a group that stays the
    same follows what it writes.

    Parameters
    ----------
    contributions
        Who contributes what now, as ``contributed`` gives it.
    value
        The amount now.
    last, others, floor
        As for ``sticky_people``; nothing is told either of a figure that rests on fewer than ``floor`` people.
    """
    now = frozenset(contributions)
    figure = _told_already(now, last, others, floor=floor, patience=max(STICKY, len(now) // ONE_IN))
    if figure is None and len(now) >= floor:
        figure = Figure(value, now)
    return figure if figure is not None and len(figure.people) >= floor else None


def _told_already(
    now: frozenset[str], last: Figure | None, others: Iterable[Figure], *, floor: int, patience: int = STICKY
) -> Figure | None:
    """The figure already published for nearly the same people, to be published again instead of a new one.

    It is the last one of this name, or else the closest of any name, unless too few people are left.
    """
    if last is not None and last.is_near(now, within=patience):
        return last
    near = [figure for figure in others if figure.is_near(now)] if len(now) >= floor else []
    return min(near, key=lambda figure: (figure.differing(now), figure.value), default=None)
