"""What may be done to a theme, and what may be shown of it. Pure."""

import hmac
from collections.abc import Iterable, Mapping
from typing import TypeVar

from journal.themes.models import ThemeStatus

Answer = TypeVar("Answer")
LONGEST_LABEL = 60
LONGEST_NOTE = 2_000
READINGS_NEEDED = 2
# Who may become what. Merging has its own use case: it changes two themes at once.
TRANSITIONS = frozenset(
    {
        (ThemeStatus.PROPOSED, ThemeStatus.ADOPTED),
        (ThemeStatus.PROPOSED, ThemeStatus.SET_ASIDE),
        (ThemeStatus.ADOPTED, ThemeStatus.SET_ASIDE),
        (ThemeStatus.ADOPTED, ThemeStatus.PROPOSED),
        (ThemeStatus.SET_ASIDE, ThemeStatus.PROPOSED),
        (ThemeStatus.SET_ASIDE, ThemeStatus.ADOPTED),
    }
)
ROUND_TO = 5
# A figure that was told changes only when this many people differ from those behind any told before.
STICKY = 5


def label_problem(label: str) -> str | None:
    """Why a name is refused, as a sentence."""
    if not label:
        return "Donnez un nom au thème, avec des mots de tous les jours."
    if len(label) > LONGEST_LABEL:
        return f"Soixante caractères au plus : ce nom en compte {len(label)}."
    return None


def rounded(people: int, *, floor: int) -> int | None:
    """A count as it is shown: to the nearest five, nothing under the floor."""
    if people < floor:
        return None
    return max(floor, to_five(people))


def to_five(count: int) -> int:
    """The nearest multiple of five, halves away from zero: a step of one person hides in it."""
    return ROUND_TO * ((count + ROUND_TO // 2) // ROUND_TO)


def hashed(people: Iterable[object], *, key: str) -> list[str]:
    """People as keyed hashes: comparable from one telling to the next, useless to a reader of the database."""
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


def first_step(floor: int) -> int:
    """The smallest number told of answers: the first multiple of five that is not under the floor."""
    return -(-floor // ROUND_TO) * ROUND_TO


def at_least(counts: Mapping[Answer, int], *, floor: int) -> dict[Answer, int] | None:
    """How many people at least gave each answer, by steps of five: 0 for a few or nobody, never told apart.

    None when no answer has enough. There is no total: beside it, a figure would say what everyone answered, or all but
    a few. And the floor is asked of steps, not of people: two readers with two floors learn no more than one of them.
    """
    told = {answer: n - n % ROUND_TO if n >= first_step(floor) else 0 for answer, n in counts.items()}
    return told if any(told.values()) else None


def may_enter_narrative(status: ThemeStatus, readers: int) -> bool:
    """A theme is told once it is adopted and read by two people."""
    return status is ThemeStatus.ADOPTED and readers >= READINGS_NEEDED
