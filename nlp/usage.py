"""Who says what: each term with the people who use it, theme by theme, and the forms they write."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from nlp.words import Key, Word, expressions

TABLE = 2**24  # bytes

Crowd = dict[int, set[str]]  # people by theme


@dataclass(frozen=True, slots=True)
class Spread:
    """How many people there are in each theme, and in that theme alone."""

    everyone: int
    within: dict[int, int]
    only: dict[int, int]

    @classmethod
    def of(cls, crowd: Crowd) -> "Spread":
        themes = Counter(chain.from_iterable(crowd.values()))
        only = {group: sum(themes[person] == 1 for person in who) for group, who in crowd.items()}
        return cls(len(themes), {group: len(who) for group, who in crowd.items()}, only)

    def inside(self, group: int) -> int:
        return self.within.get(group, 0)

    def outside(self, group: int) -> int:
        return self.everyone - self.only.get(group, 0)


@dataclass(slots=True)
class Usage:
    """Who uses a term, in which theme, and in which written forms."""

    people: Crowd = field(default_factory=lambda: defaultdict(set))
    forms: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    said: int = 0
    said_as_noun: int = 0

    @property
    def users(self) -> set[str]:
        return set(chain.from_iterable(self.people.values()))

    @property
    def has_noun(self) -> bool:
        """Whether it mostly stands as a noun: a tagger mistakes one « propose » or « totalement » in many."""
        return 2 * self.said_as_noun > self.said

    def form(self) -> str:
        """The form most people write."""
        return min(self.forms, key=lambda form: (-len(self.forms[form]), form))


def usages_of(
    read: Sequence[Sequence[Word]], authors: Sequence[str], groups: Sequence[int], least: int
) -> dict[Key, Usage]:
    """Gather who uses what, for terms said often enough.

    Most expressions are said once, and would fill the memory: they are left out by a first reading, which counts
    in a table without names. Two expressions may share a place there, so that it only ever counts too many.
    """
    said = bytearray(TABLE)
    for words in read:
        for found in expressions(words):
            place = hash(found.key) % TABLE
            said[place] = min(said[place] + 1, least)
    usages: dict[Key, Usage] = defaultdict(Usage)
    for words, author, group in zip(read, authors, groups, strict=True):
        for found in expressions(words):
            if said[hash(found.key) % TABLE] >= least:
                usages[found.key].people[group].add(author)
                usages[found.key].forms[found.text].add(author)
                usages[found.key].said += 1
                usages[found.key].said_as_noun += found.has_noun
    return usages
