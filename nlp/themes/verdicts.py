"""What people think of what they met: verdicts written beforehand, told by what a theme says and by its words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from nlp import resources
from nlp.encoding import Encoder, centre, unit_rows
from nlp.language import fold
from nlp.themes.sayings import key_of
from nlp.themes.usage import Spread, Usage
from nlp.themes.words import Key
from nlp.types import Vectors

NEARER = 0.85  # standard deviations by which the passages of a theme must be nearer to a verdict than all are
WRITTEN = 0.3  # share of a theme’s people who write one of its words: at half of that, readers found names false
LIFT = 1.5  # how many times more often they do than the others
TELL = 2  # verdicts that one label may hold
SIDES = {"praise": 1, "blame": -1}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict as labels show it: 1 when it praises and -1 when it blames, words of it, and ways of saying it."""

    shown: str
    side: int
    keys: frozenset[Key]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts known, and how near each passage of a corpus is to each: shape (n, verdicts)."""

    known: tuple[Verdict, ...]
    nearness: Vectors

    def at(self, rows: Sequence[int]) -> "Verdicts":
        """The same for some of the passages."""
        return Verdicts(self.known, self.nearness[list(rows)])

    def of(
        self, group: int, groups: Sequence[int], usages: Mapping[Key, Usage], people: Spread, mood: int, floor: int
    ) -> list[Verdict]:
        """The verdicts that prevail in a theme, the clearest first.

        The passages of the theme must be clearly nearer to it than those of the whole corpus, and a good share of its
        people must write a word of it: vectors alone take « we need help » for « no help ».
        """
        members = np.asarray(groups) == group
        if not members.any():  # a pinned theme that nobody is in any more
            return []
        told = (self.nearness - self.nearness.mean(axis=0)) / np.maximum(self.nearness.std(axis=0), 1e-9)
        nearer = told[members].mean(axis=0)
        found: list[Verdict] = []
        for place in np.argsort(-nearer, kind="stable"):
            verdict = self.known[place]
            if nearer[place] < NEARER or len(found) == TELL:
                break
            if mood != verdict.side:
                continue
            inside, outside = _writers(verdict, group, usages)
            share = len(inside) / max(people.inside(group), 1)
            elsewhere = len(outside) / max(people.outside(group), 1)
            if len(inside) >= floor and share >= max(WRITTEN, LIFT * elsewhere):
                found.append(verdict)
        return found


def _writers(verdict: Verdict, group: int, usages: Mapping[Key, Usage]) -> tuple[set[str], set[str]]:
    inside: set[str] = set()
    everywhere: set[str] = set()
    for key in verdict.keys & usages.keys():
        inside |= usages[key].people.get(group, set())
        everywhere |= usages[key].users
    return inside, everywhere - inside


def verdicts_on(vectors: Vectors, encoder: Encoder) -> Verdicts:
    """Tell how near each passage is to each verdict; ``vectors`` are of that encoder, shape (n, d)."""
    known = known_verdicts()
    said = _vectors(encoder.encode)
    return Verdicts(known, np.asarray(unit_rows(vectors) @ said.T))


@cache
def known_verdicts() -> tuple[Verdict, ...]:
    """The verdicts of ``verdicts.toml``."""
    return tuple(
        Verdict(row["shown"], side, frozenset(map(_key, row["words"])), tuple(row["said"]))
        for name, side in SIDES.items()
        for row in resources.table("verdicts.toml")[name]
    )


def _key(words: str) -> Key:
    """The key under which ``sayings`` counts words: « aucun aide » for all that denies help."""
    return key_of(tuple(fold(word) for word in words.split()))


@cache
def _vectors(encode: Callable[[Sequence[str]], Vectors]) -> Vectors:
    """The middle of the ways of saying each verdict, shape (verdicts, d)."""
    return np.stack([centre(encode(verdict.said)) for verdict in known_verdicts()])
