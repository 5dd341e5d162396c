"""Who says what: each term with the people who use it, theme by theme, and the forms they write."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from nlp.themes.words import Expression, Key, Word, expressions

PRIOR = 1.0  # weight of the prior of a log-odds ratio, in people
SURE = 1.64  # standard deviations: one chance in twenty of being a fluke

Crowd = dict[int, set[str]]  # people by theme


@dataclass(frozen=True, slots=True)
class Spread:
    """How many people there are: in all, in each theme (``within``), and in that theme and no other (``only``)."""

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

    def writers(self) -> int:
        """How many people write that form."""
        return len(self.forms[self.form()])


def crowd_of(authors: Sequence[str], groups: Sequence[int]) -> Crowd:
    """Gather the people of each theme."""
    crowd: Crowd = defaultdict(set)
    for author, group in zip(authors, groups, strict=True):
        crowd[group].add(author)
    return crowd


def usages_of(
    read: Sequence[Sequence[Word]],
    authors: Sequence[str],
    groups: Sequence[int],
    least: int,
    find: Callable[[Sequence[Word]], Iterator[Expression]] = expressions,
) -> dict[Key, Usage]:
    """Gather who uses what, for terms said often enough: expressions, or what ``find`` finds in a passage."""
    said = [list(find(words)) for words in read]
    times = Counter(found.key for passage in said for found in passage)
    usages: dict[Key, Usage] = defaultdict(Usage)
    for passage, author, group in zip(said, authors, groups, strict=True):
        for found in passage:
            if times[found.key] >= least:
                usage = usages[found.key]
                usage.people[group].add(author)
                usage.forms[found.text].add(author)
                usage.said += 1
                usage.said_as_noun += found.has_noun
    return dict(usages)


def keyness(inside: int, people: int, outside: int, others: int) -> float:
    """Log-odds ratio of a term in standard deviations, with a prior drawn from the whole population.

    Parameters
    ----------
    inside, outside
        People who use the term in the theme, and elsewhere.
    people, others
        All people in the theme, and elsewhere.
    """
    prior = PRIOR * (inside + outside + 1) / (people + others + 2)
    a, b = inside + prior, outside + prior
    odds = math.log(a / (people + PRIOR - a)) - math.log(b / (others + PRIOR - b))
    return odds / math.sqrt(1 / a + 1 / b)
