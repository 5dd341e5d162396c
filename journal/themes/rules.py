"""What may be done to a theme, and how much of one person a page shows. Pure."""

import uuid
from collections import Counter
from collections.abc import Iterable
from typing import Protocol, TypeVar

from journal.counting.rules import ROUND_TO
from journal.themes.models import ThemeStatus

LONGEST_LABEL = 60
LONGEST_NOTE = 2_000
READINGS_NEEDED = 2
# Passages of one person on a page: a theme is read as what several people say.
MOST_OF_ONE = 2
# Under this size, saying that a group is little heard would tell who does not share.
LEAST_GROUP = 20
QUIET_SHARE = 0.25
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


def label_problem(label: str) -> str | None:
    """Why a name is refused, as a sentence."""
    if not label:
        return "Donnez un nom au thème, avec des mots de tous les jours."
    if len(label) > LONGEST_LABEL:
        return f"Soixante caractères au plus : ce nom en compte {len(label)}."
    return None


def may_enter_narrative(status: ThemeStatus, readers: int) -> bool:
    """A theme is told once it is adopted and read by two people."""
    return status is ThemeStatus.ADOPTED and readers >= READINGS_NEEDED


def reads_others(readers: int, *, has_read: bool) -> bool:
    """Whether someone is given how others read a theme: two readings say more when neither was written after the other.

    Once two people have written, the récit tells both: nothing is kept back from anyone.
    """
    return has_read or readers >= READINGS_NEEDED


def waits_for(status: ThemeStatus, readers: int, *, has_read: bool) -> str:
    """What a theme still needs before the récit tells it, for someone who wrote, or not, how they read it."""
    if status is ThemeStatus.PROPOSED:
        return "À lire, puis à adopter ou à mettre de côté"
    if status is not ThemeStatus.ADOPTED or may_enter_narrative(status, readers):
        return ""
    return "Il manque la lecture d’une autre personne" if has_read else "Il manque votre lecture"


def is_little_heard(people: int, size: int) -> bool:
    """Whether to say that fewer than one person in four of a group shares.

    Coordinators write the size themselves: people are counted by fives, rounded up, or trying one size after another
    would tell how many share, and from one day to the next who does.
    """
    return size >= LEAST_GROUP and ROUND_TO * -(-max(people, 1) // ROUND_TO) < QUIET_SHARE * size


class Authored(Protocol):
    """Words somebody wrote."""

    @property
    def author_id(self) -> uuid.UUID: ...


V = TypeVar("V", bound=Authored)


def shared_out(passages: Iterable[V], limit: int, *, shown: Counter[uuid.UUID]) -> list[V]:
    """Choose ``limit`` passages at most: one of each person first, then a second, and no more of one person.

    ``shown`` counts what the page shows already of each person; what is chosen is added to it.
    """
    left = list(passages)
    chosen: list[V] = []
    for times in range(MOST_OF_ONE):
        for passage in left:
            if shown[passage.author_id] == times and len(chosen) < limit:
                chosen.append(passage)
                shown[passage.author_id] += 1
        left = [passage for passage in left if passage not in chosen]
    return chosen
